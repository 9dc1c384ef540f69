import { expect, test } from '@playwright/test';
import type { AskedFor, HeaderLines } from '../../../requirements/answer.js';
import { requirement } from '../../../requirements/catalogue.js';
import type { CheckResult } from '../../../requirements/finding.js';
import {
  chunksAccepted,
  lettersKept,
  notDeleted,
  refusedWithOutcome,
  verbRefused,
} from '../../../requirements/http.js';
import { judged, judgeStanding } from '../../../requirements/judgement.js';
import { standingRules } from '../../../requirements/registry.js';
import { answerTo, contextWith, searchset, type GivenAnswer } from './answers.js';

const headers = [
  ['Content-Type', 'application/fhir+json;charset=utf-8'],
  ['Cache-Control', 'no-store'],
  ['Content-Encoding', 'gzip'],
] as const;
const accepting = (type: string): HeaderLines => [
  ['Accept', type],
  ['Accept-Encoding', 'gzip'],
];
const slot = { resourceType: 'Slot', id: 's-1', schedule: { reference: 'Schedule/8' }, status: 'free' };
const good: GivenAnswer = {
  headers,
  body: searchset(slot),
  requestHeaders: accepting('application/fhir+json'),
  url: '/Slot?status=free',
};

const withHeader = (name: string, value: string): HeaderLines => [
  ...headers.filter(([one]) => one !== name),
  ...(value === '' ? [] : [[name, value] as const]),
];

/** What the one rule says of an answer to a slot search; undefined where its occasion does not hold. */
function outcomeOf(id: string, changes: GivenAnswer): string | undefined {
  const asked = { start: '2026-01-06', end: '2026-01-07', recurse: [], filters: [] };
  const answer = answerTo('slot-search', asked, { ...good, ...changes });
  const rules = standingRules.filter((rule) => rule.id === id);
  return judgeStanding(rules, answer, contextWith())[0]?.outcome;
}

