/** What the validator reports: one thing that is wrong, or worth knowing, at one place of a document. */

import type { RuleId } from './rules.js';

/** How bad it is. Only `error` makes a document invalid. */
export type Severity = 'error' | 'warning' | 'information';

/** A place in the text; line and column count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One finding. `rule` is a stable id (docs/validation-rules.md); `message` is for people and may change. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** FHIRPath style: `Bundle.entry[0].resource.status`. A missing element is named as if it were there. */
  readonly path: string;
  /** JSON pointer (RFC 6901) into the JSON form, also for XML: `/entry/0/resource/status`. */
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Canonical URL of the profile that asks for it. */
  readonly profile?: string;
  /** Id of the element definition: `Patient.identifier:nhsNumber.system`. */
  readonly element?: string;
  /** Name of the slice concerned. */
  readonly slice?: string;
}

/** A finding before its place in the text is known: what the checks produce. */
export type Unplaced = Omit<Finding, 'line' | 'column' | 'path'>;

const segmentOf = (key: string): string => {
  // The companion of a primitive (`_birthDate`) belongs to the element itself.
  const name = key.startsWith('_') ? key.slice(1) : key;
  return /^\d+$/.test(name) ? `[${name}]` : `.${name}`;
};

/** The keys of a JSON pointer, unescaped: `/a~1b/0` gives `['a/b', '0']`. */
export function keysOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** One key as it stands in a JSON pointer. */
export function escapeKey(key: string | number): string {
  return typeof key === 'number' ? String(key) : key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The FHIRPath style path of a pointer, below the given root (the resource type). */
export function pathOf(root: string, pointer: string): string {
  return root + keysOf(pointer).map(segmentOf).join('');
}
