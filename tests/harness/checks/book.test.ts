import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Answer } from '../../../requirements/answer.js';
import * as book from '../../../requirements/book.js';
import { requirement } from '../../../requirements/catalogue.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { finding, type CheckResult } from '../../../requirements/finding.js';
import { Node } from '../../../requirements/node.js';
import { judgeStanding, outcomeOf, withoutFlaws } from '../../../requirements/judgement.js';
import { readRules } from '../../../requirements/read.js';
import { answerTo, contextWith, searchset, type GivenAnswer } from './answers.js';
import { confirmation, headers, outcome, request, schedule, slot } from './book-confirmation.js';

const context = contextWith({ route: 'direct', utcTimes: 'refuse' });

const booked = (given: GivenAnswer = {}, asked: unknown = request): Answer<'book'> =>
  answerTo('book', { appointment: asked }, { status: 201, headers, body: confirmation, ...given });

const having = (change: object): GivenAnswer => ({ body: { ...confirmation, ...change } });

/** What the standing rules come to on an answer that do not pass, as `BOOK-009 fail`. */
function standing(answer: Answer, judging = context): string[] {
  return judgeStanding(book.bookRules, answer, judging)
    .filter(({ outcome: came }) => came !== 'pass')
    .map(({ requirement: id, outcome: came }) => `${id} ${came}`);
}

const came = (id: string, result: CheckResult): string => outcomeOf(requirement(id), result);

test('a good confirmation passes every standing rule', () => {
  expect(standing(booked())).toEqual([]);
});

const withHeader = (name: string, value: string): GivenAnswer => ({
  headers: [...headers.filter(([other]) => other !== name), ...(value === '' ? [] : [[name, value] as const])],
});

const deviations: readonly [string, GivenAnswer, readonly string[]][] = [
  ['no Location', withHeader('Location', ''), ['BOOK-002 fail']],
  ['a Location elsewhere', withHeader('Location', 'https://proxy/Appointment/a1/_history/1'), ['BOOK-002 warn']],
  ['a Location of another version', withHeader('Location', '/Appointment/a1/_history/2'), ['BOOK-002 fail']],
  ['a strong ETag', withHeader('ETag', '"1"'), ['BOOK-003 fail']],
  ['no Last-Modified', withHeader('Last-Modified', ''), ['BOOK-004 warn']],
  ['an element of its own', having({ bookedOnline: true }), ['BOOK-005 fail']],
  ['no profile', having({ meta: { versionId: '1' } }), ['BOOK-006 fail']],
  ['no version', having({ meta: { profile: confirmation.meta.profile } }), ['BOOK-007 fail']],
  ['another status', having({ status: 'pending' }), ['BOOK-008 fail']],
  [
    'another instant',
    having({ start: '2026-01-12T10:00:00+00:00', end: '2026-01-12T10:10:00+00:00' }),
    ['BOOK-009 fail'],
  ],
  ['another slot', having({ slot: [{ reference: 'Slot/s2' }] }), ['BOOK-010 fail']],
  ['an absolute slot', having({ slot: [{ reference: 'https://x/Slot/s1' }] }), ['BOOK-075 fail']],
  ['a specialty', having({ specialty: [{ text: 'x' }] }), ['BOOK-012 fail']],
  ['a reason', having({ reason: [{ text: 'x' }] }), ['BOOK-013 warn']],
  ['no booking organisation', having({ extension: [] }), ['BOOK-014 fail']],
  [
    'a booking organisation by another name',
    having({ contained: [{ ...request.contained[0], name: 'Somebody else' }] }),
    ['BOOK-014 fail'],
  ],
  ['created in UTC', having({ created: '2026-01-05T10:00:00Z' }), ['BOOK-017 fail']],
  ['created at another time', having({ created: '2026-01-05T10:00:01+00:00' }), ['BOOK-017 warn']],
  ['half a description', having({ description: 'GPC' }), ['BOOK-019 fail']],
  ['no length', having({ minutesDuration: undefined }), ['BOOK-021 warn']],
  ['a wrong length', having({ minutesDuration: 20 }), ['BOOK-021 warn']],
  ['a comment', having({ comment: 'Booked online' }), ['BOOK-080 fail']],
  ['the description as comment', having({ comment: 'GPC test 1' }), ['BOOK-080 warn']],
];

