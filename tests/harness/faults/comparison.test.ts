import { expect, test } from '@playwright/test';
import type { Judgement } from '../../../requirements/judgement.js';
import { compared, isKilled } from '../../../scripts/gates/comparison.js';
import { merged, type Outcomes, type TracedJudgement } from '../../../scripts/gates/outcomes.js';
import { shuffled, soundnessOf } from '../../../scripts/gates/soundness.js';

const judged = (requirement: string, outcome: Judgement['outcome'], ...sites: readonly string[]): TracedJudgement => ({
  check: 'standing rule',
  requirement,
  practice: 'A20047',
  outcome,
  findings: sites.map((site) => ({ rule: 'r', severity: 'error', path: 'http', message: 'wrong', site })),
});

const outcomes = (...judgements: readonly TracedJudgement[]): Outcomes => ({
  of: merged(judgements),
  judgements,
  requests: 1,
  defects: [],
  seconds: 1,
});

const fault = (...violates: readonly string[]) => ({ id: 'f', title: 'A fault', violates, apply: () => undefined });
const sound = outcomes(judged('SLOT-010', 'pass'), judged('SLOT-048', 'pass'), judged('PROF-D06', 'pass'));

test('a fault is killed when exactly the requirements it violates turn', () => {
  const result = compared(fault('SLOT-010'), sound, outcomes(judged('SLOT-010', 'fail'), judged('SLOT-048', 'pass')));
  expect(result).toMatchObject({ turned: ['SLOT-010'], missed: [], collateral: [], notJudged: [] });
  expect(isKilled(result)).toBe(true);
});

test('a violated requirement that still passes is missed', () => {
  const result = compared(fault('SLOT-010', 'SLOT-048'), sound, outcomes(judged('SLOT-010', 'warn')));
  expect(result).toMatchObject({ turned: ['SLOT-010'], missed: ['SLOT-048'] });
  expect(isKilled(result)).toBe(false);
});

test('a requirement that turns without being named is collateral', () => {
  const faulty = outcomes(judged('SLOT-010', 'fail'), judged('SLOT-048', 'fail'));
  expect(compared(fault('SLOT-010'), sound, faulty).collateral).toEqual(['SLOT-048']);
});

test('becoming not-tested is told as lost and never counts as turned', () => {
  const result = compared(fault('SLOT-010'), sound, outcomes(judged('SLOT-010', 'not-tested')));
  expect(result).toMatchObject({ turned: [], missed: ['SLOT-010'] });
  expect(result.lost).toContain('SLOT-010');
});

test('a MAY that is no longer taken up has turned', () => {
  const result = compared(fault('PROF-D06'), sound, outcomes(judged('PROF-D06', 'not-applicable')));
  expect(result.turned).toEqual(['PROF-D06']);
});

test('a place in a check decides only where no other place would have turned the requirement', () => {
  const alone = outcomes(judged('SLOT-010', 'fail', 'a.ts:1'));
  expect(compared(fault('SLOT-010'), sound, alone).sites).toEqual({ reached: ['a.ts:1'], deciding: ['a.ts:1'] });
  const both = outcomes(judged('SLOT-010', 'fail', 'a.ts:1', 'a.ts:2'));
  expect(compared(fault('SLOT-010'), sound, both).sites).toEqual({ reached: ['a.ts:1', 'a.ts:2'], deciding: [] });
});

test('a check decides only where no other check would have turned the requirement', () => {
  const verified = { ...judged('SLOT-010', 'fail', 'b.ts:1'), check: "verified by 'a test'" };
  const alone = outcomes(verified, judged('SLOT-010', 'pass'));
  const names = ["SLOT-010 verified by 'a test'"];
  expect(compared(fault('SLOT-010'), sound, alone).checks).toEqual({ reached: names, deciding: names });
  const both = outcomes(verified, judged('SLOT-010', 'fail', 'a.ts:1'));
  expect(compared(fault('SLOT-010'), sound, both).checks).toEqual({
    reached: [...names, 'SLOT-010 standing rule'],
    deciding: [],
  });
});

test('only an unprovoked when-seen requirement may be other than pass at the conformant provider', () => {
  const { unsound } = soundnessOf('x', outcomes(judged('SLOT-010', 'not-applicable'), judged('SLOT-048', 'warn')));
  expect(unsound.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['SLOT-010 not-applicable', 'SLOT-048 warn']);
});

test('shuffling keeps every item and gives the same order for the same seed', () => {
  const items = Array.from({ length: 50 }, (_none, place) => place);
  expect([...shuffled(items, 7)].sort((one, other) => one - other)).toEqual(items);
  expect(shuffled(items, 7)).toEqual(shuffled(items, 7));
  expect(shuffled(items, 7)).not.toEqual(items);
});