const rows: readonly (readonly [id: string, words: string, changes: GivenAnswer, outcome: string | undefined])[] = [
  ['HTTP-001', 'JSON as asked', {}, 'pass'],
  ['HTTP-001', 'JSON under another name', { headers: withHeader('Content-Type', 'application/json') }, 'fail'],
  ['HTTP-001', 'JSON not asked for', { requestHeaders: accepting('application/fhir+xml') }, undefined],
  ['HTTP-001', 'any type accepted', { requestHeaders: accepting('*/*') }, undefined],
  ['HTTP-001', '_format in charge', { url: '/Slot?_format=xml' }, undefined],
  ['HTTP-002', 'JSON where XML was asked for', { requestHeaders: accepting('application/fhir+xml') }, 'warn'],
  ['HTTP-002', 'XML refused', { requestHeaders: accepting('application/fhir+xml'), status: 415 }, 'pass'],
  ['HTTP-002', 'XML refused with 406', { requestHeaders: accepting('application/fhir+xml'), status: 406 }, 'warn'],
  [
    'HTTP-007',
    'quoted charset',
    { headers: withHeader('Content-Type', 'application/fhir+json;charset="UTF-8"') },
    'pass',
  ],
  ['HTTP-007', 'a space', { headers: withHeader('Content-Type', 'application/fhir+json; charset=utf-8') }, 'warn'],
  ['HTTP-007', 'no charset', { headers: withHeader('Content-Type', 'application/fhir+json') }, 'fail'],
  ['HTTP-007', 'no Content-Type', { headers: withHeader('Content-Type', '') }, 'fail'],
  ['HTTP-007', 'an HTML page', { status: 502, body: '<html>Bad gateway</html>' }, undefined],
  ['HTTP-009', 'a small answer', {}, undefined],
  ['HTTP-009', 'a large answer, not compressed', large(withHeader('Content-Encoding', '')), 'warn'],
  ['HTTP-009', 'a large answer, compressed', large(headers), 'pass'],
  ['HTTP-017', 'an absolute reference', referring('https://provider.example/Schedule/8'), 'fail'],
  ['HTTP-017', 'a contained one', referring('#schedule'), 'pass'],
  ['HTTP-017', 'a version', referring('Schedule/8/_history/2'), 'warn'],
  ['HTTP-017', 'an odd one', referring('toString'), 'fail'],
  ['HTTP-017', 'one of another place', referring('../Schedule/8'), 'fail'],
  ['HTTP-017', 'a type alone', referring('Schedule'), 'fail'],
  ['HTTP-017', 'a type in another case', referring('schedule/8'), 'fail'],
  ['HTTP-017', 'a type nobody knows', referring('Rota/8'), 'fail'],
  ['HTTP-017', 'a query', referring('Schedule/8?x=1'), 'fail'],
  ['HTTP-017', 'an id with an underscore', referring('Schedule/a_b'), 'fail'],
  ['HTTP-017', 'a host without scheme', referring('www.example.com/fhir/Schedule/8'), 'fail'],
  ['HTTP-017', 'a fragment of another resource', referring('Schedule/8#frag'), 'fail'],
  ['HTTP-017', 'the path of the practice', referring('A20047/STU3/1/Schedule/8'), 'fail'],
  ['HTTP-017', 'a version of no known type', referring('Rota/8/_history/2'), 'fail'],
  ['HTTP-017', 'no reference', { body: searchset({ resourceType: 'Slot', id: '1' }) }, 'not-tested'],
  ['HTTP-018', 'an underscore', { body: searchset({ ...slot, id: 'a_1' }) }, 'fail'],
  ['HTTP-018', '65 characters', { body: searchset({ ...slot, id: 'a'.repeat(65) }) }, 'fail'],
  ['HTTP-018', 'a number for an id', { body: searchset({ ...slot, id: 7 }) }, 'fail'],
  ['HTTP-019', 'no id', { body: searchset({ resourceType: 'Slot' }) }, 'fail'],
  ['HTTP-019', 'an outcome without id', { body: searchset({ resourceType: 'OperationOutcome' }) }, 'not-tested'],
  ['HTTP-020', 'an empty text', { body: searchset({ ...slot, comment: '' }) }, 'fail'],
  ['HTTP-020', 'an empty object', { body: searchset({ ...slot, meta: {} }) }, 'fail'],
  ['HTTP-020', 'null', { body: searchset({ ...slot, comment: null }) }, 'fail'],
  [
    'HTTP-020',
    'null as padding',
    { body: searchset({ ...slot, given: [null, 'Ann'], _given: [{ id: 'x' }, null] }) },
    'pass',
  ],
  ['HTTP-020', 'null padded by nothing', { body: searchset({ ...slot, given: [null, 'Ann'] }) }, 'fail'],
  [
    'HTTP-020',
    'null on both sides',
    { body: searchset({ ...slot, given: [null, 'Ann'], _given: [null, { id: 'x' }] }) },
    'fail',
  ],
  [
    'HTTP-020',
    'a null that has an extension',
    { body: searchset({ ...slot, given: [null], _given: [{ id: 'x' }] }) },
    'pass',
  ],
  ['HTTP-020', 'a null among objects', { body: searchset({ ...slot, name: [null, { text: 'Ann' }] }) }, 'fail'],
  ['HTTP-020', 'the system of ODS sites in another case', identified('https://fhir.nhs.uk/id/ods-site-code'), 'fail'],
  ['HTTP-020', 'the system of SDS users in another case', identified('https://fhir.nhs.uk/Id/SDS-user-id'), 'fail'],
  ['HTTP-020', 'the system of SDS users', identified('https://fhir.nhs.uk/Id/sds-user-id'), 'pass'],
  ['HTTP-020', 'a system of the practice’s own', identified('https://Provider.example/Id'), 'pass'],
  ['HTTP-020', 'an array of nulls', { body: searchset({ ...slot, given: [null] }) }, 'fail'],
  ['HTTP-020', 'an empty entry array', { body: { resourceType: 'Bundle', type: 'searchset', entry: [] } }, 'warn'],
  ['HTTP-020', 'a code with a space', { body: searchset({ ...slot, status: 'free ' }) }, 'fail'],
  ['HTTP-020', 'a text with a space', { body: searchset({ ...slot, comment: 'Room 2 ' }) }, 'pass'],
  ['HTTP-027', 'a collection', { body: { resourceType: 'Bundle', type: 'collection' } }, 'fail'],
  ['HTTP-028', 'a fullUrl', { body: { ...searchset(), entry: [{ fullUrl: 'urn:x', resource: slot }] } }, 'warn'],
  ['HTTP-029', 'a total', { body: { ...searchset(slot), total: 1 } }, 'warn'],
  ['HDR-001', 'one directive of several', { headers: withHeader('Cache-Control', 'private, No-Store') }, 'pass'],
  ['HDR-001', 'storing allowed', { headers: withHeader('Cache-Control', 'no-cache') }, 'fail'],
  ['HDR-001', 'an error without it', { status: 404, headers: withHeader('Cache-Control', '') }, 'fail'],
  ['HDR-001', 'a 403 of the gateway', { status: 403, headers: [], body: '<html>Forbidden</html>' }, 'warn'],
  ['HDR-001', 'a bare 503', { status: 503, headers: [], body: '' }, 'warn'],
  ['HDR-001', 'a bare 404', { status: 404, headers: [], body: '' }, 'fail'],
  [
    'HDR-001',
    'a 403 with its outcome',
    { status: 403, headers: [], body: { resourceType: 'OperationOutcome' } },
    'fail',
  ],
  ['HDR-014', 'a bare 429', { status: 429, headers: [], body: 'Slow down' }, 'warn'],
  ['HDR-014', 'no strict transport over HTTPS', {}, 'fail'],
  ['HDR-014', 'strict transport', { headers: [...headers, ['Strict-Transport-Security', 'max-age=600']] }, 'pass'],
  ['HDR-014', 'switched off', { headers: [...headers, ['Strict-Transport-Security', 'max-age=0']] }, 'fail'],
  ['HDR-015', 'a 401 without challenge', { status: 401 }, 'warn'],
  ['HDR-015', 'a 403', { status: 403 }, undefined],
  ['HDR-008', 'no id sent', {}, undefined],
];

