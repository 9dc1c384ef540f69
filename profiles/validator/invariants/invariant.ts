/** The invariants of definitions (`app-2`, `per-1`): each with a key, a severity and a test. */

/** Keys that lead from a value to the place inside it where an invariant is broken; empty for the value itself. */
export type Inside = readonly (string | number)[];

/** What an invariant may look at besides the value. */
export interface Scope {
  /** The resource that `%resource` stands for: inside a contained resource, the one that contains it. */
  readonly resource: object;
  /** Type or element path of the value, as FHIRPath needs it: `Period`, `Appointment.participant`. */
  readonly base: string;
}

/** The places where the invariant is broken (none: it holds), or the reason why it could not be evaluated. */
export type Verdict = readonly Inside[] | { readonly unsupported: string };

/** An invariant ready to be tested. */
export interface Invariant {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly expression: string;
  test(value: unknown, scope: Scope): Verdict;
}

/** The verdict of an invariant that holds. */
export const HOLDS: readonly Inside[] = [];
/** The verdict of an invariant that the value itself breaks. */
export const BROKEN: readonly Inside[] = [[]];
