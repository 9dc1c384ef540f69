import { expect, test } from '@playwright/test';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import {
  accessTo,
  at,
  day,
  entries,
  freeSlots,
  refusal,
  searchPath,
  send,
  type Access,
  type Tree,
} from './patient-app.js';

test.describe('slot search', () => {
  let provider: RunningProvider;
  let access: Access;

  test.beforeAll(async () => {
    provider = await startProvider();
    access = accessTo(provider, 'A20047');
  });
  test.afterAll(() => provider.stop());

  test('answers with free slots wholly inside the range, each with its Schedule', async () => {
    const reply = await send(access, searchPath(day(1), day(7)));
    expect([reply.status, reply.json['type']]).toEqual([200, 'searchset']);
    const slots = entries(reply, 'Slot');
    expect(slots.length).toBeGreaterThan(40);
    const schedules = entries(reply, 'Schedule').map(({ id }) => `Schedule/${String(id)}`);
    for (const slot of slots) {
      expect(slot['status']).toBe('free');
      expect(at(slot, 'start').slice(0, 10) >= day(1) && at(slot, 'end').slice(0, 10) <= day(7)).toBe(true);
      expect(schedules).toContain(at(slot, 'schedule.reference'));
    }
  });

  test('gives slots on every day of a fortnight and neighbours that differ in one thing each', async () => {
    const slots = await freeSlots(access, 1, 13);
    expect(new Set(slots.map((slot) => at(slot, 'start').slice(0, 10))).size).toBe(14);
    const differing = (name: string, path: string) =>
      slots.some((one) =>
        slots.some(
          (next) => one['end'] === next['start'] && at(one, path) !== at(next, path) && sameBut(name, one, next),
        ),
      );
    expect(differing('channel', 'extension.0.valueCode')).toBe(true);
    expect(differing('service', 'serviceType.0.text')).toBe(true);
    expect(differing('schedule', 'schedule.reference')).toBe(true);
  });

  const includes: readonly [string, string, string[]][] = [
    ['nothing more', '', ['Organization', 'Schedule', 'Slot']],
    [
      'practitioners',
      '&_include:recurse=Schedule:actor:Practitioner',
      ['Organization', 'Practitioner', 'Schedule', 'Slot'],
    ],
    ['locations', '&_include%3Arecurse=Schedule%3Aactor%3ALocation', ['Location', 'Organization', 'Schedule', 'Slot']],
    [
      'the managing organisation',
      '&_include:recurse=Location:managingOrganization',
      ['Organization', 'Schedule', 'Slot'],
    ],
  ];
  for (const [what, parameter, types] of includes) {
    test(`includes ${types.join(', ')} where the consumer asks for ${what}`, async () => {
      const reply = await send(access, searchPath(day(1), day(3), parameter));
      expect([...new Set(entries(reply).map(({ resourceType }) => resourceType))].sort()).toEqual(types);
    });
  }

  test('answers an empty range with a Bundle that has no entry', async () => {
    const reply = await send(access, searchPath(day(400), day(401)));
    expect([reply.status, reply.json]).toEqual([200, { resourceType: 'Bundle', type: 'searchset' }]);
  });

  test('includes a slot that fills the range exactly and leaves out one that straddles a bound', async () => {
    const [slot] = await freeSlots(access);
    const [start, end] = [at(slot, 'start'), at(slot, 'end')];
    const found = async (from: string, to: string) =>
      entries(await send(access, searchPath(from, to)), 'Slot').some(({ id }) => id === slot?.['id']);
    expect(await found(start, end)).toBe(true);
    expect(await found(start.replace(':00:00', ':01:00'), end)).toBe(false);
    expect(await found(start, end.replace(/:(\d)0:00/, ':0$1:00'))).toBe(false);
  });

  const filter = (system: string, code: string) => `&searchFilter=${encodeURIComponent(`${system}|${code}`)}`;
  const type = 'https://fhir.nhs.uk/STU3/CodeSystem/GPConnect-OrganisationType-1';
  const ods = 'https://fhir.nhs.uk/Id/ods-organization-code';
  const filters: readonly [string, string, number][] = [
    ['nobody', '', 0],
    ['another type and an unknown system', filter(type, 'gp-practice') + filter('https://example.org/x', 'y'), 0],
    ['a type outside the value set', filter(type, 'oncology'), 0],
    ['the type', filter(type, 'urgent-care'), 1],
    ['the organisation', filter(ods, 'V81999'), 1],
    ['both', filter(type, 'urgent-care') + filter(ods, 'V81999'), 3],
  ];
  for (const [who, parameter, count] of filters) {
    test(`shows ${count} restricted slots a day to ${who}`, async () => {
      const reply = await send(access, searchPath(day(3), day(3), parameter));
      const restricted = entries(reply, 'Slot').filter((slot) => at(slot, 'serviceType.0.text').startsWith('Hub'));
      expect([reply.status, restricted.length]).toEqual([200, count]);
    });
  }

  test('never shows slots that are not open to patients, beyond the window or under embargo', async () => {
    const services = new Set((await freeSlots(access, 3, 13)).map((slot) => at(slot, 'serviceType.0.text')));
    expect([...services].sort()).toEqual(['GP call-back', 'Health check by video', 'Routine GP appointment']);
    const beyond = await freeSlots(access, 55, 10);
    const nearClockChange = beyond
      .map((slot) => at(slot, 'start').slice(5, 7))
      .every((month) => /03|04|10|11/.test(month));
    expect(nearClockChange).toBe(true);
  });

  test('opens its embargoed slots on the day before', async () => {
    const services = (await freeSlots(access, 1, 0)).map((slot) => at(slot, 'serviceType.0.text'));
    expect(services).toContain('Same-day appointment');
  });

  test('ignores parameters it does not know and accepts past ranges', async () => {
    const reply = await send(access, searchPath(day(-7), day(-1), '&foo=bar&_sort=start'));
    expect(reply.status).toBe(200);
  });

  const good = { status: 'free', start: `ge${day(1)}`, end: `le${day(7)}`, _include: 'Slot:schedule' };
  const [missing, parameter] = ['400 BAD_REQUEST invalid', '422 INVALID_PARAMETER invalid'];
  const wrong: readonly [string, Record<string, string | string[] | undefined>, string][] = [
    ['without status', { status: undefined }, missing],
    ['with status busy', { status: 'busy' }, parameter],
    ['without _include', { _include: undefined }, missing],
    ['without start', { start: undefined }, missing],
    ['without end', { end: undefined }, missing],
    ['with start twice', { start: [`ge${day(1)}`, `ge${day(2)}`] }, missing],
    ['with end twice', { end: [`le${day(1)}`, `le${day(2)}`] }, missing],
    ['over 15 days', { end: `le${day(16)}` }, parameter],
    ['with the end before the start', { end: `le${day(0)}` }, parameter],
    ['with lt and gt', { start: `lt${day(1)}`, end: `gt${day(7)}` }, parameter],
    ['with ge and le swapped', { start: `le${day(1)}`, end: `ge${day(7)}` }, parameter],
    ['without prefixes', { start: day(1), end: day(7) }, parameter],
    ['with an unknown prefix', { start: `ne${day(1)}` }, parameter],
    ['with a text for start', { start: 'invalidStartDate' }, parameter],
    ['with an empty start', { start: '' }, parameter],
    ['with an empty end', { end: 'le' }, parameter],
    ['with a year', { start: 'ge2030', end: 'le2030' }, parameter],
    ['with a month', { end: 'le2030-01' }, parameter],
    ['with a date that does not exist', { start: 'ge2030-02-30' }, parameter],
    ['with a dateTime without offset', { start: `ge${day(1)}T09:00:00` }, parameter],
    ['with a dateTime in UTC', { start: `ge${day(1)}T09:00:00Z` }, parameter],
    ['with summer time in January', { start: 'ge2030-01-07T09:00:00+01:00', end: 'le2030-01-08' }, parameter],
  ];
  for (const [how, change, expected] of wrong) {
    test(`refuses a search ${how} as ${expected}`, async () => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries({ ...good, ...change })) {
        for (const each of [value ?? []].flat()) query.append(name, each);
      }
      const reply = await send(access, `/Slot?${query.toString()}`);
      expect(refusal(reply)).toBe(expected);
      expect(at(reply.json, 'issue.0.diagnostics')).not.toBe('');
    });
  }

  for (const [what, start, end] of [
    ['exactly two weeks', day(1), day(15)],
    ['one day', day(1), day(1)],
    ['a date and a dateTime', '2030-01-07', '2030-01-08T12:00:00+00:00'],
    ['a dateTime and a date', '2030-07-07T09:00:00+01:00', '2030-07-08'],
    ['two weeks by the clock across a clock change', '2030-03-25T09:00:00+00:00', '2030-04-08T09:00:00+01:00'],
  ] as const) {
    test(`accepts ${what}`, async () => {
      expect((await send(access, searchPath(start, end))).status).toBe(200);
    });
  }

  test('refuses two weeks and a minute', async () => {
    const reply = await send(access, searchPath('2030-03-25T09:00:00+00:00', '2030-04-08T09:01:00+01:00'));
    expect(refusal(reply)).toBe(parameter);
  });
});

/** Whether two neighbouring slots are alike in all but the thing named. */
function sameBut(name: string, one: Tree, next: Tree): boolean {
  const qualities = { channel: 'extension.0.valueCode', service: 'serviceType.0.text', schedule: 'schedule.reference' };
  return Object.entries(qualities).every(([quality, path]) => quality === name || at(one, path) === at(next, path));
}
