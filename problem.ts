/**
 * The one error type of the harness. Everything that goes wrong on purpose is thrown as a Problem, so that one place
 * (the command line) turns it into words and an exit code, and one place (the judge) turns it into an outcome.
 */

/**
 * What sort of trouble it is:
 * `usage` bad input or configuration (exit 2, nothing was sent); `unreachable` no practice answers or authorisation is
 * dead (exit 3); `network` one exchange failed or timed out (outcome `error`); `missing` data or a precondition is
 * missing (outcome `not-tested`); `defect` the harness itself is wrong (exit 5).
 */
export type ProblemKind = 'usage' | 'unreachable' | 'network' | 'missing' | 'defect';

/** The three things a reader needs: what is wrong, where it is, and how to mend it. */
export interface ProblemWords {
  readonly what: string;
  readonly where?: string;
  readonly mend?: string;
  readonly cause?: unknown;
}

/** An expected failure with words for its reader. `message` joins what, where and mend in one line. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly what: string;
  readonly where: string | undefined;
  readonly mend: string | undefined;

  constructor(kind: ProblemKind, words: ProblemWords) {
    super(sentence(words), words.cause === undefined ? undefined : { cause: words.cause });
    this.kind = kind;
    this.what = words.what;
    this.where = words.where;
    this.mend = words.mend;
  }
}

/** Tells whether a thrown value is a Problem of the given kind. */
export function isProblem(thrown: unknown, kind: ProblemKind): thrown is Problem {
  return thrown instanceof Problem && thrown.kind === kind;
}

/** The message of any thrown value, for places where something that is not an Error may arrive. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function sentence({ what, where, mend }: ProblemWords): string {
  const place = where === undefined ? '' : ` (${where})`;
  const advice = mend === undefined ? '' : `. ${mend}`;
  return `${what}${place}${advice}`;
}