for (const [words, given, expected] of deviations) {
  test(`a confirmation with ${words} is found out by its own requirement alone`, () => {
    const found = standing(booked(given));
    expect(found.filter((one) => !one.startsWith('BOOK-005'))).toEqual(
      expected.filter((one) => !one.startsWith('BOOK-005')),
    );
    if (expected.includes('BOOK-005 fail')) expect(found).toContain('BOOK-005 fail');
  });
}

test('an answer in another form judges only what it shows', () => {
  expect(standing(booked({ body: outcome }))).toEqual(expect.arrayContaining(['BOOK-068 fail', 'BOOK-076 fail']));
  const minimal = standing(booked({ body: undefined, requestHeaders: [['Prefer', 'return=minimal']] }));
  expect(minimal.every((one) => one.endsWith('not-tested'))).toBe(true);
  expect(standing(booked({ body: undefined }))).toContain('BOOK-068 fail');
});

test('UTC for created is tolerated where the policy says so, and the type of the booking organisation only warns', () => {
  const tolerant = contextWith({ route: 'direct', utcTimes: 'tolerate' });
  expect(standing(booked(having({ created: '2026-01-05T10:00:00Z' })), tolerant)).toEqual(['BOOK-017 warn']);
  const typed = { ...request.contained[0], type: [{ coding: [{ code: 'gp-practice' }] }] };
  expect(standing(booked({}, { ...request, contained: [typed] }))).toEqual(['BOOK-014 warn']);
});

test('a joined text counts as whole', () => {
  const joined = having({ description: 'A comment. GPC test 1' });
  expect(standing(booked(joined, { ...request, comment: 'A comment.' }))).toEqual(['BOOK-080 not-tested']);
});

test('a refusal needs an OperationOutcome with its profile and some detail', () => {
  expect(standing(booked({ status: 422, body: outcome }))).toEqual([]);
  expect(standing(booked({ status: 422, body: { ...outcome, meta: {} } }))).toEqual(['BOOK-077 fail']);
  expect(standing(booked({ status: 422, body: { ...outcome, issue: [{ code: 'invalid' }] } }))).toEqual([
    'BOOK-077 fail',
  ]);
  expect(standing(booked({ status: 409, body: '<html>' }))).toEqual(['BOOK-077 fail']);
  expect(standing(booked({ status: 503, body: '<html>' }))).toEqual([]);
});

test('no body whatever makes a rule throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.constantFrom(201, 200, 422), (body, asked, status) => {
      standing(booked({ status, body: JSON.stringify(body) }, asked));
      const shaped = { resourceType: 'Appointment', contained: body, extension: body, slot: body, participant: body };
      standing(booked({ status, body: { ...shaped, meta: body, description: body } }, asked));
    }),
    { numRuns: 60 },
  );
});

const search = answerTo(
  'slot-search',
  { start: '2026-01-12', end: '2026-01-12', recurse: [], filters: [] },
  {
    body: searchset(slot, schedule),
  },
);

const offered: readonly [string, object, string][] = [
  ['BOOK-011', {}, 'pass'],
  ['BOOK-011', { serviceType: [{ text: 'In other words' }] }, 'warn'],
  ['BOOK-011', { serviceType: undefined }, 'fail'],
  ['BOOK-011', { serviceCategory: undefined }, 'fail'],
  ['BOOK-016', {}, 'pass'],
  ['BOOK-016', { participant: request.participant }, 'warn'],
  ['BOOK-018', {}, 'pass'],
  ['BOOK-018', { extension: confirmation.extension.slice(0, 2) }, 'fail'],
  ['BOOK-018', { extension: confirmation.extension.slice(2) }, 'fail'],
];

