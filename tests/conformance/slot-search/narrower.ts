import type { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { endOf, startOf, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { has, type NarrowedSearch } from '../../../requirements/slot-search/range.js';
import { ukDate, ukDateTime, type DateRange } from '../../../requirements/uk-time.js';

const aSecond = 1000;
const aMinute = 60 * aSecond;

/** For each slot a search of its own day, and one from exactly its start to exactly its end. */
export async function narrowed(
  consumer: PatientApp,
  wide: DateRange,
  slots: readonly OfferedSlot[],
): Promise<{ readonly byDay: readonly NarrowedSearch[]; readonly exactly: readonly NarrowedSearch[] }> {
  const byDay: NarrowedSearch[] = [];
  const exactly: NarrowedSearch[] = [];
  for (const slot of slots) {
    byDay.push(await around(consumer, wide, slot, ukDate(startOf(slot)), ukDate(endOf(slot))));
    exactly.push(await around(consumer, wide, slot, ukDateTime(startOf(slot)), ukDateTime(wholeSecondAfter(slot))));
  }
  return { byDay, exactly };
}

/** Two searches that each hold the slot but for a minute (or half of it, where it is shorter) at its start or end. */
export async function cutShort(consumer: PatientApp, slot: OfferedSlot): Promise<readonly NarrowedSearch[]> {
  const [start, end] = [startOf(slot), endOf(slot)];
  const cut = Math.min(aMinute, Math.floor((end - start) / 2 / aSecond) * aSecond);
  if (cut < aSecond) return [];
  const later = await consumer.searchBetween(ukDateTime(start + cut), ukDateTime(end));
  const earlier = await consumer.searchBetween(ukDateTime(start), ukDateTime(end - cut));
  return [later, earlier].map((narrow) => ({ slotId: slot.id, narrow }));
}

/** An absence is looked at again in the wide search: somebody else may have taken the slot meanwhile. */
async function around(
  consumer: PatientApp,
  wide: DateRange,
  slot: OfferedSlot,
  start: string,
  end: string,
): Promise<NarrowedSearch> {
  const narrow = await consumer.searchBetween(start, end);
  if (has(narrow, slot.id)) return { slotId: slot.id, narrow };
  return { slotId: slot.id, narrow, wideAgain: await consumer.searchFreeSlots(wide) };
}

const wholeSecondAfter = (slot: OfferedSlot): number => Math.ceil(endOf(slot) / aSecond) * aSecond;
