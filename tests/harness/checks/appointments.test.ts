import { expect, test } from '@playwright/test';
import type { Answer } from '../../../requirements/answer.js';
import {
  cancelRules,
  emptyUrlRefused,
  nothingChanged,
  refusedCancellation,
  refusedWithoutEffect,
  shownAsCancelled,
  staleVersionRefused,
} from '../../../requirements/cancel.js';
import { requirement } from '../../../requirements/catalogue.js';
import type { CheckResult } from '../../../requirements/finding.js';
import { judgeStanding, outcomeOf } from '../../../requirements/judgement.js';
import { readRules, sameIdAsAsked, sameInEveryView, versionReadOrRefused } from '../../../requirements/read.js';
import * as retrieval from '../../../requirements/retrieve.js';
import type { Rule } from '../../../requirements/rule.js';
import { extensions, profiles } from '../../../requirements/stu3.js';
import { answerTo, contextWith, searchset, type GivenAnswer } from './answers.js';
import { confirmation, outcome, slot } from './book-confirmation.js';

const context = contextWith({ utcTimes: 'refuse' });
const etag = (version: string): GivenAnswer => ({ headers: [['ETag', `W/"${version}"`]] });
const reason = (text: string): object => ({ url: extensions.cancellationReason, valueString: text });

const read = (change: object = {}, given: GivenAnswer = etag('1')): Answer<'read'> =>
  answerTo('read', { id: 'a1' }, { body: { ...confirmation, ...change }, ...given });

const retrieved = (...appointments: readonly unknown[]): Answer<'retrieve'> =>
  answerTo('retrieve', { patientId: 'p1', from: '2026-01-12', to: '2026-01-12' }, { body: searchset(...appointments) });

const sent = { ...confirmation, status: 'cancelled', extension: [...confirmation.extension, reason('Not needed')] };
const confirmed = { ...sent, meta: { ...sent.meta, versionId: '2' } };
const asked = { id: 'a1', versionId: '1', before: confirmation, sent };

const cancelled = (change: object = {}, given: GivenAnswer = etag('2'), of: object = {}): Answer<'cancel'> =>
  answerTo('cancel', { ...asked, ...of }, { body: { ...confirmed, ...change }, ...given });
const refusedCancel = answerTo('cancel', asked, { status: 422, body: outcome });

/** What standing rules come to on an answer that do not pass, as `READ-003 fail`. */
const standing = (rules: readonly Rule[], answer: Answer): string[] =>
  judgeStanding(rules, answer, context)
    .filter(({ outcome: came }) => came !== 'pass')
    .map(({ requirement: id, outcome: came }) => `${id} ${came}`);

const came = (id: string, result: CheckResult): string => outcomeOf(requirement(id), result);

test('a good read, retrieve and cancellation pass every standing rule', () => {
  expect(standing(readRules, read())).toEqual([]);
  expect(standing(retrieval.retrieveRules, retrieved(confirmation))).toEqual([]);
  expect(standing(cancelRules, cancelled())).toEqual([]);
});

test('a profile counts as named with a version behind its URL, in any answer with an Appointment', () => {
  const meta = { versionId: '1', profile: [`${profiles.Appointment}|1.2.0`] };
  expect(standing(readRules, read({ meta }))).toEqual([]);
  expect(standing(retrieval.retrieveRules, retrieved({ ...confirmation, meta }))).toEqual([]);
  expect(standing(cancelRules, cancelled({ meta: { ...meta, versionId: '2' } }))).toEqual([]);
});

const deviationsOfContent: readonly [string, object, readonly string[], readonly string[]][] = [
  ['no profile', { meta: { versionId: '1' } }, ['READ-002 fail'], ['RETR-019 fail']],
  ['a start in UTC', { start: '2026-01-12T09:00:00Z' }, ['READ-006 fail'], ['RETR-020 fail']],
  ['created in UTC', { created: '2026-01-05T10:00:00Z' }, ['READ-006 warn'], ['RETR-020 fail']],
  ['no duration', { minutesDuration: undefined }, ['READ-007 fail'], ['RETR-021 fail']],
  ['no service type', { serviceType: undefined }, ['READ-008 fail'], ['RETR-022 fail']],
  ['a specialty', { specialty: [{ text: 'x' }] }, ['READ-009 fail'], ['RETR-023 fail']],
  ['a reason that is text', { reason: [{ text: 'x' }] }, ['READ-010 warn'], ['RETR-024 warn']],
  [
    'another patient',
    { participant: [{ actor: { reference: 'Patient/p2' }, status: 'accepted' }] },
    [],
    ['RETR-015 fail'],
  ],
  ['no description', { description: undefined }, ['READ-002 fail'], ['RETR-035 fail', 'RETR-037 fail']],
  [
    'a start after the range',
    { start: '2026-01-13T00:00:00+00:00', end: '2026-01-13T00:10:00+00:00' },
    [],
    ['RETR-002 fail'],
  ],
];

