import type { Answer } from './answer.js';
import type { Expectation, Requirement } from './catalogue.js';
import { finding, hadNothingToCheck, httpFinding, nothingToCheck, type CheckResult, type Finding } from './finding.js';

/** Rule name of the one finding that breaks even an inferred expectation: a 2xx where the guide demands a refusal. */
export const refusalAccepted = 'refusal.accepted';

/**
 * Judges status, Spine code and issue code of an answer against what the catalogue expects of this requirement.
 * Any listed value is right. The catalogue's certainty decides later whether a mismatch fails or warns.
 */
export function answeredAsTheCatalogueSays(answer: Answer, requirement: Requirement): CheckResult {
  const { expect } = requirement;
  if (expect === undefined || expect.http.length === 0) {
    return nothingToCheck(`the catalogue names no status for ${requirement.id}`);
  }
  if (!expect.http.includes(answer.status)) return [wrongStatus(answer, expect)];
  if (answer.succeeded) return [];
  return codeFindings(answer, expect);
}

/** As `answeredAsTheCatalogueSays`, for requests that have to be refused: a 2xx is named as what it is. */
export function refusedAsTheCatalogueSays(answer: Answer, requirement: Requirement): CheckResult {
  if (!answer.succeeded) return answeredAsTheCatalogueSays(answer, requirement);
  return [
    httpFinding({
      rule: refusalAccepted,
      message: 'The request was accepted although it has to be refused',
      expected: refusalWanted(requirement.expect),
      actual: `status ${answer.status}`,
    }),
  ];
}

function refusalWanted(expect: Expectation | undefined): string {
  const { http = [], spineCodes = [] } = expect ?? {};
  return `status ${listed(http)}${spineCodes.length === 0 ? '' : ` with ${listed(spineCodes)}`}`;
}

/** Refused with the status of the catalogue, where the sources pin no code: another one only warns (SLOT-019, CANC-023). */
export function refusedWithSomeCode(answer: Answer, requirement: Requirement): CheckResult {
  const result = refusedAsTheCatalogueSays(answer, requirement);
  if (hadNothingToCheck(result)) return result;
  return result.map((found) => (found.rule.startsWith('outcome.') ? { ...found, severity: 'warning' } : found));
}

function wrongStatus(answer: Answer, expect: Expectation): Finding {
  return httpFinding({
    rule: 'http.status',
    message: `The answer has status ${answer.status}`,
    expected: `status ${listed(expect.http)}`,
    actual: answer.inShort,
  });
}

function codeFindings(answer: Answer, expect: Expectation): Finding[] {
  if (expect.spineCodes.length === 0 && expect.issueCodes.length === 0) return [];
  const [issue] = answer.issues;
  if (issue === undefined) {
    return [
      finding(answer.body, {
        rule: 'outcome.missing',
        message: 'The refusal carries no OperationOutcome that says why',
        expected: `OperationOutcome with ${listed(expect.spineCodes)}`,
        actual: answer.inShort,
      }),
    ];
  }
  const coding = issue.at('details', 'coding', 0, 'code');
  return [
    ...mismatch(coding, 'outcome.spine-code', 'Spine code', expect.spineCodes, answer.spineCodes),
    ...mismatch(issue.at('code'), 'outcome.issue-code', 'issue code', expect.issueCodes, issueCodes(answer)),
  ];
}

function mismatch(
  at: Parameters<typeof finding>[0],
  rule: string,
  name: string,
  wanted: readonly string[],
  given: readonly string[],
): Finding[] {
  if (wanted.length === 0 || given.some((code) => wanted.includes(code))) return [];
  return [finding(at, { rule, message: `The ${name} is not the expected one`, expected: listed(wanted) })];
}

function issueCodes(answer: Answer): readonly string[] {
  return answer.issues.flatMap((issue) => issue.at('code').text ?? []);
}

const listed = (values: readonly (string | number)[]): string => values.join(' or ');
