import type { TestReport, TestReportTest } from 'fhir/r3.js';
import type { Outcome } from '../../requirements/outcome.js';
import { briefly } from '../explanation.js';
import { reportFiles } from '../files.js';
import { findingAnchor } from '../html/finding-section.js';
import type { ConformanceResult, RequirementResult, Verdict } from '../result.js';
import { oneLine } from '../untrusted-text.js';

/** The codes of the value set `report-action-result-codes`. What nobody judged is skipped. */
const results: Readonly<Record<Outcome, 'pass' | 'skip' | 'fail' | 'warning' | 'error'>> = {
  fail: 'fail',
  error: 'error',
  warn: 'warning',
  pass: 'pass',
  'not-tested': 'skip',
  'not-applicable': 'skip',
  waived: 'skip',
  manual: 'skip',
  attested: 'pass',
};

/** The codes of `report-status-codes` and `report-result-codes`: a run without a verdict on every SHALL stays pending. */
const verdicts: Readonly<Record<Verdict, { readonly status: string; readonly result: string }>> = {
  conformant: { status: 'completed', result: 'pass' },
  'non-conformant': { status: 'completed', result: 'fail' },
  incomplete: { status: 'completed', result: 'pending' },
  unreachable: { status: 'stopped', result: 'pending' },
  'harness-error': { status: 'stopped', result: 'pending' },
};

/** The run as a FHIR STU3 TestReport: one test with one assertion for each requirement at each practice. */
export function testReport(result: ConformanceResult): string {
  const { harness, run, target, requirements, verdict } = result;
  const report: TestReport = {
    resourceType: 'TestReport',
    identifier: { value: oneLine(run.id) },
    name: named(target.name),
    ...verdicts[verdict],
    testScript: { display: `Requirements ${oneLine(harness.requirementSet)}, profiles ${oneLine(harness.profileSet)}` },
    tester: `${oneLine(harness.name)} ${oneLine(harness.version)}`,
    issued: new Date(Date.parse(run.startedAt) + run.durationMs).toISOString(),
    participant: target.practices.map(({ odsCode, name, baseUrl }) => ({
      type: 'server',
      uri: baseUrl,
      display: named(`${odsCode} ${name}`),
    })),
    test: requirements.map(testOf),
  };
  return `${JSON.stringify(withoutEmptyLists(report), null, 1)}\n`;
}

function testOf(requirement: RequirementResult): TestReportTest {
  const { id, level, practice, statement, outcome } = requirement;
  const message = outcome === 'pass' ? {} : { message: `${outcome}: ${briefly(requirement)}` };
  const detail = `${reportFiles.html}#${findingAnchor(requirement)}`;
  return {
    name: named(`${id} ${level} at ${practice}`),
    description: named(statement, 1_000),
    action: [{ assert: { result: results[outcome], ...message, ...(outcome !== 'pass' && { detail }) } }],
  };
}

/** FHIR knows no empty string. */
const named = (text: string, longest?: number): string => oneLine(text, longest) || '(no name)';

/** FHIR knows no empty array. */
const withoutEmptyLists = (report: TestReport): object =>
  Object.fromEntries(
    Object.entries(report).filter(([, value]: [string, unknown]) => !(Array.isArray(value) && value.length === 0)),
  );
