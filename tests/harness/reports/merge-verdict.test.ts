import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { requirement } from '../../../requirements/catalogue.js';
import { judged, notJudged, type Judgement } from '../../../requirements/judgement.js';
import { isProblem } from '../../../problem.js';
import type { EvidenceLine } from '../../../reports/evidence-log.js';
import { mergedEvidence, mergedFacts, type RenamedRun } from '../../../reports/merge/merged-result.js';
import { missingShards } from '../../../reports/merge/shards.js';
import type { ReportedPractice, RunPart } from '../../../reports/result.js';
import type { RunBasis } from '../../../reports/run-basis.js';
import { concludedResult, noCheck, otherShard } from '../../../reports/run-report.js';
import { requirementResults, verdictOf, type RunEvidence } from '../../../reports/verdict.js';
import { sampleResult } from './sample-result.js';

const ids = ['SESS-001', 'SESS-002', 'SESS-003', 'SESS-011'];
const suite = (odsCode: string): ReportedPractice => ({ odsCode, name: odsCode, baseUrl: 'https://p', role: 'suite' });
const broken = { rule: 'r', severity: 'error', path: 'Slot', message: 'm' } as const;

interface Given {
  readonly shard?: string;
  readonly practices?: readonly ReportedPractice[];
  /** `<requirement id> <ODS code>` for which the run holds a test. */
  readonly tests: readonly string[];
  readonly judgements: readonly Judgement[];
  readonly unusable?: ReadonlyMap<string, string>;
  readonly startedAt?: string;
  readonly durationMs?: number;
}

let runs = 0;

/** A run as it stands in its folder after reading. */
function run(given: Given): RenamedRun {
  const { shard, practices = [suite('A20047')], tests, judgements, unusable = new Map<string, string>() } = given;
  const { startedAt = '2026-11-22T10:00:00.000Z', durationMs = 1_000 } = given;
  const shownAt = new Set(tests);
  const lines = judgements.map((judgement): EvidenceLine => ({ kind: 'judgement', test: 'a test', judgement }));
  const evidence: RunBasis['evidence'] = {
    selected: ids.map(requirement),
    practices,
    shown: new Set(tests.map((one) => one.split(' ')[0] ?? '')),
    unshownBecause: shard === undefined ? noCheck : otherShard,
    ...(shard !== undefined && { part: { shownAt, missing: `shard ${shard} alone` } }),
    unusable,
    defects: [],
    waivers: [],
    attestations: [],
    today: '2026-11-22',
    walked: 'everything',
    strictness: 'ordinary',
  };
  const versions = { node: '20.20.2', playwright: '1.65.1', platform: 'linux x64' };
  const selection: RunPart['selection'] = shard === undefined ? {} : { shard };
  const id = `run-${(runs += 1)}`;
  const result = sampleResult();
  return {
    folder: `/${id}`,
    result: { ...result, run: { ...result.run, id, startedAt, durationMs, selection } },
    basis: { evidence, shownAt, added: [], readOnly: false, versions },
    evidence: [],
    parts: [{ id, startedAt, durationMs, workers: 2, selection, practices: practices.map(({ odsCode }) => odsCode) }],
    lines,
  };
}

function concluded(evidence: RunEvidence) {
  const rows = requirementResults(evidence);
  return { rows, verdict: verdictOf(rows, evidence) };
}

const merged = (...all: readonly [RenamedRun, ...RenamedRun[]]) => concluded(mergedEvidence(all));

