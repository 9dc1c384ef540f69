import { expect, test } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { BeingJudged } from '../../../fixtures/federation/being-judged.js';
import { JudgingElsewhere } from '../../../fixtures/federation/judging-elsewhere.js';
import { judgeVisit } from '../../../fixtures/federation/judging.js';
import type { Answer } from '../../../requirements/answer.js';
import { judgeStanding } from '../../../requirements/judgement.js';
import { standingRules } from '../../../requirements/registry.js';
import { contextWith, searchset } from '../checks/answers.js';
import { searchFor, slot } from '../checks/slot-search.searchset.js';

const settings = { policies: { utcTimes: 'refuse' }, declares: {}, profileVintage: '2020-05' } as const;
const context = contextWith(settings.policies, settings.declares);

const oneSlot = slot('s1', '2030-01-07T09:00:00+00:00', '2030-01-07T09:10:00+00:00');

const visits: Readonly<Record<string, readonly Answer[]>> = {
  'a searchset with a Slot': [searchFor(searchset(oneSlot))],
  'nothing, and then a Slot': [searchFor(searchset()), searchFor(searchset(oneSlot))],
  'a Slot in UTC': [searchFor(searchset({ ...oneSlot, start: '2030-07-07T09:00:00Z' }))],
  'a body that is no FHIR': [searchFor('<html>')],
  'an empty body': [searchFor('')],
  'no answer at all': [],
};

function judgedHere(answers: readonly Answer[]) {
  return judgeVisit(answers, (answer) => judgeStanding(standingRules, answer, context));
}

test('a thread of its own comes to what this one would come to, of each visit apart, however many are sent', async () => {
  const elsewhere = new JudgingElsewhere(settings);
  try {
    const told = await Promise.all(Object.values(visits).map((answers) => elsewhere.judge(answers)));
    expect(told).toEqual(Object.values(visits).map(judgedHere));
    expect(told.map(({ findings }) => findings.some(({ outcome }) => outcome === 'fail'))).toContain(true);
  } finally {
    await elsewhere.close();
  }
});

test('the recorded bytes stay as they are when an answer is sent to be judged', async () => {
  const elsewhere = new JudgingElsewhere(settings);
  const answer = searchFor(searchset(oneSlot));
  const before = Buffer.from(answer.parts.bytes).toString();
  try {
    await elsewhere.judge([answer]);
    expect(Buffer.from(answer.parts.bytes).toString()).toBe(before);
  } finally {
    await elsewhere.close();
  }
});

test('a thread that breaks down is a defect of the harness for all that wait for it and all that come later', async () => {
  const elsewhere = new JudgingElsewhere(settings);
  const good = searchFor(searchset(oneSlot));
  const broken = { parts: { ...good.parts, headers: undefined } } as unknown as Answer;
  const outcomes = await Promise.allSettled([elsewhere.judge([broken]), elsewhere.judge([good])]);
  const later = await elsewhere.judge([good]).catch((error: unknown) => error);
  await elsewhere.close();
  const reasons = outcomes.map((one) => (one.status === 'rejected' ? (one.reason as unknown) : one.status));
  for (const reason of [...reasons, later]) {
    expect(reason).toMatchObject({ kind: 'defect', message: expect.stringContaining('has broken down') });
  }
});

test('no more than so many are judged at once, and all of them before the end', async () => {
  const judged = new BeingJudged(3);
  let [now, most, done] = [0, 0, 0];
  const one = async (): Promise<void> => {
    now += 1;
    most = Math.max(most, now);
    await pause(5);
    now -= 1;
    done += 1;
  };
  for (let time = 0; time < 10; time += 1) await judged.add(one());
  await judged.done();
  expect([most, done]).toEqual([3, 10]);
});

test('what went wrong while others were asked is thrown at the next one, and at the end', async () => {
  const judged = new BeingJudged(2);
  await judged.add(Promise.reject(new Error('broken')));
  await pause(1);
  await expect(judged.add(Promise.resolve())).rejects.toThrow('broken');
  await expect(judged.done()).rejects.toThrow('broken');
});
