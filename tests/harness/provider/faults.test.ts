import { expect, test } from '@playwright/test';
import { Agent } from 'undici';
import { loadCatalogueIds } from './catalogue-ids.js';
import { FEDERATION_FAULTS } from '../../../fixtures/provider/faults/federation.js';
import { FAULTS } from '../../../fixtures/provider/faults/index.js';
import { SESSION_FAULTS } from '../../../fixtures/provider/faults/sessions.js';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { isProblem } from '../../../problem.js';
import {
  accessTo,
  at,
  book,
  bookingBody,
  cancel,
  day,
  entries,
  freeSlots,
  otherAccess,
  refusal,
  retrievePath,
  searchPath,
  send,
  sendJson,
  type Access,
  type Tree,
} from './patient-app.js';

/** The practices of one federation: the one under observation, a sibling, and one without slots. */
interface Place {
  readonly access: Access;
  readonly sibling: Access;
  readonly empty: Access;
  readonly otherPatient: Access;
}

/** What a consumer sees; the same words from two practices mean that it saw no difference. */
type Observation = (place: Place) => Promise<string>;

const firstSlot = async (access: Access) => (await freeSlots(access))[0] ?? {};

const confirmation: Observation = async ({ access }) => {
  const slot = await firstSlot(access);
  const { status, json } = await book(access, [slot]);
  const same = ['start', 'end'].every((time) => json[time] === slot[time]);
  const slotSame = at(json, 'slot.0.reference') === `Slot/${at(slot, 'id')}`;
  return `${status} slot ${slotSame} times ${same} patient ${at(json, 'participant.0.actor.reference') === `Patient/${access.patientId}`}`;
};

const afterBooking: Observation = async ({ access }) => {
  const slot = await firstSlot(access);
  const { json } = await book(access, [slot]);
  const listed = (await freeSlots(access)).some(({ id }) => id === slot['id']);
  const found = await retrieved(access, json);
  const read = await send(access, `/Appointment/${at(json, 'id')}`);
  return `free ${listed} retrieved ${at(found, 'status')} version ${at(found, 'meta.versionId')} read ${read.status}`;
};

const second: Observation = async ({ access }) => {
  const slot = await firstSlot(access);
  await book(access, [slot]);
  return refusal(await book(access, [slot]));
};

const atOnce: Observation = async ({ access }) => {
  const slot = await firstSlot(access);
  const replies = await Promise.all([book(access, [slot]), book(access, [slot])]);
  return replies
    .map(({ status }) => status)
    .sort()
    .join();
};

const afterCancelling: Observation = async ({ access }) => {
  const slot = await firstSlot(access);
  const { json } = await book(access, [slot]);
  const { status } = await cancel(access, json);
  const free = (await freeSlots(access)).some(({ id }) => id === slot['id']);
  return `${status} retrieved ${at(await retrieved(access, json), 'status')} free ${free}`;
};

const rescheduled: Observation = async ({ access }) => {
  const [slot = {}, next = {}] = await freeSlots(access);
  const { json } = await book(access, [slot]);
  await cancel(access, json);
  await book(access, [next]);
  return `old ${at(await retrieved(access, json), 'status')}`;
};

const heldForAnother: Observation = async ({ access, otherPatient }) => {
  const slot = await firstSlot(access);
  return refusal(
    await sendJson(otherPatient, '/Appointment', bookingBody({ slots: [slot], patientId: otherPatient.patientId })),
  );
};

/** After two bookings, so that a practice which minds new connections has had time to. */
const onNewConnection: Observation = async ({ access }) => {
  const [first = {}, another = {}, slot = {}] = await freeSlots(access);
  await book(access, [first]);
  await book(access, [another]);
  const dispatcher = new Agent();
  const body = bookingBody({ slots: [slot], patientId: access.patientId });
  const reply = await sendJson(access, '/Appointment', body, { dispatcher });
  await dispatcher.close();
  return String(reply.status);
};

const emptyThenNext: Observation = async ({ access }) => {
  const first = await send(access, searchPath(day(200), day(206)));
  const next = await send(access, searchPath(day(207), day(213)));
  return `${first.status} ${next.status}`;
};

const emptyThenWider: Observation = async ({ access }) => {
  const first = await send(access, searchPath(day(203), day(204)));
  const wider = await send(access, searchPath(day(201), day(207)));
  return `${first.status} ${wider.status}`;
};

const sameTwice: Observation = async ({ access }) => {
  const [first, again] = [await freeSlots(access), await freeSlots(access)];
  return `${first.length - again.length} fewer`;
};

const organisations: Observation = async ({ access }) => {
  const reply = await send(access, searchPath(day(1), day(3)));
  const codes = entries(reply, 'Organization').map((organization) => at(organization, 'identifier.0.value'));
  const own = codes.map((code) => code.toLowerCase() === prefixOf(access));
  return `${own.join()} slots own ${entries(reply, 'Slot').every(({ id }) => String(id).startsWith(`${prefixOf(access)}-`))}`;
};

