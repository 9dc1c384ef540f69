import type { Answer } from '../answer.js';
import type { Requirement } from '../catalogue.js';
import { answeredAsTheCatalogueSays, refusedAsTheCatalogueSays } from '../expectation.js';
import { all, finding, httpFinding, type CheckResult, type Finding } from '../finding.js';
import type { JudgingContext } from '../rule.js';
import { instantOf } from '../uk-time.js';

/** Which retrieves are refused, and how: RETR-010, -011, -018, -028. */

/** RETR-010: refused as the catalogue says, and the OperationOutcome says why. */
export function refusedWithDiagnostics(retrieve: Answer<'retrieve'>, wanted: Requirement): CheckResult {
  const refusal = refusedAsTheCatalogueSays(retrieve, wanted);
  return retrieve.succeeded ? refusal : all(refusal, withoutDiagnostics(retrieve));
}

function withoutDiagnostics(retrieve: Answer<'retrieve'>): Finding[] {
  if (retrieve.issues.some((issue) => issue.at('diagnostics').text?.trim())) return [];
  return [
    finding(retrieve.body.at('issue', 0, 'diagnostics'), {
      rule: 'outcome.diagnostics',
      message: 'The refusal does not say what is wrong with the range',
      expected: 'diagnostics',
    }),
  ];
}

/**
 * RETR-011: a range that reaches into the past is refused, and it is said why. Under the policy `retrievePast: allow`
 * it is answered like any other.
 */
export function pastRefused(
  retrieve: Answer<'retrieve'>,
  wanted: Requirement,
  { policies }: JudgingContext,
): CheckResult {
  if (policies['retrievePast'] !== 'allow') return refusedWithDiagnostics(retrieve, wanted);
  if (retrieve.status === 200) return [];
  return [
    httpFinding({
      rule: 'retrieve.past-refused',
      message: 'The target’s policy is that past appointments are given, and they are refused',
      expected: 'status 200',
      actual: retrieve.inShort,
    }),
  ];
}

/** RETR-018: refused as the catalogue says. An empty answer discloses nothing, so only one with appointments is a breach. */
export function refusedForAnotherPatient(retrieve: Answer<'retrieve'>, wanted: Requirement): CheckResult {
  if (retrieve.resources.length > 0) return refusedAsTheCatalogueSays(retrieve, wanted);
  return answeredAsTheCatalogueSays(retrieve, wanted);
}

/** RETR-028: accepted, with no more past appointments than the limit. */
export function limitedPast(
  { retrieve, limit }: { readonly retrieve: Answer<'retrieve'>; readonly limit: number },
  wanted: Requirement,
): CheckResult {
  const status = answeredAsTheCatalogueSays(retrieve, wanted);
  const past = retrieve.appointments.filter(
    (appointment) => (instantOf(appointment.at('start').text) ?? retrieve.at) < retrieve.at,
  );
  const [beyond] = past.slice(limit);
  if (beyond === undefined) return status;
  const message = 'The answer holds more past appointments than past-appt-limit allows';
  return all(status, [
    finding(beyond, { rule: 'past-limit', message, expected: `${limit}`, actual: `${past.length} past appointments` }),
  ]);
}
