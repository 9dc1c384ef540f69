import type { Outcome } from '../requirements/outcome.js';
import type { Verdict } from './result.js';

/** What each outcome means, for people; the order is the one in which reports list the counts. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  fail: 'a SHALL is broken',
  error: 'no verdict: network failure, time-out or a defect of the harness',
  warn: 'a SHOULD is broken, or the answer is not the one the sources suggest',
  pass: 'judged and met',
  'not-tested': 'data or a precondition was missing',
  'not-applicable': 'the provider does not offer it, a MAY was not taken up, or its situation never came about',
  waived: 'a failure covered by a current waiver',
  manual: 'needs a person',
  attested: 'shown by a person',
};

/** Every outcome, in the order in which reports list the counts. */
export const outcomes = Object.keys(outcomeWords) as readonly Outcome[];

/** What each verdict means, for people. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  conformant: 'every selected SHALL passed, is not applicable, or is waived',
  'non-conformant': 'a SHALL is broken, or a waiver does not hold',
  unreachable: 'no practice could be reached, or authorisation is dead',
  incomplete: 'no SHALL is known to be broken, but at least one could not be judged',
  'harness-error': 'the harness itself is wrong, so nothing here can be relied on',
};
