import type { Answer } from '../answer.js';
import type { Requirement } from '../catalogue.js';
import { refusalAccepted, refusedAsTheCatalogueSays } from '../expectation.js';
import { all, hadNothingToCheck, httpFinding, type CheckResult } from '../finding.js';
import { refusedForAnotherPatient } from '../retrieve.js';
import { shownIn } from '../shown-in.js';

/** Who gets at what: SEC-001 to SEC-006, SEC-008, SEC-016. */

/** SEC-001, SEC-003: every one of the requests is refused as the catalogue says. */
export function allRefused(answers: readonly Answer[], wanted: Requirement): CheckResult {
  return all(...answers.map((answer) => placed(answer, refusedAsTheCatalogueSays(answer, wanted))));
}

/** SEC-005, SEC-006, SEC-008: every one of the requests is refused; how, the catalogue leaves open. */
export function allRefusedSomehow(answers: readonly Answer[]): CheckResult {
  return answers
    .filter(({ succeeded }) => succeeded)
    .flatMap((answer) =>
      shownIn(answer, [
        httpFinding({
          rule: refusalAccepted,
          message: 'The request was accepted although it has to be refused',
          expected: 'a refusal',
          actual: answer.inShort,
        }),
      ]),
    );
}

/** What one patient tried with what is another's. */
export interface AttemptsOfAnother {
  readonly retrieve: Answer<'retrieve'>;
  /** Reads, bookings and cancellations. */
  readonly others: readonly Answer[];
}

/** SEC-004: none of the attempts gets at anything; a retrieve that shows nothing discloses nothing. */
export function nothingOfAnotherPatient(facts: AttemptsOfAnother, wanted: Requirement): CheckResult {
  const { retrieve, others } = facts;
  return all(placed(retrieve, refusedForAnotherPatient(retrieve, wanted)), allRefused(others, wanted));
}

const placed = (answer: Answer, result: CheckResult): CheckResult =>
  hadNothingToCheck(result) ? result : shownIn(answer, result);