for (const [what, change, ofRead, ofRetrieve] of deviationsOfContent) {
  test(`an appointment with ${what} is judged alike by read and retrieve`, () => {
    expect(standing(readRules, read(change))).toEqual(ofRead);
    expect(standing(retrieval.retrieveRules, retrieved({ ...confirmation, ...change }))).toEqual(ofRetrieve);
  });
}

test('an appointment of the practice’s own needs no booking organisation, one with half of it is wrong', () => {
  const own = { ...confirmation, contained: undefined, extension: undefined };
  expect(standing(retrieval.retrieveRules, retrieved(own))).toEqual(['RETR-025 not-tested']);
  const half = { ...confirmation, contained: [{ ...confirmation.contained[0], telecom: [] }] };
  expect(standing(retrieval.retrieveRules, retrieved(half))).toContain('RETR-025 fail');
});

test('an empty retrieve is a searchset on which no appointment was judged', () => {
  expect(came('RETR-016', retrieval.emptySearchset(retrieved()))).toBe('pass');
  expect(came('RETR-016', retrieval.emptySearchset(retrieved(confirmation)))).toBe('not-tested');
  expect(standing(retrieval.retrieveRules, retrieved())).not.toContain('RETR-001 fail');
});

test('bodies of any shape are judged without throwing', () => {
  for (const body of ['', '{', '[]', 'null', '{"resourceType":"Bundle","entry":{"resource":7}}']) {
    const given = { body, headers: [] };
    expect(standing(readRules, answerTo('read', { id: 'a1' }, given))).not.toEqual([]);
    expect(standing(cancelRules, answerTo('cancel', asked, given))).toContain('CANC-041 fail');
    const retrieve = { patientId: 'p1', from: '', to: 'x' };
    expect(standing(retrieval.retrieveRules, answerTo('retrieve', retrieve, given))).toContain('RETR-001 fail');
  }
});

test('an id in other letter case is READ-021’s matter, unless it was asked for to the letter', () => {
  expect(standing(readRules, read({ id: 'A1' }))).toEqual(['READ-003 not-tested']);
  expect(came('READ-003', sameIdAsAsked(read({ id: 'A1' })))).toBe('fail');
  expect(came('READ-003', sameIdAsAsked(read()))).toBe('pass');
});

test('the patient of a retrieve by NHS number is the one whom the participants name by logical id', () => {
  const byNhsNumber = contextWith({ patientId: 'nhsNumber' });
  const other = { ...confirmation, participant: [{ actor: { reference: 'Patient/p2' }, status: 'accepted' }] };
  const asked = { patientId: '9000000009', from: '2026-01-12', to: '2026-01-12' };
  const given = (...found: readonly unknown[]) => answerTo('retrieve', asked, { body: searchset(...found) });
  const turned = (answer: Answer<'retrieve'>, policies = byNhsNumber): string =>
    judgeStanding(retrieval.retrieveRules, answer, policies).find((one) => one.requirement === 'RETR-015')?.outcome ??
    '';
  expect(turned(given(confirmation))).toBe('pass');
  expect(turned(given(confirmation, other))).toBe('fail');
  expect(turned(given(other))).toBe('fail');
  expect(turned(given(confirmation), context)).toBe('fail');
});

test('a path id is understood where appointments of the patient come, the one just booked or not', () => {
  const understood = (retrieve: Answer<'retrieve'>): string =>
    came('RETR-032', retrieval.patientIdUnderstood({ retrieve, id: 'a1' }, requirement('RETR-032'), context));
  const other = { ...confirmation, participant: [{ actor: { reference: 'Patient/p2' }, status: 'accepted' }] };
  expect(understood(retrieved({ ...confirmation, id: 'a2' }))).toBe('pass');
  expect(understood(retrieved())).toBe('fail');
  expect(understood(retrieved(other))).toBe('fail');
  expect(understood(answerTo('retrieve', retrieved().asked, { status: 404, body: outcome }))).toBe('fail');
});

