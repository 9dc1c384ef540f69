import { worstFinding } from '../digest.js';
import { oneLine } from '../untrusted-text.js';
import type { ConformanceResult, RequirementResult } from '../result.js';

/** The columns of the matrix and what stands in them. */
const columns: readonly (readonly [name: string, value: (requirement: RequirementResult) => string])[] = [
  ['id', ({ id }) => id],
  ['level', ({ level }) => level],
  ['area', ({ area }) => area],
  ['interaction', ({ interaction }) => interaction],
  ['practice', ({ practice }) => practice],
  ['outcome', ({ outcome }) => outcome],
  ['reason', ({ reason }) => reason ?? ''],
  ['findings', ({ findings }) => String(findings.length)],
  ['rule', (requirement) => worstFinding(requirement)?.rule ?? ''],
  ['path', (requirement) => worstFinding(requirement)?.path ?? ''],
  ['message', (requirement) => worstFinding(requirement)?.message ?? ''],
  ['expected', (requirement) => worstFinding(requirement)?.expected ?? ''],
  ['actual', (requirement) => worstFinding(requirement)?.actual ?? ''],
  ['exchange', (requirement) => worstFinding(requirement)?.exchange ?? ''],
  ['statement', ({ statement }) => statement],
  ['source', ({ source }) => source],
  ['tests', ({ tests }) => tests.join('; ')],
];

/** The requirements as CSV (RFC 4180), one row per requirement and practice, without cells a spreadsheet would run. */
export function matrixCsv(result: ConformanceResult): string {
  const rows = result.requirements.map((requirement) => columns.map(([, value]) => cell(value(requirement))));
  const head = columns.map(([name]) => cell(name));
  return [head, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** A spreadsheet takes a cell for a formula by its first character (also in full width); an apostrophe makes it text. */
const formula = /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** A text as a cell of CSV (RFC 4180) in one line, which no spreadsheet takes for a formula. */
export function cell(text: string): string {
  const line = oneLine(text, 2_000);
  const harmless = formula.test(line) ? `'${line}` : line;
  return /[",;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
