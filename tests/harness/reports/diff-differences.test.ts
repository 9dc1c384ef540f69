import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Finding } from '../../../requirements/finding.js';
import type { Outcome } from '../../../requirements/outcome.js';
import { changeKinds, differences, type ChangeKind, type Differences } from '../../../reports/diff/differences.js';
import type { ConformanceResult, RequirementResult } from '../../../reports/result.js';
import { outcomes } from '../../../reports/words.js';
import { sampleResult } from './sample-result.js';

const broken: Finding = {
  rule: 'slot.status',
  severity: 'error',
  path: 'Bundle.entry[1].resource.status',
  message: 'The slot is not free',
  expected: 'free',
  actual: 'busy',
  exchange: 'x-0-0001',
};

type Row = Partial<RequirementResult>;

/** The sample with only the given rows, each in the place of one of its own. */
function resultOf(...rows: readonly Row[]): ConformanceResult {
  const result = sampleResult();
  const [base] = result.requirements;
  if (base === undefined) throw new Error('the sample is empty');
  const plain = { ...base, outcome: 'pass' as const, reason: null, findings: [] };
  return { ...result, requirements: rows.map((row) => ({ ...plain, ...row })) };
}

const between = (before: Row, after: Row): Differences => differences(resultOf(before), resultOf(after));

test('a result differs from itself in nothing', () => {
  const found = differences(sampleResult(), sampleResult());
  expect(found).toMatchObject({
    isWorse: false,
    changes: [],
    remarks: [],
    onlyBefore: { rows: 0 },
    onlyAfter: { rows: 0 },
  });
  expect(found.compared).toBe(sampleResult().requirements.length);
});

const cases: readonly (readonly [before: Outcome, after: Outcome, kind: ChangeKind, worse: 'worse' | 'not worse'])[] = [
  ['pass', 'fail', 'new-fail', 'worse'],
  ['not-tested', 'fail', 'new-fail', 'worse'],
  ['waived', 'fail', 'new-fail', 'worse'],
  ['attested', 'fail', 'new-fail', 'worse'],
  ['pass', 'not-tested', 'no-longer-judged', 'worse'],
  ['pass', 'error', 'no-longer-judged', 'worse'],
  ['attested', 'manual', 'no-longer-judged', 'worse'],
  ['fail', 'not-tested', 'no-longer-judged', 'not worse'],
  ['warn', 'error', 'no-longer-judged', 'not worse'],
  ['fail', 'waived', 'waiver', 'not worse'],
  ['waived', 'pass', 'waiver', 'not worse'],
  ['pass', 'warn', 'new-warn', 'not worse'],
  ['fail', 'warn', 'fixed', 'not worse'],
  ['fail', 'pass', 'fixed', 'not worse'],
  ['warn', 'pass', 'warn-gone', 'not worse'],
  ['error', 'pass', 'now-judged', 'not worse'],
  ['manual', 'attested', 'now-judged', 'not worse'],
  ['not-tested', 'error', 'other-outcome', 'not worse'],
  ['fail', 'not-applicable', 'other-outcome', 'not worse'],
  ['pass', 'not-applicable', 'other-outcome', 'not worse'],
];

for (const [before, after, kind, worse] of cases) {
  test(`${before} that becomes ${after} is told as ${kind} and is ${worse}`, () => {
    const found = between({ outcome: before }, { outcome: after });
    expect(found.changes.map((change) => change.kind)).toEqual([kind]);
    expect(found.isWorse).toBe(worse === 'worse');
  });
}

test('whatever two outcomes are, another one is told, and nothing that fails is ever called fixed', () => {
  const any = fc.constantFrom(...outcomes);
  const property = fc.property(any, any, (before, after) => {
    const [change] = between({ outcome: before }, { outcome: after }).changes;
    expect(change === undefined).toBe(before === after);
    if (after === 'fail' && before !== 'fail') expect(change).toMatchObject({ kind: 'new-fail', isWorse: true });
    if (change?.kind === 'fixed') expect(before).toBe('fail');
  });
  fc.assert(property);
});

test('findings that differ in ids, times, exchanges, places of a list and addresses alone are the same', () => {
  const told = (id: string, day: string, n: number, base: string): Row => ({
    outcome: 'fail',
    reason: `after ${n * 7} ms, at ${day}T09:00:00Z`,
    findings: [
      {
        ...broken,
        path: `Bundle.entry[${n}].resource.status`,
        message: `Appointment/${id} of ${base} starts ${day}T09:1${n}:00+00:00, ${n} slots later, seen in x-${n}-0042`,
        expected: `W/"${n}"`,
        actual: `${id}, ${day}, GPC test 26112222${n}-ab12-0-0007, ${1234 + n}`,
        exchange: `x-0-000${n}`,
      },
    ],
  });
  const [one] = sampleResult().target.practices;
  const uuid = fc.uuid();
  const property = fc.property(uuid, uuid, fc.integer({ min: 2, max: 9 }), (first, second, n) => {
    const before = told(first, '2026-11-22', 1, one?.baseUrl ?? '');
    const after = told(second, '2027-03-28', n, one?.baseUrl ?? '');
    expect(between(before, after).changes).toEqual([]);
  });
  fc.assert(property, { numRuns: 50 });
});

