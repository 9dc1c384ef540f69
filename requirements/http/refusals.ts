import type { Answer } from '../answer.js';
import type { Requirement } from '../catalogue.js';
import { refusedAsTheCatalogueSays, refusedWithSomeCode } from '../expectation.js';
import { all, finding, hadNothingToCheck, httpFinding, type CheckResult, type Finding } from '../finding.js';
import { sentHeader } from '../negotiation.js';
import { shownIn } from '../shown-in.js';

/** What is not part of the API: HTTP-006 and HTTP-011 to HTTP-015, HTTP-025. */

/**
 * HTTP-011, HTTP-012: refused, with an OperationOutcome. That much the parent's suite asserts; another status or code
 * than the catalogue lists only warns.
 */
export function refusedWithOutcome(answer: Answer, wanted: Requirement): CheckResult {
  const refusal = refusedAsTheCatalogueSays(answer, wanted);
  if (hadNothingToCheck(refusal)) return refusal;
  if (answer.succeeded) return shownIn(answer, refusal);
  const details = refusal
    .filter(({ rule }) => rule !== 'outcome.missing')
    .map((found): Finding => ({ ...found, severity: 'warning' }));
  return shownIn(answer, [...withoutOutcome(answer), ...details]);
}

function withoutOutcome(answer: Answer): Finding[] {
  if (answer.issues.length > 0) return [];
  const message = 'The refusal carries no OperationOutcome that says why';
  return [
    finding(answer.body, { rule: 'outcome.missing', message, expected: 'OperationOutcome', actual: answer.inShort }),
  ];
}

/**
 * HTTP-013: refused as the catalogue says; for a 405 the guide names no code, so there it only warns. The media type of a
 * patch belongs to the verb, so that it is not supported (415, HTTP-006) refuses the verb just as well.
 */
export function verbRefused(answer: Answer, wanted: Requirement): CheckResult {
  const isPatch = /patch/i.test(sentHeader(answer, 'Content-Type') ?? '');
  if (isPatch && answer.status === 415) return [];
  const refused = answer.status === 405 ? refusedWithSomeCode : refusedAsTheCatalogueSays;
  const result = refused(answer, wanted);
  return hadNothingToCheck(result) ? result : shownIn(answer, result);
}

/** HTTP-015: the deletion of an appointment is refused, and the appointment can still be read, if it could before. */
export function notDeleted(
  facts: { readonly before: Answer<'read'>; readonly deletion: Answer; readonly read: Answer<'read'> },
  wanted: Requirement,
): CheckResult {
  const refusal = refusedAsTheCatalogueSays(facts.deletion, wanted);
  const { before, read } = facts;
  const isThere = showsWhatWasAsked(read) || !showsWhatWasAsked(before);
  const gone = httpFinding({
    rule: 'refusal.deleted',
    message: 'After a DELETE the appointment cannot be read',
    expected: `200 with Appointment/${read.asked.id}`,
    actual: read.inShort,
  });
  return all(
    hadNothingToCheck(refusal) ? refusal : shownIn(facts.deletion, refusal),
    shownIn(read, isThere ? [] : [gone]),
  );
}

const showsWhatWasAsked = (read: Answer<'read'>): boolean => read.status === 200 && read.body.id === read.asked.id;

/** HTTP-025: the resource that a search included is read by its id; where it is not, the provider does not offer it. */
export function readableById(facts: {
  readonly answer: Answer;
  readonly type: string;
  readonly id: string;
}): CheckResult {
  const { answer, type, id } = facts;
  if (answer.status === 200 && answer.body.resourceType === type && answer.body.id === id) return [];
  const message = `${type} cannot be read by id`;
  return shownIn(answer, [
    httpFinding({ rule: 'read', message, expected: `200 with ${type}/${id}`, actual: answer.inShort }),
  ]);
}