const ofTheOffer: Readonly<Record<string, (facts: book.OfferAndBooking) => CheckResult>> = {
  'BOOK-011': book.describedByThePractice,
  'BOOK-016': book.placeIsNamed,
  'BOOK-018': book.channelAndRoleReturned,
};

test('what the confirmation takes from the offer is held against Slot and Schedule', () => {
  for (const [id, change, expected] of offered) {
    const result = ofTheOffer[id]?.({ search, booking: booked({ ...having(change), exchange: 'x-0-0007' }) }) ?? [];
    expect('nothingToCheck' in result ? [] : result.filter(({ exchange }) => exchange !== 'x-0-0007')).toEqual([]);
    expect(`${id} with ${JSON.stringify(change)}: ${came(id, result)}`).toBe(
      `${id} with ${JSON.stringify(change)}: ${expected}`,
    );
  }
});

test('a long text is refused, stored whole, or a finding', () => {
  const long = { ...request, description: 'x'.repeat(10_000) };
  const check = (given: GivenAnswer): string =>
    came('BOOK-020', book.refusedOrStoredWhole(booked(given, long), requirement('BOOK-020')));
  expect(check({ status: 422, body: outcome })).toBe('pass');
  expect(check(having({ description: long.description }))).toBe('pass');
  expect(check(having({ description: 'x'.repeat(100) }))).toBe('warn');
  expect(check({ status: 500 })).toBe('warn');
});

test('a refused booking has no effect, and a slot that is gone once may be a coincidence', () => {
  const refused = [booked({ status: 422, body: outcome })];
  const retrieve = (...found: readonly unknown[]): Answer<'retrieve'> =>
    answerTo('retrieve', { patientId: 'p1', from: '2026-01-12', to: '2026-01-12' }, { body: searchset(...found) });
  const gone = { slotIds: ['s1', 's9'], refused, search, retrieve: retrieve() };
  const still = { ...gone, slotIds: ['s1'] };
  const made = { ...still, retrieve: retrieve(confirmation) };
  const cancelled = { ...still, retrieve: retrieve({ ...confirmation, description: 'other', status: 'cancelled' }) };
  expect(came('BOOK-071', book.refusedWithoutEffect([still]))).toBe('pass');
  expect(came('BOOK-071', book.refusedWithoutEffect([cancelled]))).toBe('pass');
  expect(came('BOOK-071', book.refusedWithoutEffect([gone]))).toBe('warn');
  expect(came('BOOK-071', book.refusedWithoutEffect([gone, gone]))).toBe('fail');
  expect(came('BOOK-071', book.refusedWithoutEffect([gone, still]))).toBe('warn');
  expect(came('BOOK-071', book.refusedWithoutEffect([made]))).toBe('fail');
  expect(came('BOOK-071', book.refusedWithoutEffect([{ ...still, refused: [] }]))).toBe('not-tested');
  const hidden = { ...gone, search: undefined };
  expect(came('BOOK-071', book.refusedWithoutEffect([hidden]))).toBe('pass');
  expect(came('BOOK-071', book.refusedWithoutEffect([{ ...hidden, retrieve: retrieve(confirmation) }]))).toBe('fail');
});

