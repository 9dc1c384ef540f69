import type { Finding as ValidatorFinding } from '../../profiles/index.js';
import type { Answer } from '../answer.js';
import { finding, hadNothingToCheck, type CheckResult, type FindingWords, type Severity } from '../finding.js';
import { formatAsked, formatCame } from '../negotiation.js';
import type { Node } from '../node.js';
import type { JudgingContext } from '../rule.js';
import { validWhere } from '../validity.js';
import { ofTheFramework } from './gateway.js';

/**
 * ERR-001: a refusal is an OperationOutcome with an issue, well-formed FHIR in the form asked for. A bare answer of
 * framework or gateway is a warning; where the form asked for was the fault, JSON is right.
 */
export function isOutcomeInTheFormAsked(answer: Answer, context: JudgingContext): CheckResult {
  const severity = ofTheFramework.includes(answer.status) ? 'warning' : 'error';
  const wrong = (at: Node, words: FindingWords): CheckResult => [finding(at, { rule: 'outcome', severity, ...words })];
  const { body } = answer;
  const wanted = formatAsked(answer) ?? 'json';
  const came = formatCame(answer);
  if (body.resourceType !== 'OperationOutcome') {
    const message = 'The refusal carries no OperationOutcome';
    return wrong(body, { message, expected: 'OperationOutcome', actual: answer.inShort });
  }
  if (answer.issues.length === 0) {
    return wrong(body.at('issue'), { message: 'The OperationOutcome has no issue', expected: 'at least one issue' });
  }
  if (came !== wanted && answer.status !== 415) {
    const message = 'The OperationOutcome is not in the form that was asked for';
    return wrong(body, { message, expected: wanted, actual: came ?? 'unreadable' });
  }
  return structure(answer, context, severity);
}

/** What the validator says of the shape of the OperationOutcome; what it holds is for ERR-002 to ERR-009. */
function structure(answer: Answer, context: JudgingContext, severity: Severity): CheckResult {
  const result = validWhere(answer, context, concernsItsShape);
  if (hadNothingToCheck(result) || severity === 'error') return result;
  return result.map((found) => ({ ...found, severity }));
}

const ownMatters: readonly RegExp[] = [/^OperationOutcome\.meta\b/, /^OperationOutcome\.issue\[\d+\]\.details\b/];

function concernsItsShape({ rule, path }: ValidatorFinding): boolean {
  if (rule.startsWith('structure.') || rule === 'json.type') return true;
  return rule.startsWith('cardinality.') && !ownMatters.some((place) => place.test(path));
}
