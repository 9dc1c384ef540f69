import type { Node } from './node.js';

/** Only `error` breaks a requirement; `warning` makes it warn; `information` is evidence beside a pass. */
export type Severity = 'error' | 'warning' | 'information';

/** One thing found wrong (or worth saying) in an answer. The rule name is stable; the message is not. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Where in the answer, FHIRPath style; `http` for status and headers, `request` for what was sent. */
  readonly path: string;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** The id of the recorded exchange that shows it. */
  readonly exchange?: string;
  readonly pointer?: string;
  readonly line?: number;
  readonly column?: number;
  /** Where the profile validator found it: the profile, its element and slice. */
  readonly profile?: string;
  readonly element?: string;
  readonly slice?: string;
}

/** What a check says when the answer held nothing it could judge: the requirement is then not-tested, never a pass. */
export interface NothingToCheck {
  readonly nothingToCheck: string;
}

/** What a check returns: findings (none means pass), or that there was nothing to check. */
export type CheckResult = readonly Finding[] | NothingToCheck;

export const nothingToCheck = (reason: string): NothingToCheck => ({ nothingToCheck: reason });

export function hadNothingToCheck(result: CheckResult): result is NothingToCheck {
  return 'nothingToCheck' in result;
}

/** The words of a finding that a check supplies; the rule name defaults to `content`, the severity to `error`. */
export interface FindingWords {
  readonly rule?: string;
  readonly severity?: Severity;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** A finding at a node of the answer. `actual` defaults to what stands there. */
export function finding(at: Node, words: FindingWords): Finding {
  const actual = words.actual ?? at.shown;
  return {
    rule: words.rule ?? 'content',
    severity: words.severity ?? 'error',
    path: at.path,
    message: words.message,
    ...(words.expected !== undefined && { expected: words.expected }),
    actual,
  };
}

/** A finding about status, headers or timing, which have no place in the body. */
export function httpFinding(words: FindingWords): Finding {
  return {
    rule: words.rule ?? 'http',
    severity: words.severity ?? 'error',
    path: 'http',
    message: words.message,
    ...(words.expected !== undefined && { expected: words.expected }),
    ...(words.actual !== undefined && { actual: words.actual }),
  };
}

/**
 * Judges every item: `check` gives a finding, several, or nothing for an item in order.
 * An empty list is nothing to check, so that a loop over nothing is never a pass.
 */
export function each<T>(
  items: readonly T[],
  what: string,
  check: (item: T) => Finding | readonly Finding[] | undefined,
): CheckResult {
  if (items.length === 0) return nothingToCheck(`no ${what} in the answer`);
  return items.flatMap((item) => check(item) ?? []);
}

/** Joins results: findings of all that judged something; nothing to check only where none did. */
export function all(...results: readonly CheckResult[]): CheckResult {
  const judged = results.filter((result): result is readonly Finding[] => !hadNothingToCheck(result));
  const [first] = results;
  if (judged.length === 0 && first !== undefined) return first;
  return judged.flat();
}
