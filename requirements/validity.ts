import type { Finding as ValidatorFinding } from '../profiles/index.js';
import type { Answer } from './answer.js';
import { nothingToCheck, type CheckResult, type Finding } from './finding.js';
import type { JudgingContext } from './rule.js';

/**
 * Whether an answer is valid FHIR and conforms to the profiles of its interaction (`expected-profiles.ts`): every error
 * and warning of the validator as a finding. Bindings weaker than required only warn. Nothing to check without a body.
 */
export function validAgainstItsProfile(answer: Answer, context: JudgingContext): CheckResult {
  return validWhere(answer, context, () => true);
}

/** As `validAgainstItsProfile`, for the findings that `concerns` picks: a part of the answer, or rules of one kind. */
export function validWhere(
  answer: Answer,
  context: JudgingContext,
  concerns: (found: ValidatorFinding) => boolean,
): CheckResult {
  if (answer.parts.content.kind === 'empty') return nothingToCheck('the answer has no body');
  return context.validation(answer).findings.filter(concerns).map(fromValidator);
}

/** A finding of the validator as one of a check; its place in the text comes along. */
function fromValidator(found: ValidatorFinding): Finding {
  const { rule, severity, path, pointer, line, column, message, expected, actual } = found;
  return {
    ...{ rule, severity, path, pointer, line, column, message },
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  };
}