test('a read under another id or without its version as ETag fails', () => {
  expect(standing(readRules, read({ id: 'a2' }))).toEqual(['READ-003 fail']);
  expect(standing(readRules, read({}, { headers: [['ETag', '"1"']] }))).toEqual(['READ-004 fail']);
});

const deviationsOfCancelling: readonly [string, Answer<'cancel'>, readonly string[]][] = [
  ['status booked', cancelled({ status: 'booked' }), ['CANC-002 fail']],
  ['another reason', cancelled({ extension: [...confirmation.extension, reason('Else')] }), ['CANC-003 fail']],
  ['the version from before', cancelled({ meta: confirmation.meta }, etag('1')), ['CANC-005 fail']],
  ['the ETag from before', cancelled({}, etag('1')), ['CANC-006 fail']],
  ['a comment of its own', cancelled({ comment: 'x' }), ['CANC-010 fail']],
  ['a reason that is text', cancelled({ reason: [{ text: 'x' }] }), []],
  [
    'the change the consumer asked for',
    cancelled({ comment: 'x' }, etag('2'), { sent: { ...sent, comment: 'x' } }),
    [],
  ],
];

for (const [what, cancellation, turned] of deviationsOfCancelling) {
  test(`a cancellation answered with ${what} is judged so`, () => {
    expect(standing(cancelRules, cancellation)).toEqual(turned);
  });
}

test('a long reason may come back cut short, a short one may not', () => {
  const long = 'The patient cannot come. '.repeat(20);
  const asLong = { sent: { ...sent, extension: [reason(long)] }, before: { ...confirmation, extension: [] } };
  const cut = (text: string) => cancelled({ extension: [reason(text)] }, etag('2'), asLong);
  expect(standing(cancelRules, cut(`${long.slice(0, 90)}...`))).not.toContain('CANC-003 fail');
  expect(standing(cancelRules, cut('Something else'))).toContain('CANC-003 fail');
  expect(standing(cancelRules, cancelled({ extension: [reason('Not')] }))).toContain('CANC-003 fail');
});

test('the representation may be left out only where nothing was preferred back', () => {
  const nothing = (prefer: string): GivenAnswer => ({ ...etag('2'), body: '', requestHeaders: [['Prefer', prefer]] });
  expect(standing(cancelRules, cancelled({}, nothing('return=minimal')))).not.toContain('CANC-041 fail');
  expect(standing(cancelRules, cancelled({}, nothing('return=representation')))).toContain('CANC-041 fail');
});

test('a refused cancellation with an effect is found by what is read after it', () => {
  const unchanged = { cancellation: refusedCancel, read: read() };
  const changed = { cancellation: refusedCancel, read: read({ meta: { versionId: '2' } }) };
  const free = answerTo(
    'slot-search',
    { start: '', end: '', recurse: [], filters: [] },
    { body: searchset({ ...slot, id: 's9' }) },
  );
  const given = answerTo('slot-search', free.asked, { body: searchset(slot) });
  expect(came('CANC-038', nothingChanged({ asked: [unchanged], before: free, after: free }))).toBe('pass');
  expect(came('CANC-038', nothingChanged({ asked: [changed], before: free, after: free }))).toBe('fail');
  expect(came('CANC-038', nothingChanged({ asked: [unchanged], before: free, after: given }))).toBe('fail');
  expect(
    came(
      'CANC-038',
      nothingChanged({ asked: [{ cancellation: cancelled(), read: read() }], before: free, after: given }),
    ),
  ).toBe('not-tested');
  expect(came('CANC-038', nothingChanged({ asked: [unchanged], before: given, after: given }))).toBe('pass');
  expect(came('CANC-028', refusedWithoutEffect(changed, requirement('CANC-028')))).toBe('warn');
});

test('a read that does not show the appointment says nothing of what a refused cancellation did', () => {
  const denied = answerTo('cancel', asked, { status: 403, body: outcomeOfCode('ACCESS_DENIED', 'forbidden') });
  const cut = answerTo('cancel', asked, { status: 400, body: outcomeOfCode('BAD_REQUEST', 'invalid') });
  const none = answerTo('slot-search', { start: '', end: '', recurse: [], filters: [] }, { body: searchset() });
  const given = answerTo('slot-search', none.asked, { body: searchset(slot) });
  const unseen = [read({ id: 'a2' }), read({}, { status: 404, body: outcome })];
  for (const after of unseen) {
    const facts = { cancellation: refusedCancel, read: after };
    expect(came('CANC-038', nothingChanged({ asked: [facts], before: none, after: none }))).toBe('not-tested');
    expect(came('CANC-038', nothingChanged({ asked: [facts], before: none, after: given }))).toBe('fail');
    const refusals = [
      ['CANC-028', refusedWithoutEffect({ cancellation: denied, read: after }, requirement('CANC-028'))],
      ['CANC-040', refusedWithoutEffect({ cancellation: cut, read: after }, requirement('CANC-040'))],
      ['CANC-023', staleVersionRefused({ cancellation: stale(409), read: after }, requirement('CANC-023'))],
    ] as const;
    for (const [id, result] of refusals) expect(`${id} ${came(id, result)}`).toBe(`${id} not-tested`);
  }
});