test('another status, code, rule or profile in a finding is another finding', () => {
  const came = (actual: string, rule = broken.rule): Row => ({
    outcome: 'fail',
    findings: [{ ...broken, actual, rule }],
  });
  const others = [
    between(came('200 (Appointment)'), came('500 (Appointment)')),
    between(came('busy'), came('busy-tentative')),
    between(came('BAD_REQUEST'), came('INVALID_RESOURCE')),
    between(came('busy'), came('busy', 'slot.other')),
    between(
      came('https://x/StructureDefinition/GPConnect-Slot-1'),
      came('https://x/StructureDefinition/CareConnect-Slot-1'),
    ),
  ];
  for (const found of others) {
    expect(found.changes).toMatchObject([{ kind: 'other-findings', isWorse: false }]);
    expect(found.changes[0]?.appeared).toHaveLength(1);
    expect(found.changes[0]?.gone).toHaveLength(1);
  }
});

test('of a list that was cut nobody concludes that something is not in it', () => {
  const more: Finding = {
    rule: 'more',
    severity: 'information',
    path: '',
    message: 'and 180 more findings of this kind',
  };
  const cut: Row = { outcome: 'fail', findings: [broken, more] };
  const other: Row = { outcome: 'fail', findings: [broken, { ...broken, rule: 'another' }] };
  expect(between(cut, other).changes).toEqual([]);
  expect(between(other, cut).changes).toEqual([]);
  const whole: Row = { outcome: 'fail', findings: [broken] };
  expect(between(whole, { ...other, findings: [...(other.findings ?? []), more] }).changes).toHaveLength(1);
});

test('another reason for the same outcome is told, remarks beside a pass are not', () => {
  const untested = (reason: string): Row => ({ outcome: 'not-tested', reason });
  expect(between(untested('no free slot'), untested('no second patient')).changes).toMatchObject([
    { kind: 'other-findings' },
  ]);
  const remark: Finding = { ...broken, severity: 'information' };
  expect(between({}, { findings: [remark] }).changes).toEqual([]);
  const waived = (reason: string): Row => ({ outcome: 'waived', reason });
  expect(between(waived('until May'), waived('until June, by another owner')).changes).toMatchObject([
    { kind: 'waiver' },
  ]);
});

test('what only one result holds is named and not compared', () => {
  const found = differences(
    resultOf(
      { id: 'SESS-001', practice: 'A20047', outcome: 'pass' },
      { id: 'SESS-002', practice: 'A20047', outcome: 'fail' },
    ),
    resultOf(
      { id: 'SESS-001', practice: 'A20047', outcome: 'pass' },
      { id: 'SESS-001', practice: 'B82617', outcome: 'fail' },
    ),
  );
  expect(found).toMatchObject({
    isWorse: false,
    compared: 1,
    onlyBefore: { practices: [], requirements: ['SESS-002'], rows: 1 },
    onlyAfter: { practices: ['B82617'], requirements: [], rows: 1 },
  });
});

test('another requirement set, version or selection is said', () => {
  const result = sampleResult();
  const other = {
    ...result,
    harness: { ...result.harness, requirementSet: 'pfs-appointments-0.2' },
    run: { ...result.run, selection: { only: 'sessions' } },
  };
  expect(differences(result, other).remarks).toEqual([
    'Another requirement set: pfs-appointments-0.1 before, pfs-appointments-0.2 after',
    'Another selection: everything before, only sessions after',
  ]);
});

test('times are told for each interaction and never make a result worse', () => {
  const result = sampleResult();
  const slower = { ...result, exchanges: result.exchanges.map((one) => ({ ...one, ms: one.ms * 10 + 500 })) };
  const { timing, isWorse } = differences(result, slower);
  expect(isWorse).toBe(false);
  const search = timing.find(({ interaction }) => interaction === 'slot-search');
  expect(search?.after?.median).toBe((search?.before?.median ?? 0) * 10 + 500);
});

test('changes are told in the order of what matters most', () => {
  const wanted: readonly Outcome[] = ['pass', 'warn', 'fail', 'not-tested', 'waived'];
  const rows = (outcome: Outcome): Row[] => wanted.map((_one, place) => ({ id: `SESS-00${place}`, outcome }));
  const after = wanted.map((outcome, place) => ({ id: `SESS-00${place}`, outcome }));
  const kinds = differences(resultOf(...rows('pass')), resultOf(...after)).changes.map(({ kind }) => kind);
  expect(kinds).toEqual(['new-fail', 'no-longer-judged', 'waiver', 'new-warn']);
  expect(kinds).toEqual(changeKinds.filter((kind) => kinds.includes(kind)));
});
