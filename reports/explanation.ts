import type { Finding } from '../requirements/finding.js';
import { worstFinding } from './digest.js';
import type { RequirementResult } from './result.js';
import { oneLine } from './untrusted-text.js';

/** Why a requirement came to its outcome, in one line. */
export function briefly(requirement: RequirementResult): string {
  return oneLine(requirement.reason ?? worstFinding(requirement)?.message ?? requirement.statement);
}

/** The same in full, one thing a line: outcome, reason, every finding with what was expected and came, and the source. */
export function inDetail({ outcome, reason, findings, source }: RequirementResult): string {
  const lines = [outcome, reason ?? '', ...findings.map(findingLine), `Source: ${source}`];
  return lines
    .filter((line) => line !== '')
    .map((line) => oneLine(line, 2_000))
    .join('\n');
}

function findingLine({ severity, rule, path, message, expected, actual, exchange }: Finding): string {
  const facts = [
    `${severity} ${rule} at ${path}: ${message}`,
    ...(expected === undefined ? [] : [`expected ${oneLine(expected)}`]),
    ...(actual === undefined ? [] : [`came ${oneLine(actual)}`]),
    ...(exchange === undefined ? [] : [`exchange ${exchange}`]),
  ];
  return facts.join('; ');
}
