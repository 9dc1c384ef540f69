import type { SpecFixtures } from '../../../fixtures/conformance.js';
import type { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { startOf, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { Answer } from '../../../requirements/answer.js';
import { slotsGone, type Aftermath } from '../../../requirements/book.js';
import type { DateRange } from '../../../requirements/uk-time.js';

/** Slots for which bookings were asked, and those that were refused. */
export interface RefusedForSlots {
  readonly slots: readonly [OfferedSlot, ...OfferedSlot[]];
  readonly refused: readonly Answer<'book'>[];
}

/** What the diary of the app's patient shows after refused bookings of offered slots. */
async function lookAfterwards(app: PatientApp, { slots, refused }: RefusedForSlots): Promise<Aftermath> {
  const days = daysOf(slots);
  const search = await app.searchFreeSlots(days);
  const retrieve = await app.retrieve(days);
  return { slotIds: slots.map(({ id }) => id), refused, search, retrieve };
}

/** What the diary of the app's patient shows after refused bookings of slots that no search offers. */
export async function diaryAfter(app: PatientApp, { slots, refused }: RefusedForSlots): Promise<Aftermath> {
  const retrieve = await app.retrieve(daysOf(slots));
  return { slotIds: slots.map(({ id }) => id), refused, search: undefined, retrieve };
}

/**
 * What the diary of the app's patient shows after refused bookings of offered slots. Where a slot is gone, somebody else
 * may have taken it just then, so the same is asked again of other slots: what happens twice is no coincidence.
 */
export async function aftermathsOf(
  app: PatientApp,
  first: RefusedForSlots,
  askAgain: () => Promise<RefusedForSlots | undefined>,
): Promise<readonly Aftermath[]> {
  const aftermath = await lookAfterwards(app, first);
  if (slotsGone(aftermath).length === 0) return [aftermath];
  const second = await askAgain();
  return second === undefined ? [aftermath] : [aftermath, await lookAfterwards(app, second)];
}

function daysOf(slots: RefusedForSlots['slots']): DateRange {
  const [first, ...others] = [...slots].sort((one, other) => startOf(one) - startOf(other));
  const last = others.at(-1) ?? first ?? slots[0];
  return { from: dayOf(first ?? slots[0]).from, to: dayOf(last).to };
}

/**
 * Cancels what was accepted before the next booking is asked for: a practice may have rules of its own, such as one
 * appointment a patient and day (BOOK-064). Returns how many bookings stand all the same.
 */
export async function undoneAtOnce({ target, trial }: SpecFixtures): Promise<number> {
  if (trial.bookingsStanding > 0 && target.declares.cancel !== false) await trial.undoBookings();
  return trial.bookingsStanding;
}
