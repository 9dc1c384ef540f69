import type { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { endOf, startOf, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { Answer } from '../../../requirements/answer.js';
import { has, onlyIn, type NarrowedSearch, type SearchedInParts } from '../../../requirements/slot-search/range.js';
import { addDays, daysBetween, ukDate, ukDateTime, type DateRange } from '../../../requirements/uk-time.js';

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

/** The two halves of a range searched one by one; where one shows more than the whole, both are searched once more. */
export async function inHalves(
  consumer: PatientApp,
  range: DateRange,
  wide: Answer<'slot-search'>,
): Promise<SearchedInParts> {
  const middle = addDays(range.from, Math.floor(daysBetween(range.from, range.to) / 2));
  const halves = [
    { from: range.from, to: middle },
    { from: addDays(middle, 1), to: range.to },
  ];
  const parts: Answer<'slot-search'>[] = [];
  for (const half of halves) {
    const part = await consumer.searchFreeSlots(half);
    parts.push(part);
    if (onlyIn(part, wide).length === 0) continue;
    return { wide, parts, again: [await consumer.searchFreeSlots(range), await consumer.searchFreeSlots(half)] };
  }
  return { wide, parts };
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

/** An absence is looked at again, in the wide search and in its own: somebody else may have taken the slot meanwhile. */
async function around(
  consumer: PatientApp,
  wide: DateRange,
  slot: OfferedSlot,
  start: string,
  end: string,
): Promise<NarrowedSearch> {
  const narrow = await consumer.searchBetween(start, end);
  if (has(narrow, slot.id)) return { slotId: slot.id, narrow };
  const wideAgain = await consumer.searchFreeSlots(wide);
  if (!has(wideAgain, slot.id)) return { slotId: slot.id, narrow, wideAgain };
  return { slotId: slot.id, narrow: await consumer.searchBetween(start, end), wideAgain };
}

const wholeSecondAfter = (slot: OfferedSlot): number => Math.ceil(endOf(slot) / aSecond) * aSecond;
