import { expect, test } from '@playwright/test';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import { accessTo, at, book, day, entries, freeSlots, refusal, retrievePath, searchPath, send } from './patient-app.js';

test.describe('practices', () => {
  let provider: RunningProvider;

  test.beforeAll(async () => {
    provider = await startProvider({ practices: 6 });
  });
  test.afterAll(() => provider.stop());

  test('B82617 has nothing for a fortnight and plenty after it', async () => {
    const access = accessTo(provider, 'B82617');
    expect(await freeSlots(access, 0, 14)).toEqual([]);
    expect((await freeSlots(access, 15, 6)).length).toBeGreaterThan(40);
  });

  test('C84001 has no slots at all', async () => {
    const access = accessTo(provider, 'C84001');
    for (const from of [-7, 0, 14, 28]) expect(await freeSlots(access, from, 14)).toEqual([]);
  });

  test('D81001 has several surgeries under one organisation', async () => {
    const access = accessTo(provider, 'D81001');
    const reply = await send(access, searchPath(day(1), day(6), '&_include:recurse=Schedule:actor:Location'));
    const locations = entries(reply, 'Location');
    expect(locations.length).toBe(3);
    const [organization] = entries(reply, 'Organization');
    const managing = `Organization/${at(organization, 'id')}`;
    expect(locations.map((location) => at(location, 'managingOrganization.reference'))).toEqual([
      managing,
      managing,
      managing,
    ]);
  });

  test('a slot and an appointment of one practice are unknown at the others', async () => {
    const [here, there] = [accessTo(provider, 'A20047'), accessTo(provider, 'D81001')];
    const slots = (await freeSlots(there)).slice(0, 1);
    expect(refusal(await book(here, slots))).toBe('422 REFERENCE_NOT_FOUND invalid');
    const { status, json } = await book(there, slots);
    expect(status).toBe(201);
    expect(refusal(await send(here, `/Appointment/${at(json, 'id')}`))).toBe('404 NO_RECORD_FOUND not-found');
    const listed = entries(await send(here, retrievePath(here, day(0), day(20))));
    expect(listed.map(({ id }) => id)).not.toContain(json['id']);
  });

  test('the target file fits the target schema and names all practices', () => {
    const target = loadTarget({ file: 'target.yaml', text: provider.targetFile(), environment: {} });
    expect(target.practices.map(({ odsCode }) => odsCode)).toEqual(['A20047', 'B82617']);
    expect(target.federation.map(({ odsCode }) => odsCode)).toEqual([
      'A20047',
      'B82617',
      'C84001',
      'D81001',
      'G80001',
      'G80002',
    ]);
  });
});
