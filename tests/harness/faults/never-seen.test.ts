import { expect, test } from '@playwright/test';
import { collectSuite } from '../../../fixtures/suite/collection.js';
import { judgeStanding } from '../../../requirements/judgement.js';
import { dataTypeRules } from '../../../requirements/profiles.js';
import { outcomesOf } from '../../../scripts/gates/outcomes.js';
import { answerTo, contextWith } from '../checks/answers.js';

test('what holds for a code does not apply to a provider that never uses it', async () => {
  const walk = {
    specs: await collectSuite(['errors']),
    walkers: 1,
    practices: ['A20047'],
    clock: () => Date.now(),
    settings: [],
    format: 'json' as const,
  };
  const ofCode = async (...faults: readonly string[]) =>
    (await outcomesOf({ ...walk, faults })).of.get('ERR-030')?.outcome;
  expect(await ofCode()).toBe('pass');
  expect(await ofCode('missing-token-not-found')).toBe('not-applicable');
});

test('what holds for an address says nothing of an answer without any', () => {
  const judgedOn = (organisation: object): readonly string[] => {
    const answer = answerTo('read', { id: '1' }, { body: { resourceType: 'Organization', id: '1', ...organisation } });
    return judgeStanding(dataTypeRules, answer, contextWith()).map(({ requirement }) => requirement);
  };
  expect(judgedOn({})).not.toContain('PROF-D01');
  expect(judgedOn({})).not.toContain('PROF-D03');
  expect(judgedOn({ address: [{ city: 'Leeds' }] })).toContain('PROF-D01');
  expect(judgedOn({ telecom: [{}] })).toContain('PROF-D03');
});
