/** The tree of elements that both readers of XML make: the quick one (xml-scanner.ts) and the thorough one (xml.ts). */

import { XHTML_NAMESPACE } from './fault.js';

export const FHIR_NAMESPACE = 'http://hl7.org/fhir';

/** One element. The subtree of a narrative `div` is kept as text only. */
export interface XmlElement {
  /** Name without prefix. */
  readonly name: string;
  readonly namespace: string;
  /** The attribute `value`, which by far the most elements have, and nothing else. */
  readonly value: string | undefined;
  /** All attributes in their order, `value` included; undefined when there is none but `value`. */
  readonly attributes: ReadonlyMap<string, string> | undefined;
  readonly children: readonly XmlElement[];
  /** Offset of `<`. */
  readonly offset: number;
  /** Offset of the first text between the tags that is not blank. */
  readonly strayText: number | undefined;
  /** The source text of a narrative, from `<div` to its end tag. */
  readonly xhtml: string | undefined;
}

/** Children of an element that has none. */
export const NO_CHILDREN: readonly XmlElement[] = [];

/** Whether an element starts a narrative, of which only the text is kept. */
export function isNarrative(name: string, namespace: string, parent: string | undefined): boolean {
  return namespace === XHTML_NAMESPACE || (name === 'div' && parent === 'text');
}
