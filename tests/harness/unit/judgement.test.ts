import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { requirement, type Requirement } from '../../../requirements/catalogue.js';
import { refusalAccepted } from '../../../requirements/expectation.js';
import { nothingToCheck, type CheckResult, type Severity } from '../../../requirements/finding.js';
import { judged, mergeJudgements, outcomeOf } from '../../../requirements/judgement.js';
import { mergeOutcomes, type Outcome } from '../../../requirements/outcome.js';

const found = (severity: Severity, rule = 'some.rule'): CheckResult => [{ rule, severity, path: 'Slot', message: 'm' }];

const like = (change: Partial<Requirement>): Requirement => ({ ...requirement('SLOT-010'), ...change });
const expecting = (certainty: 'stated' | 'inferred', refusalRequired: boolean): Partial<Requirement> => ({
  expect: { http: [422], spineCodes: [], issueCodes: [], certainty, refusalRequired },
});

/** What a check found, about which kind of requirement, and what that comes to. */
const cases: readonly (readonly [words: string, of: Requirement, result: CheckResult, outcome: Outcome])[] = [
  ['nothing wrong', like({}), [], 'pass'],
  ['an error against a SHALL', like({}), found('error'), 'fail'],
  ['a warning against a SHALL', like({}), found('warning'), 'warn'],
  ['information only', like({}), found('information'), 'pass'],
  ['an error against a SHOULD', like({ level: 'SHOULD' }), found('error'), 'warn'],
  ['an error against a MAY', like({ level: 'MAY' }), found('error'), 'not-applicable'],
  ['nothing to check', like({}), nothingToCheck('no Slot'), 'not-tested'],
  ['nothing to check when-seen', like({ whenSeen: true }), nothingToCheck('never seen'), 'not-applicable'],
  ['an error where sources contradict each other', like({ warnOnly: true }), found('error'), 'warn'],
  ['an error against a stated expectation', like(expecting('stated', false)), found('error'), 'fail'],
  ['an error against an inferred expectation', like(expecting('inferred', false)), found('error'), 'warn'],
  ['a wrong code where the refusal is demanded', like(expecting('inferred', true)), found('error'), 'warn'],
  ['a 2xx where the refusal is demanded', like(expecting('inferred', true)), found('error', refusalAccepted), 'fail'],
  ['a 2xx where it is only inferred', like(expecting('inferred', false)), found('error', refusalAccepted), 'warn'],
];

for (const [words, of, result, outcome] of cases) {
  test(`${words} is ${outcome}`, () => expect(outcomeOf(of, result)).toBe(outcome));
}

const outcomes = fc.constantFrom<Outcome>('fail', 'error', 'warn', 'pass', 'not-tested', 'not-applicable');

test('merging outcomes does not depend on order or repetition, and nothing hides a fail', () => {
  fc.assert(
    fc.property(outcomes, outcomes, outcomes, (one, two, three) => {
      expect(mergeOutcomes(one, two)).toBe(mergeOutcomes(two, one));
      expect(mergeOutcomes(one, one)).toBe(one);
      expect(mergeOutcomes(mergeOutcomes(one, two), three)).toBe(mergeOutcomes(one, mergeOutcomes(two, three)));
      expect(mergeOutcomes('fail', one)).toBe('fail');
    }),
  );
});

test('a requirement that was judged once is not made not-tested by an answer without anything to judge', () => {
  const passed = judged('SLOT-010', 'A20047', [], 'x-1');
  const empty = judged('SLOT-010', 'A20047', nothingToCheck('no Slot in the answer'), 'x-2');
  expect(mergeJudgements([empty, passed])).toMatchObject({ outcome: 'pass' });
  expect(mergeJudgements([empty])).toMatchObject({ outcome: 'not-tested', reason: 'no Slot in the answer' });
});

test('a finding names the exchange that shows it', () => {
  expect(judged('SLOT-010', 'A20047', found('error'), 'x-7').findings[0]?.exchange).toBe('x-7');
});
