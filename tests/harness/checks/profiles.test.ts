import { expect, test } from '@playwright/test';
import type { CheckResult } from '../../../requirements/finding.js';
import { profileRules, versionFollowsContent } from '../../../requirements/profiles.js';
import { extensions, profiles } from '../../../requirements/stu3.js';
import { answerTo, contextWith, searchset } from './answers.js';

/** What a rule says of a body: names of the rules broken, or why there is nothing to judge. */
function said(id: string, body: unknown, policies = {}): readonly string[] | string {
  const rule = profileRules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return inShort(rule.check(answerTo('read', { id: '1' }, { body }), contextWith(policies)));
}

const inShort = (result: CheckResult): readonly string[] | string =>
  'nothingToCheck' in result ? result.nothingToCheck : result.map(({ rule, severity }) => `${severity} ${rule}`);

const appointment = (changes: object): object => ({
  resourceType: 'Appointment',
  id: '1',
  meta: { versionId: '1', profile: [profiles.Appointment] },
  ...{ status: 'booked', start: '2026-01-06T09:00:00+00:00', end: '2026-01-06T09:10:00+00:00' },
  ...{ description: 'Follow-up', slot: [{ reference: 'Slot/1' }] },
  participant: [{ actor: { reference: 'Patient/1' }, status: 'accepted' }],
  ...changes,
});

/** What makes the participant somebody under this reference, with what the appointment contains. */
const acting = (reference: string, ...contained: readonly unknown[]): object => ({
  contained,
  participant: [{ actor: { reference }, status: 'accepted' }],
});

const cases: readonly (readonly [string, string, object, readonly string[]])[] = [
  ['PROF-A01', 'a whole appointment', {}, []],
  ['PROF-A01', 'an empty list of slots', { slot: [] }, ['error element.missing']],
  ['PROF-A01', 'a participant without actor', { participant: [{ status: 'accepted' }] }, ['error element.missing']],
  ['PROF-A02', 'an indication', { indication: [{}] }, ['error element.prohibited']],
  ['PROF-A02', 'an appointmentType', { appointmentType: {} }, ['warning element.prohibited']],
  ['PROF-A03', 'no identifier', {}, []],
  [
    'PROF-A03',
    'an identifier of the wrong shape',
    { identifier: 'x' },
    ['error element.missing', 'error element.missing'],
  ],
  ['PROF-A04', 'an absolute reference', { slot: [{ reference: 'https://x/Slot/1' }] }, ['warning reference.slot']],
  ['PROF-A04', 'a reference to something else', { slot: [{ reference: 'Schedule/1' }] }, ['error reference.slot']],
  ['PROF-A05', 'a contained practitioner', acting('#prac', { resourceType: 'Practitioner', id: 'prac' }), []],
  [
    'PROF-A05',
    'a contained device',
    acting('#device', { resourceType: 'Device', id: 'device' }),
    ['warning reference.participant'],
  ],
  [
    'PROF-A05',
    'a contained organisation',
    acting('#org', { resourceType: 'Organization', id: 'org' }),
    ['error reference.participant'],
  ],
  ['PROF-A05', 'a reference to nothing contained', acting('#nobody'), ['error reference.participant']],
  ['PROF-A05', 'a contained resource that is no object', acting('#prac', 'prac'), ['error reference.participant']],
  ['PROF-A06', 'a status that is no text', { status: 7 }, ['error code']],
  ['PROF-A07', 'an unknown extension', { extension: [{ url: 'https://x', valueCode: 'y' }] }, []],
  [
    'PROF-A07',
    'a channel without code',
    { extension: [{ url: extensions.deliveryChannel }] },
    ['error extension.value'],
  ],
  ['PROF-A08', 'a reason as text', { reason: [{ text: 'x' }] }, []],
  ['PROF-A09', 'the last priority', { priority: 9 }, []],
  ['PROF-A09', 'a priority beyond it', { priority: 10 }, ['error priority']],
  ['PROF-A11', 'an end at the start', { end: '2026-01-06T09:00:00+00:00' }, ['error period']],
  ['PROF-A11', 'times that cannot be read', { end: 'later' }, []],
  [
    'PROF-D05',
    'a profile with its version',
    { meta: { versionId: '1', profile: [`${profiles.Appointment}|1.6.0`] } },
    [],
  ],
  ['PROF-D06', 'no lastUpdated', {}, ['error element.missing']],
];

for (const [id, words, changes, expected] of cases) {
  test(`${id} on ${words} finds ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, () => {
    expect(said(id, appointment(changes))).toEqual(expected);
  });
}

test('an appointmentType is right under the later profiles', () => {
  expect(said('PROF-A02', appointment({ appointmentType: {} }), { profileVintage: '2025-05' })).toEqual([]);
});

for (const [words, actor, contained, expected] of [
  ['a location', 'Location/1', [], []],
  ['a contained practitioner', '#prac', [{ resourceType: 'Practitioner', id: 'prac' }], []],
  ['a contained organisation', '#org', [{ resourceType: 'Organization', id: 'org' }], ['error reference.actor']],
  ['nothing contained', '#prac', [], ['error reference.actor']],
] as const) {
  test(`a Schedule of ${words} has ${expected.length === 0 ? 'the actor it should' : 'another actor'}`, () => {
    const schedule = { resourceType: 'Schedule', id: '1', contained, actor: [{ reference: actor }] };
    expect(said('PROF-C01', searchset(schedule))).toEqual(expected);
  });
}

test('an answer without an appointment gives nothing to judge', () => {
  expect(said('PROF-A01', searchset())).toContain('no Appointment');
  expect(said('PROF-A01', undefined)).toContain('no Appointment');
});

test('an answer without any profiled resource is no occasion to say when something was updated', () => {
  const rule = profileRules.find(({ id }) => id === 'PROF-D06');
  const holds = (body: object) => rule?.when.holds(answerTo('read', { id: '1' }, { body }));
  expect([holds(searchset()), holds(searchset(appointment({}))), holds(appointment({}))]).toEqual([false, true, true]);
});

const read = (versionId: string, status: string) =>
  answerTo('read', { id: '1' }, { body: appointment({ meta: { versionId }, status }) });
const cancelled = (versionId: string) => {
  const asked = { id: '1', versionId: '1', before: {}, sent: {} };
  return answerTo('cancel', asked, { body: appointment({ meta: { versionId }, status: 'cancelled' }) });
};

test('a version that follows the content passes, one that stays behind fails, one that runs ahead warns', () => {
  const facts = { first: read('1', 'booked'), second: read('1', 'booked') };
  const right = { ...facts, cancellation: cancelled('2'), after: read('2', 'cancelled') };
  expect(inShort(versionFollowsContent(right))).toEqual([]);
  const stale = { ...facts, cancellation: cancelled('1'), after: read('1', 'cancelled') };
  expect(inShort(versionFollowsContent(stale))).toEqual(['error version.stale', 'error version.stale']);
  expect(inShort(versionFollowsContent({ ...right, second: read('7', 'booked') }))).toEqual([
    'warning version.restless',
  ]);
});
