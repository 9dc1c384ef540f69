import type { Outcome } from '../../requirements/outcome.js';
import { byPracticeAndArea } from '../digest.js';
import { briefly, inDetail } from '../explanation.js';
import type { ConformanceResult, RequirementResult } from '../result.js';
import { oneLine } from '../untrusted-text.js';

/** The statuses of the Common Test Report Format; its `rawStatus` keeps our own word beside them. */
type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

const statuses: Readonly<Record<Outcome, Status>> = {
  fail: 'failed',
  error: 'other',
  warn: 'passed',
  pass: 'passed',
  'not-tested': 'skipped',
  'not-applicable': 'skipped',
  waived: 'skipped',
  manual: 'pending',
  attested: 'passed',
};

/** The run in the Common Test Report Format (ctrf.io), one test for each requirement at each practice. */
export function ctrfReport(result: ConformanceResult): string {
  const { harness, run, requirements } = result;
  const start = Date.parse(run.startedAt);
  const count = (status: Status): number => requirements.filter(({ outcome }) => statuses[outcome] === status).length;
  const summary = {
    tests: requirements.length,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    pending: count('pending'),
    other: count('other'),
    suites: byPracticeAndArea(result).length,
    start,
    stop: start + Math.round(run.durationMs),
  };
  const tool = { name: harness.name, version: harness.version };
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: { tool, summary, tests: requirements.map(testOf) },
  };
  return `${JSON.stringify(report, null, 1)}\n`;
}

function testOf(requirement: RequirementResult): object {
  const { id, level, statement, practice, area, outcome } = requirement;
  const plain = outcome === 'pass' && requirement.findings.length === 0;
  return {
    name: `${id} ${level} ${oneLine(statement, 200)}`,
    status: statuses[outcome],
    // A requirement is judged on answers of many requests; it has no duration of its own.
    duration: 0,
    suite: [practice, area],
    rawStatus: outcome,
    ...(!plain && { message: briefly(requirement), trace: inDetail(requirement) }),
    tags: [id, level, area],
  };
}
