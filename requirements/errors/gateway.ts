import type { Answer } from '../answer.js';
import type { CheckResult } from '../finding.js';
import { hadNothingToCheck } from '../finding.js';
import type { JudgingContext } from '../rule.js';

/** The system that the national gateway writes beside its own error codes (OpenAPI file; ERR-006). */
const gatewaySystem = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode';

/** Statuses that a server framework or gateway gives before the application is asked (ERR-001). */
export const ofTheFramework: readonly number[] = [401, 405, 411, 413, 414, 415, 429, 502, 503, 504];

/** Whether the refusal was written by the gateway, which the target is said to stand behind, and not by the provider. */
function isOfTheGateway(answer: Answer, { policies }: JudgingContext): boolean {
  const codings = answer.issues.flatMap((issue) => issue.at('details').items('coding'));
  return policies['route'] === 'gateway' && codings.some((coding) => coding.at('system').text === gatewaySystem);
}

/** What is found in a refusal of the gateway is no fault of the provider behind it, so there it only warns. */
export function warnedAtTheGateway(result: CheckResult, answer: Answer, context: JudgingContext): CheckResult {
  if (hadNothingToCheck(result) || !isOfTheGateway(answer, context)) return result;
  return result.map((found) => ({ ...found, severity: found.severity === 'error' ? 'warning' : found.severity }));
}

/** Whether the answer comes from before the application: refused access, or out of order, without any OperationOutcome. */
export const isBareOfTheFramework = ({ status, body }: Answer): boolean =>
  body.resourceType !== 'OperationOutcome' && ([401, 403, 429].includes(status) || status >= 500);
