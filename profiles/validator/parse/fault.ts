/** Faults of the text itself, before anything is known about FHIR. */

import type { RuleId } from '../rules.js';

/** A fault at an offset (UTF-16 units) of the text. */
export interface TextualFault {
  readonly rule: RuleId;
  readonly offset: number;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Pointer of the node concerned, where it is known; else it is found from the offset. */
  readonly pointer?: string;
}

/** The namespace of narratives. */
export const XHTML_NAMESPACE = 'http://www.w3.org/1999/xhtml';

/** FHIR never nests more than a few dozen levels; the limit keeps every later step within a bounded stack. */
export const MAX_DEPTH = 250;

/** After so many faults of one text there is nothing more to learn from it. */
export const MAX_FAULTS = 1000;

/** A piece of text short enough for a message. */
export function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