test('a confirmation is not held to what the harness itself sent wrong', () => {
  const undescribed = { appointment: { ...request, description: undefined } };
  const given = { status: 201, headers, body: { ...confirmation, description: undefined } };
  const onPurpose = { ...undescribed, isFlawed: true } as const;
  const unhelpful = { status: 422, body: '<html>' };
  const wrong = (answer: Answer, isFlawed = false): string[] =>
    withoutFlaws(judgeStanding([...book.bookRules, ...readRules], answer, context), answer, () => isFlawed)
      .filter((one) => one.outcome !== 'pass')
      .map((one) => `${one.requirement} ${one.outcome}`);
  expect(wrong(answerTo('book', undescribed, given))).toContain('BOOK-005 fail');
  expect(wrong(answerTo('book', onPurpose, given))).toEqual([]);
  expect(wrong(answerTo('book', onPurpose, unhelpful))).toEqual(['BOOK-077 fail']);
  const read = answerTo('read', { id: 'a1' }, { headers, body: given.body });
  expect(wrong(read)).toContain('READ-002 fail');
  expect(wrong(read, true)).toEqual(['READ-002 not-tested']);
});

test('a refusal while other bookings stand may come from a rule of the practice, and says nothing of the booking', () => {
  const check = (status: number, standing: number): string => {
    const booking = booked({ status, body: outcome });
    return came('BOOK-037', book.unlessALocalRule(booking, standing, refusal(booking)));
  };
  const refusal = (booking: Answer<'book'>) => answeredAsTheCatalogueSays(booking, requirement('BOOK-037'));
  expect([check(422, 0), check(422, 1), check(409, 3), check(500, 1)]).toEqual([
    ...['fail', 'not-tested', 'not-tested', 'fail'],
  ]);
  expect(came('BOOK-037', book.unlessALocalRule(booked(), 2, refusal(booked())))).toBe('pass');
  const mixed = [
    finding(new Node(outcome, 'OperationOutcome'), { rule: 'http.status', message: 'status' }),
    finding(new Node(outcome, 'OperationOutcome'), { rule: 'refusal.effect', message: 'made all the same' }),
  ];
  const judgedMixed = book.unlessALocalRule(booked({ status: 422, body: outcome }), 1, mixed);
  expect('nothingToCheck' in judgedMixed ? [] : judgedMixed.map(({ rule }) => rule)).toEqual(['refusal.effect']);
  const asExpected = book.unlessALocalRule(booked({ status: 422, body: outcome }), 1, []);
  expect(came('BOOK-029', asExpected)).toBe('pass');
});

test('of two simultaneous bookings one is created and the other refused as a duplicate', () => {
  const duplicate = {
    ...outcome,
    issue: [{ ...outcome.issue[0], code: 'duplicate', details: { coding: [{ code: 'DUPLICATE_REJECTED' }] } }],
  };
  const [won, lost] = [booked(), booked({ status: 409, body: duplicate })];
  const check = (...races: readonly book.Race[]): string =>
    came('BOOK-060', book.exactlyOneSucceeds(races, requirement('BOOK-060')));
  expect(check([won, lost])).toBe('pass');
  expect(check([lost, lost], [lost, won])).toBe('pass');
  expect(check([won, won])).toBe('fail');
  expect(check([won, booked({ status: 422, body: outcome })])).toBe('fail');
  expect(check([lost, lost])).toBe('not-tested');
  expect(check([lost, lost], [lost, lost])).toBe('fail');
  expect(check()).toBe('not-tested');
});

test('what read and retrieve show is the version and content of the confirmation', () => {
  const read = (change: object): Answer<'read'> =>
    answerTo('read', { id: 'a1' }, { body: { ...confirmation, ...change } });
  const retrieve = answerTo(
    'retrieve',
    { patientId: 'p1', from: '2026-01-12', to: '2026-01-12' },
    {
      body: searchset({ ...confirmation, identifier: [{ system: 'x', value: 'y' }] }),
    },
  );
  const check = (change: object): string =>
    came('BOOK-070', book.sameThroughReadAndRetrieve({ booking: booked(), read: read(change), retrieve }));
  expect(check({ start: '2026-01-12T10:00:00+01:00', minutesDuration: undefined })).toBe('pass');
  expect(check({ description: 'GPC test 2' })).toBe('fail');
  expect(check({ meta: { versionId: '2' } })).toBe('fail');
  expect(check({ id: 'a2' })).toBe('fail');
});
