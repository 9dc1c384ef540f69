import { expect, test } from '@playwright/test';
import { judgeStanding } from '../../../requirements/judgement.js';
import { nonFunctionalRules } from '../../../requirements/non-functional.js';
import { answerTo, contextWith } from './answers.js';

for (const [ms, policy, outcome] of [
  [900, 'judge', 'pass'],
  [1_500, 'judge', 'warn'],
  [3_000, 'judge', 'fail'],
  [3_000, 'report', undefined],
] as const) {
  test(`NFR-002 is ${outcome ?? 'not judged'} for a read of ${ms} ms where the policy is to ${policy}`, () => {
    const read = answerTo('read', { id: '9' }, { ms });
    const [judgement] = judgeStanding(nonFunctionalRules, read, contextWith({ responseTimes: policy }));
    expect(judgement?.outcome).toBe(outcome);
  });
}
