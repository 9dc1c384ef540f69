import { expect, test } from '@playwright/test';
import type { Answer } from '../../../requirements/answer.js';
import { sameIdsAgain, sameInEveryLanguage } from '../../../requirements/http.js';
import { judged } from '../../../requirements/judgement.js';
import { answerTo, searchset } from './answers.js';

const asked = { start: '2026-01-06', end: '2026-01-07', recurse: [], filters: [] };
const found = (...resources: readonly object[]): Answer =>
  answerTo('slot-search', asked, { body: searchset(...resources) });

const slot = (id: string, start: string, change: object = {}): object => ({
  ...{ resourceType: 'Slot', id, start, end: `${start}+`, schedule: { reference: 'Schedule/8' } },
  ...change,
});
const practice = (id: string, value: string, change: object = {}): object => ({
  ...{ resourceType: 'Organization', id, identifier: [{ system: 'ods', value }] },
  ...change,
});
const site = (id: string, name: string): object => ({ resourceType: 'Location', id, name });

const again: readonly (readonly [string, readonly object[], readonly object[], string])[] = [
  ['the same ids', [slot('1', 'a'), practice('o', 'A')], [slot('1', 'a'), practice('o', 'A')], 'pass'],
  ['other ids of every slot', [slot('1', 'a'), slot('2', 'b')], [slot('3', 'a'), slot('4', 'b')], 'fail'],
  ['another id of one slot in two', [slot('1', 'a'), slot('2', 'b')], [slot('3', 'a'), slot('2', 'b')], 'warn'],
  ['another id of the only slot', [slot('1', 'a')], [slot('3', 'a')], 'warn'],
  [
    'other slots, which others have booked or given back',
    [slot('1', 'a'), slot('2', 'b')],
    [slot('2', 'b'), slot('3', 'c')],
    'pass',
  ],
  [
    'a slot of another Schedule',
    [slot('1', 'a')],
    [slot('2', 'a', { schedule: { reference: 'Schedule/9' } })],
    'not-tested',
  ],
  [
    'two slots that nothing tells apart',
    [slot('1', 'a'), slot('2', 'a')],
    [slot('2', 'a'), slot('1', 'a')],
    'not-tested',
  ],
  ['the slots alone the same', [slot('1', 'a'), practice('o', 'A')], [slot('1', 'a'), practice('p', 'A')], 'fail'],
  ['a Location known by its name', [site('l', 'Main')], [site('m', 'Main')], 'fail'],
  ['another Location', [site('l', 'Main')], [site('m', 'Branch')], 'not-tested'],
  ['nothing found', [], [], 'not-tested'],
];

for (const [words, first, second, outcome] of again) {
  test(`HTTP-018 is ${outcome} for ${words} the second time`, () => {
    const result = sameIdsAgain({ first: found(...first), second: found(...second) });
    expect(judged('HTTP-018', 'A20047', result).outcome).toBe(outcome);
  });
}

const updated = (lastUpdated: string): object => slot('1', 'a', { meta: { versionId: '1', lastUpdated } });
const reversed = Object.fromEntries(Object.entries(slot('1', 'a')).reverse());
const inFrench = slot('1', 'a', { comment: 'Rendez-vous' });

const languages: readonly (readonly [string, object, object, object, string])[] = [
  ['nothing different', slot('1', 'a'), slot('1', 'a'), slot('1', 'a'), 'pass'],
  ['another text', slot('1', 'a'), inFrench, slot('1', 'a'), 'fail'],
  ['another moment of the last update', updated('10:00'), updated('10:01'), updated('10:00'), 'pass'],
  ['other moments each time', updated('10:00'), updated('10:01'), updated('10:02'), 'pass'],
  ['another order of properties', slot('1', 'a'), reversed, slot('1', 'a'), 'pass'],
  [
    'what differs between ordinary answers, too',
    slot('1', 'a'),
    inFrench,
    slot('1', 'a', { comment: 'x' }),
    'not-tested',
  ],
  ['another resource', slot('1', 'a'), slot('2', 'a'), slot('1', 'a'), 'not-tested'],
];

for (const [words, ordinary, translated, control, outcome] of languages) {
  test(`HTTP-021 is ${outcome} for ${words}`, () => {
    const result = sameInEveryLanguage({
      ordinary: found(ordinary),
      translated: found(translated),
      again: found(control),
    });
    expect(judged('HTTP-021', 'A20047', result).outcome).toBe(outcome);
  });
}
