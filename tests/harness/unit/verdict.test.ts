import { expect, test } from '@playwright/test';
import { judged, notJudged, type Judgement } from '../../../requirements/judgement.js';
import { summaryOf, type RunEvidence } from '../../../reports/verdict.js';
import { attestationOf, evidence, member, suite, verdict, waiverOf } from './run-evidence.js';

const broken = [{ rule: 'r', severity: 'error', path: 'Slot', message: 'm' }] as const;

test('all that was selected passed: conformant', () => {
  expect(verdict(evidence(['SESS-001'], [judged('SESS-001', 'A20047', [])])).verdict).toBe('conformant');
});

test('one SHALL failed: non-conformant, however often it passed elsewhere', () => {
  const both = [
    judged('SESS-001', 'A20047', []),
    judged('SESS-001', 'A20047', broken),
    judged('SESS-001', 'A20047', []),
  ];
  expect(verdict(evidence(['SESS-001'], both)).verdict).toBe('non-conformant');
});

test('the tests that came to the outcome are named before those that did not', () => {
  const both = [judged('SESS-001', 'A20047', []), judged('SESS-001', 'A20047', broken)];
  const titled = evidence(['SESS-001'], both).judgements.map((one, index) => ({ ...one, test: `test ${index}` }));
  const { rows } = verdict({ ...evidence(['SESS-001'], both), judgements: titled });
  expect(rows[0]?.tests).toEqual(['test 1', 'test 0']);
});

test('a SHALL that was not tested or in error makes the run incomplete, a SHOULD does not', () => {
  const missing = notJudged('SESS-001', 'A20047', 'not-tested', 'no free slot');
  expect(verdict(evidence(['SESS-001'], [missing])).verdict).toBe('incomplete');
  const broke = notJudged('SESS-001', 'A20047', 'error', 'time-out');
  expect(verdict(evidence(['SESS-001'], [broke])).verdict).toBe('incomplete');
  expect(verdict(evidence(['SESS-011'], [notJudged('SESS-011', 'A20047', 'not-tested', 'x')])).verdict).toBe(
    'conformant',
  );
});

test('a requirement that no test of this version shows is not-tested, never a pass', () => {
  const { rows, verdict: came } = verdict(evidence(['SESS-001'], [], { shown: new Set() }));
  expect(rows[0]).toMatchObject({ outcome: 'not-tested', reason: expect.stringContaining('no check') });
  expect(came).toBe('incomplete');
});

test('a test that ended without judging what it was to show leaves an error', () => {
  expect(verdict(evidence(['SESS-001'], [])).rows[0]).toMatchObject({ outcome: 'error' });
});

test('a defect of the harness comes before everything else', () => {
  const failed = [judged('SESS-001', 'A20047', broken)];
  expect(verdict(evidence(['SESS-001'], failed, { defects: ['TypeError'] })).verdict).toBe('harness-error');
});

test('no practice usable: unreachable; one of two usable: its verdict, and errors at the other', () => {
  const dead = new Map([['A20047', 'unauthorised: 401']]);
  expect(verdict(evidence(['SESS-001'], [], { unusable: dead })).verdict).toBe('unreachable');
  const practices = [suite('A20047'), suite('B82617')];
  const half = evidence(['SESS-001'], [judged('SESS-001', 'B82617', [])], { unusable: dead, practices });
  expect(verdict(half).rows.map((row) => row.outcome)).toEqual(['error', 'pass']);
  expect(verdict(half).verdict).toBe('incomplete');
});

test('a current waiver makes a fail waived and says why; at another practice it changes nothing', () => {
  const waivers = [waiverOf('SESS-001', { practices: ['A20047'] })];
  const practices = [suite('A20047'), suite('B82617')];
  const failed = [judged('SESS-001', 'A20047', broken), judged('SESS-001', 'B82617', broken)];
  const { rows } = verdict(evidence(['SESS-001'], failed, { waivers, practices }));
  expect(rows.map((row) => row.outcome)).toEqual(['waived', 'fail']);
  expect(rows[0]?.reason).toBe('waived until 2027-01-31 by J. Smith: mended in 4.2');
});

test('a strict run lets warnings fail', () => {
  const warned = [judged('SESS-011', 'A20047', broken)];
  expect(verdict(evidence(['SESS-011'], warned)).verdict).toBe('conformant');
  expect(verdict(evidence(['SESS-011'], warned, { strictness: 'strict' })).verdict).toBe('non-conformant');
});

test('a practice that only belongs to the federation gets rows for what was judged there, and no others', () => {
  const practices = [suite('A20047'), member('C84001')];
  const given = [judged('FED-001', 'A20047', []), judged('FED-001', 'C84001', []), judged('SESS-001', 'A20047', [])];
  const { rows } = verdict(evidence(['SESS-001', 'FED-001'], given, { practices }));
  expect(rows.map((row) => `${row.id} ${row.practice}`)).toEqual([
    'SESS-001 A20047',
    'FED-001 A20047',
    'FED-001 C84001',
  ]);
});

test('requirements that no test can show are not applicable, those for a person manual until attested', () => {
  const { rows } = verdict(evidence(['SESS-012', 'SEC-014'], []));
  expect(rows.map((row) => row.outcome)).toEqual(['not-applicable', 'manual']);
  const attestations = [attestationOf('SEC-014')];
  const attested = verdict(evidence(['SEC-014'], [], { attestations })).rows;
  const reason = 'shown by An Auditor on 2026-11-01: read the safety case (evidence/case.pdf, SHA-256 abababababab)';
  expect(attested[0]).toMatchObject({ outcome: 'attested', reason });
});

test('the counts of the summary add up to the rows, and of many findings the first are kept and the rest counted', () => {
  const many = Array.from({ length: 200 }, (_none, index) => ({ ...broken[0], path: `Slot[${index}]` }));
  const { rows } = verdict(evidence(['SESS-001', 'SESS-012'], [judged('SESS-001', 'A20047', many)]));
  const counts = Object.values(summaryOf(rows));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
  expect(rows[0]?.findings).toHaveLength(21);
  expect(rows[0]?.findings.at(-1)?.message).toBe('and 180 more findings of this kind');
});

test('what only a person can show stays theirs to show where no test could, and is not applicable where it is not', () => {
  const open = notJudged('SLOT-032', 'A20047', 'not-tested', 'a test of it needs evidence.unbookableSlot');
  const elsewhere = notJudged('SLOT-032', 'A20047', 'not-applicable', 'the evidence speaks of B82617 alone');
  const attestations = [attestationOf('SLOT-032')];
  const rowOf = (judgement: Judgement, change: Partial<RunEvidence> = {}) =>
    verdict(evidence(['SLOT-032'], [judgement], change)).rows[0];
  expect(rowOf(open)).toMatchObject({ outcome: 'manual', reason: expect.stringContaining('evidence.unbookableSlot') });
  expect(rowOf(open, { attestations })).toMatchObject({ outcome: 'attested' });
  expect(rowOf(elsewhere)).toMatchObject({ outcome: 'not-applicable' });
  expect(rowOf(elsewhere, { attestations })).toMatchObject({ outcome: 'attested' });
  expect(rowOf(judged('SLOT-032', 'A20047', broken), { attestations })).toMatchObject({ outcome: 'fail' });
});