const acrossPractices: Observation = async ({ access, sibling }) => {
  const { json } = await book(sibling, [await firstSlot(sibling)]);
  return `elsewhere ${at(await retrieved(access, json), 'status')}`;
};

const siblingsSlot: Observation = async ({ access, sibling }) => {
  const slot = (await freeSlots(sibling)).at(-1) ?? {};
  return refusal(await book(access, [slot]));
};

const besideEmpty: Observation = async ({ access, empty }) => {
  const replies = await Promise.all([access, empty].map((practice) => send(practice, searchPath(day(1), day(4)))));
  return replies.map(({ status }) => status).join();
};

/** How a consumer notices each fault. */
const NOTICED_BY: Readonly<Record<string, Observation>> = {
  'confirms-another-slot': confirmation,
  'confirms-another-patient': confirmation,
  'confirms-nhs-number-as-patient-id': confirmation,
  'confirms-other-times': confirmation,
  'books-with-200': confirmation,
  'refuses-the-first-attempt': confirmation,
  'booked-slot-stays-free': afterBooking,
  'retrieve-leaves-out-bookings': afterBooking,
  'bookings-cannot-be-read': afterBooking,
  'retrieve-shows-a-stale-version': afterBooking,
  'books-a-taken-slot': second,
  'refuses-a-taken-slot-with-422': second,
  'books-twice-at-once': atOnce,
  'search-holds-slots': heldForAnother,
  'books-only-on-a-used-connection': onNewConnection,
  'repeated-search-refused': emptyThenWider,
  'every-second-search-leaves-a-slot-out': sameTwice,
  'empty-search-not-found': emptyThenNext,
  'cancel-changes-nothing': afterCancelling,
  'cancelled-appointment-keeps-its-slot': afterCancelling,
  'rescheduling-drops-the-cancelled': rescheduled,
  'shows-a-siblings-organisation': organisations,
  'lists-a-siblings-slots': organisations,
  'lists-the-federation': organisations,
  'branch-as-organisation': organisations,
  'shows-siblings-appointments': acrossPractices,
  'books-a-siblings-slot': siblingsSlot,
  'fails-beside-an-empty-sibling': besideEmpty,
};

const OBSERVED = [...SESSION_FAULTS, ...FEDERATION_FAULTS];

test.describe('faults of sessions and federations', () => {
  let provider: RunningProvider;

  // Every fault has a federation of its own in one and the same server; federation 0 is without fault.
  test.beforeAll(async () => {
    const federations = [[], ...OBSERVED.map(({ id }) => [id])];
    provider = await startProvider({
      practices: federations.flatMap((faults, place) => [
        { odsCode: `F${1000 + place}A`, faults, federation: String(place) },
        { odsCode: `F${1000 + place}B`, faults, federation: String(place) },
        { odsCode: `F${1000 + place}C`, faults, federation: String(place), kind: 'no-slots' as const },
      ]),
    });
  });
  test.afterAll(() => provider.stop());

  const placeOf = (place: number): Place => {
    const accessAt = (suffix: string) => accessTo(provider, `F${1000 + place}${suffix}`);
    const access = accessAt('A');
    return {
      access,
      sibling: accessAt('B'),
      empty: accessAt('C'),
      otherPatient: otherAccess(provider, `F${1000 + place}A`),
    };
  };

  for (const [place, { id, title }] of OBSERVED.entries()) {
    test(`${id}: ${title}`, async () => {
      const observe = NOTICED_BY[id];
      if (observe === undefined) throw new Error(`nobody notices ${id}`);
      expect(await observe(placeOf(place + 1))).not.toBe(await observe(placeOf(0)));
    });
  }
});

test('every fault names requirements of the catalogue, once each and in order, and has an id of its own', async () => {
  const known = await loadCatalogueIds();
  for (const { violates } of FAULTS) {
    expect(violates.length).toBeGreaterThan(0);
    expect([...new Set(violates)].sort()).toEqual([...violates].sort());
    expect(violates.filter((id) => !known.includes(id))).toEqual([]);
  }
  expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
});

test('an unknown fault is refused before the provider listens', async () => {
  const thrown = await startProvider({ faults: ['no-such-fault'] }).catch((problem: unknown) => problem);
  expect(isProblem(thrown, 'usage') && thrown.what).toContain("'no-such-fault'");
});

async function retrieved(access: Access, appointment: Tree): Promise<Tree | undefined> {
  const reply = await send(access, retrievePath(access, day(0), day(30)));
  return entries(reply).find(({ id }) => id === appointment['id']);
}

/** Start of the practice's ids: its ODS code in lower case. */
function prefixOf(access: Access): string {
  return access.patientId.split('-')[0] ?? '';
}