test('however the tests of a run are divided among shards, the merged result is that of the whole run', () => {
  const judgement = fc.record({
    id: fc.constantFrom(...ids),
    practice: fc.constantFrom('A20047', 'B82617'),
    came: fc.constantFrom('pass', 'broken', 'not-tested', 'error', 'not-applicable'),
    shard: fc.integer({ min: 1, max: 4 }),
  });
  const judgementOf = ({ id, practice, came }: { id: string; practice: string; came: string }): Judgement => {
    if (came === 'pass') return judged(id, practice, []);
    if (came === 'broken') return judged(id, practice, [broken]);
    return notJudged(id, practice, came as 'error', `it is ${came}`);
  };
  const practices = [suite('A20047'), suite('B82617')];
  const property = fc.property(fc.array(judgement, { maxLength: 30 }), (given) => {
    const inOrder = given.toSorted((one, other) => one.shard - other.shard);
    const testsOf = (all: typeof given): string[] => all.map(({ id, practice }) => `${id} ${practice}`);
    const whole = run({ practices, tests: testsOf(inOrder), judgements: inOrder.map(judgementOf) });
    const shards = [1, 2, 3, 4].map((shard) => {
      const own = inOrder.filter((one) => one.shard === shard);
      return run({ practices, shard: `${shard}/4`, tests: testsOf(own), judgements: own.map(judgementOf) });
    });
    const [first, ...others] = shards;
    if (first === undefined) throw new Error('there are four shards');
    expect(merged(first, ...others)).toEqual(merged(whole));
  });
  fc.assert(property);
});

test('a shard alone is incomplete although all it judged passed, and claims nothing about the tests of others', () => {
  const tests = ['SESS-001 A20047', 'SESS-002 A20047'];
  const alone = run({ shard: '1/2', tests, judgements: [judged('SESS-001', 'A20047', [])] });
  const { rows, verdict } = concluded({
    ...alone.basis.evidence,
    judgements: [{ test: 't', judgement: judged('SESS-001', 'A20047', []) }],
  });
  expect(verdict).toBe('incomplete');
  expect(rows.map(({ id, outcome, reason }) => [id, outcome, reason])).toEqual([
    ['SESS-001', 'pass', null],
    ['SESS-002', 'error', 'its test ended before it was judged'],
    ['SESS-003', 'not-tested', otherShard],
    ['SESS-011', 'not-tested', otherShard],
  ]);
});

test('a test that belongs to another shard at the second practice only is not in error there', () => {
  const practices = [suite('A20047'), suite('B82617')];
  const one = run({
    practices,
    shard: '1/2',
    tests: ['SESS-001 A20047'],
    judgements: [judged('SESS-001', 'A20047', [])],
  });
  const rows = requirementResults({ ...one.basis.evidence, judgements: [] });
  const at = (practice: string) => rows.find((row) => row.id === 'SESS-001' && row.practice === practice);
  expect(at('A20047')).toMatchObject({ outcome: 'error' });
  expect(at('B82617')).toMatchObject({ outcome: 'not-tested', reason: otherShard });
});

test('with a shard missing nothing is conformant, and the verdict names it; a failure stays one', () => {
  const tests = ids.map((id) => `${id} A20047`);
  const passes = ids.map((id) => judged(id, 'A20047', []));
  const one = run({ shard: '1/3', tests, judgements: passes });
  const three = run({ shard: '3/3', tests, judgements: passes });
  const result = concludedResult(mergedEvidence([one, three]), mergedFacts([one, three]));
  expect(result).toMatchObject({ verdict: 'incomplete', exitCode: 4 });
  expect(result.verdictReason).toBe('Missing: shard 2/3 of the tests at A20047');
  expect(result.run.selection).toEqual({ shard: '1/3, 3/3' });
  const fails = run({ shard: '3/3', tests, judgements: [judged('SESS-001', 'A20047', [broken])] });
  expect(merged(one, fails).verdict).toBe('non-conformant');
});