for (const [id, words, changes, outcome] of rows) {
  test(`${id} is ${outcome ?? 'not judged'} for ${words}`, () => {
    expect(outcomeOf(id, changes)).toBe(outcome);
  });
}

function large(lines: HeaderLines): GivenAnswer {
  return { headers: lines, body: searchset({ ...slot, comment: 'x'.repeat(2000) }) };
}

function identified(system: string): GivenAnswer {
  return { body: searchset({ ...slot, identifier: [{ system, value: '1' }] }) };
}

function referring(reference: string): GivenAnswer {
  return { body: searchset({ ...slot, schedule: { reference } }) };
}

const sent = { resourceType: 'Appointment', description: 'GPC test 1 Café – Ångström' };
const givenDescriptions = [
  ['as sent', sent.description, 'pass'],
  ['read as another charset', 'GPC test 1 CafÃ© â€“ Ã…ngstrÃ¶m', 'fail'],
  ['with question marks', 'GPC test 1 Caf? ? ?ngstr?m', 'fail'],
  ['a fixed text', 'Free text description.', 'not-tested'],
  ['none', undefined, 'not-tested'],
] as const;

for (const [words, description, outcome] of givenDescriptions) {
  test(`HTTP-008 is ${outcome} for a description that comes back ${words}`, () => {
    const asked = { appointment: sent } as AskedFor['book'];
    const booking = answerTo('book', asked, { status: 201, headers, body: { ...sent, description } });
    expect(judged('HTTP-008', 'A20047', lettersKept(booking)).outcome).toBe(outcome);
  });
}

test('HTTP-015 looks for what a DELETE did away with, not for what could not be read before', () => {
  const reading = (id: string) => answerTo('read', { id: '9' }, { body: { resourceType: 'Appointment', id } });
  const deletion = answerTo('other', { method: 'DELETE', path: '/Appointment/9' }, { status: 405 });
  const goneBy = (before: string, after: string) =>
    notDeleted({ before: reading(before), deletion, read: reading(after) }, requirement('HTTP-015'));
  const rules = (result: CheckResult) => ('nothingToCheck' in result ? [] : result.map((found) => found.rule));
  expect(rules(goneBy('9', 'another'))).toContain('refusal.deleted');
  expect(rules(goneBy('9', '9'))).not.toContain('refusal.deleted');
  expect(rules(goneBy('150', '150'))).not.toContain('refusal.deleted');
});

const issue = { severity: 'error', code: 'invalid', details: { coding: [{ code: 'BAD_REQUEST' }] } };
const outcome = (...issues: readonly object[]): object => ({ resourceType: 'OperationOutcome', issue: issues });

test('HTTP-012 needs an OperationOutcome that says why, whatever else there is', () => {
  const refusedWith = (body: unknown): string => {
    const answer = answerTo('other', { method: 'GET', path: '/metadatas' }, { status: 404, body });
    return judged('HTTP-012', 'A20047', refusedWithOutcome(answer, requirement('HTTP-012'))).outcome;
  };
  expect(refusedWith(outcome(issue))).toBe('pass');
  expect(refusedWith(outcome())).toBe('fail');
  expect(refusedWith({ resourceType: 'OperationOutcome' })).toBe('fail');
  expect(refusedWith('<html>Not found</html>')).toBe('fail');
});

test('HTTP-013 takes an unknown media type of a patch for a refusal of the verb, and no other one', () => {
  const patchedAs = (type: string, status: number): string => {
    const requestHeaders = [['Content-Type', type]] as const;
    const given = { status, body: outcome(issue), requestHeaders };
    const answer = answerTo('other', { method: 'PATCH', path: '/Appointment/9' }, given);
    return judged('HTTP-013', 'A20047', verbRefused(answer, requirement('HTTP-013'))).outcome;
  };
  expect(patchedAs('application/json-patch+json', 415)).toBe('pass');
  expect(patchedAs('application/json-patch+json', 200)).toBe('fail');
  expect(patchedAs('application/fhir+json', 415)).toBe('fail');
  expect(patchedAs('application/fhir+json', 405)).toBe('pass');
});

const chunked: readonly (readonly [string, number, number | undefined, string])[] = [
  ['that is made', 201, undefined, 'pass'],
  ['for which a length is demanded', 411, undefined, 'warn'],
  ['that is made only with its length', 400, 201, 'fail'],
  ['that is refused with its length, too', 422, 422, 'not-tested'],
  ['of a slot that somebody took', 409, 409, 'not-tested'],
];

for (const [words, status, second, outcomeOfIt] of chunked) {
  test(`HTTP-010 is ${outcomeOfIt} for a booking in chunks ${words}`, () => {
    const booking = (came: number) => answerTo('book', { appointment: sent }, { status: came });
    const facts = { inChunks: booking(status), ...(second !== undefined && { withLength: booking(second) }) };
    expect(judged('HTTP-010', 'A20047', chunksAccepted(facts)).outcome).toBe(outcomeOfIt);
  });
}
