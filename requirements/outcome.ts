/**
 * What a requirement came to at a practice.
 * `fail` SHALL broken; `warn` SHOULD broken or an inferred expectation not met; `not-applicable` the provider does not
 * offer it, or a MAY not taken up; `not-tested` data or a precondition was missing; `error` network, time-out or harness;
 * `waived` a fail covered by a current waiver; `manual` needs a person; `attested` a person has shown it.
 */
export type Outcome =
  'fail' | 'error' | 'warn' | 'pass' | 'not-tested' | 'not-applicable' | 'waived' | 'manual' | 'attested';

/** Outcomes in the order in which one hides another when a requirement was judged several times in a run. */
const precedence: readonly Outcome[] = [
  'fail',
  'error',
  'warn',
  'pass',
  'not-tested',
  'not-applicable',
  'waived',
  'manual',
  'attested',
];

/**
 * Merges two outcomes of one requirement: fail > error > warn > pass > not-tested > not-applicable.
 * A requirement really judged once is not made not-tested by an answer that had nothing to judge; nothing hides a fail.
 */
export function mergeOutcomes(one: Outcome, other: Outcome): Outcome {
  return precedence.indexOf(one) <= precedence.indexOf(other) ? one : other;
}