test('the same run or the same shard twice is refused; the same shard at another practice is not', () => {
  const part = (id: string, shard: string, practice: string): RunPart => ({
    id,
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 1,
    workers: 1,
    selection: { shard },
    practices: [practice],
  });
  const refusal = (...parts: readonly RunPart[]): unknown => {
    try {
      return missingShards(parts);
    } catch (thrown) {
      return isProblem(thrown, 'usage') ? thrown.what : thrown;
    }
  };
  expect(refusal(part('a', '1/2', 'A20047'), part('a', '2/2', 'A20047'))).toBe('Given twice: run a');
  expect(refusal(part('a', '1/2', 'A20047'), part('b', '1/2', 'A20047'))).toBe(
    'Given twice: shard 1/2 of the tests at A20047',
  );
  const both = ['A20047', 'B82617'].flatMap((ods) => [part(`${ods}1`, '1/2', ods), part(`${ods}2`, '2/2', ods)]);
  expect(refusal(...both)).toBeUndefined();
  expect(refusal(...both.slice(0, 3))).toBe('Missing: shard 2/2 of the tests at B82617');
});

test('runs of different practices become one, and where they overlap the worst counts', () => {
  const at = (odsCode: string, ...judgements: Judgement[]) =>
    run({ practices: [suite(odsCode)], tests: ids.map((id) => `${id} ${odsCode}`), judgements });
  const first = at('A20047', ...ids.map((id) => judged(id, 'A20047', [])));
  const second = at('B82617', ...ids.map((id) => judged(id, 'B82617', [])));
  expect(merged(first, second).verdict).toBe('conformant');
  expect(merged(first, second).rows.map(({ practice }) => practice)).toEqual([
    ...ids.map(() => 'A20047'),
    ...ids.map(() => 'B82617'),
  ]);
  const again = at('A20047', judged('SESS-001', 'A20047', [broken]));
  expect(merged(first, second, again).rows[0]).toMatchObject({ id: 'SESS-001', outcome: 'fail' });
});

test('a practice that only took part in the federation of one run gets the rows of the run that tested it', () => {
  const member: ReportedPractice = { ...suite('B82617'), role: 'federation' };
  const first = run({ practices: [suite('A20047'), member], tests: [], judgements: [] });
  const second = run({
    practices: [suite('B82617')],
    tests: ['SESS-001 B82617'],
    judgements: [judged('SESS-001', 'B82617', [])],
  });
  const { practices } = mergedEvidence([first, second]);
  expect(practices.map(({ odsCode, role }) => `${odsCode} ${role}`)).toEqual(['A20047 suite', 'B82617 suite']);
});

test('a practice out of reach in one run and reached in another is not unreachable', () => {
  const dead = new Map([['A20047', 'unreachable: refused']]);
  const tests = ids.map((id) => `${id} A20047`);
  const lost = run({ shard: '1/2', tests, judgements: [], unusable: dead });
  const reached = run({ shard: '2/2', tests, judgements: ids.map((id) => judged(id, 'A20047', [])) });
  expect(merged(lost, reached).verdict).toBe('conformant');
  expect(merged(lost, { ...run({ shard: '2/2', tests, judgements: [], unusable: dead }) }).verdict).toBe('unreachable');
});

test('the time of a merged run is from first start to last end, its workers those at work at once, its bookings all', () => {
  const shard = (index: number, startedAt: string, durationMs: number) =>
    run({ shard: `${index}/3`, tests: [], judgements: [], startedAt, durationMs });
  const all = [
    shard(2, '2026-11-22T10:00:30.000Z', 60_000),
    shard(1, '2026-11-22T10:00:00.000Z', 60_000),
    shard(3, '2026-11-22T10:05:00.000Z', 10_000),
  ] as const;
  const { run: facts, bookings } = mergedFacts(all);
  expect(facts).toMatchObject({
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 310_000,
    workers: 4,
    selection: {},
  });
  expect(facts.parts?.map(({ selection }) => selection['shard'])).toEqual(['1/3', '2/3', '3/3']);
  const one = sampleResult().bookings;
  expect(bookings).toMatchObject({ created: one.created * 3, cancelled: one.cancelled * 3 });
  expect(bookings.left).toEqual(one.left);
});
