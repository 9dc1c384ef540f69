import { expect, test } from '@playwright/test';
import type { Answer } from '../../../requirements/answer.js';
import { requirement } from '../../../requirements/catalogue.js';
import { outcomeOf } from '../../../requirements/judgement.js';
import { givesTokenThatOpens } from '../../../requirements/security.js';
import { answerTo } from './answers.js';

const answers = (...statuses: readonly number[]): readonly Answer[] =>
  statuses.map((status) => answerTo('other', { method: 'GET', path: '/Slot' }, { status }));

for (const [words, withIssued, withOwn, expected] of [
  ['opens everything', [200, 200], [], 'pass'],
  ['opens nothing', [401, 401], [200, 200], 'fail'],
  ['opens the diary and not the patient’s appointments', [200, 403], [200, 200], 'fail'],
  ['opens what the own token opens', [200, 404], [200, 404], 'pass'],
  ['opens more than the own token', [200, 200], [401, 200], 'pass'],
  ['opens nothing, nor does the own token', [500, 500], [500, 500], 'not-tested'],
] as const) {
  test(`a token that ${words} comes to ${expected}`, () => {
    const issued = { came: 'token', answers: answers(...withIssued), withOwnToken: answers(...withOwn) } as const;
    expect(outcomeOf(requirement('SEC-007'), givesTokenThatOpens(issued))).toBe(expected);
  });
}

test('an endpoint that gives no token fails where a token must be exchanged, and need not renew one', () => {
  const issued = { came: 'no-token', reason: 'The token endpoint refuses with 400 unsupported_grant_type' } as const;
  expect(outcomeOf(requirement('SEC-007'), givesTokenThatOpens(issued))).toBe('fail');
  expect(outcomeOf(requirement('SEC-023'), givesTokenThatOpens(issued))).toBe('not-applicable');
});