const outcomeOfCode = (code: string, issueCode: string): object => ({
  ...outcome,
  issue: [{ ...outcome.issue[0], code: issueCode, details: { coding: [{ code }] } }],
});

const stale = (status: number): Answer<'cancel'> =>
  answerTo('cancel', asked, { status, body: outcomeOfCode('FHIR_CONSTRAINT_VIOLATION', 'conflict') });

test('a former version is refused with 409; 412 only warns, and no URL may be refused as broken JSON', () => {
  const version = (status: number): string =>
    came('CANC-023', staleVersionRefused({ cancellation: stale(status), read: read() }, requirement('CANC-023')));
  expect([409, 412, 422].map(version)).toEqual(['pass', 'warn', 'fail']);
  const broken = answerTo('cancel', asked, { status: 400, body: outcomeOfCode('BAD_REQUEST', 'invalid') });
  const facts = { cancellation: broken, read: read() };
  expect(came('CANC-020', emptyUrlRefused(facts, requirement('CANC-020')))).toBe('pass');
  expect(came('CANC-020', refusedCancellation(facts, requirement('CANC-020')))).toBe('fail');
});

test('a cancellation is shown by read and retrieve with its reason and version', () => {
  const views = { read: read(confirmed), retrieve: retrieved(confirmed) };
  expect(came('CANC-030', shownAsCancelled({ cancellation: cancelled(), ...views }))).toBe('pass');
  expect(came('CANC-030', shownAsCancelled({ cancellation: cancelled(), ...views, read: read() }))).toBe('fail');
  expect(came('CANC-030', shownAsCancelled({ cancellation: cancelled(), ...views, retrieve: retrieved() }))).toBe(
    'fail',
  );
});

test('three views of one version agree, and other versions are not compared', () => {
  const booking = answerTo('book', { appointment: {} }, { status: 201, body: confirmation });
  const facts = { booking, read: read(), retrieve: retrieved(confirmation) };
  expect(came('READ-017', sameInEveryView(facts))).toBe('pass');
  expect(came('READ-017', sameInEveryView({ ...facts, read: read({ description: 'x' }) }))).toBe('fail');
  expect(came('READ-017', sameInEveryView({ ...facts, read: read({ meta: { versionId: '9' } }) }))).toBe('not-tested');
});

test('a version read is given or refused in an orderly way', () => {
  const answered = (status: number, body: object) =>
    versionReadOrRefused({ answer: answerTo('other', { method: 'GET', path: '' }, { status, body }), id: 'a1' });
  expect(came('READ-019', answered(200, confirmation))).toBe('pass');
  expect(came('READ-019', answered(501, outcome))).toBe('pass');
  expect(came('READ-019', answered(200, { ...confirmation, id: 'a2' }))).toBe('not-applicable');
  expect(came('READ-019', answered(500, outcome))).toBe('not-applicable');
});

test('another patient’s appointments fail, an empty answer about them only warns', () => {
  const wanted = requirement('RETR-018');
  expect(came('RETR-018', retrieval.refusedForAnotherPatient(retrieved(confirmation), wanted))).toBe('fail');
  expect(came('RETR-018', retrieval.refusedForAnotherPatient(retrieved(), wanted))).toBe('warn');
});

test('the policy turns round what is expected of a range in the past', () => {
  const wanted = requirement('RETR-011');
  const refusal = answerTo('retrieve', retrieved().asked, { status: 422, body: outcome });
  const allow = contextWith({ retrievePast: 'allow' });
  expect(came('RETR-011', retrieval.pastRefused(retrieved(), wanted, allow))).toBe('pass');
  expect(came('RETR-011', retrieval.pastRefused(refusal, wanted, allow))).toBe('warn');
  expect(came('RETR-011', retrieval.pastRefused(retrieved(), wanted, context))).toBe('warn');
});
