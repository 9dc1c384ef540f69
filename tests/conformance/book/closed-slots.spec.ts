import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { bookSlots } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { endOf, offeredSlots, startOf, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { addDays, instantOf, ukDate, ukDateTime } from '../../../requirements/uk-time.js';

const aWeek = 7 * 24 * 60 * 60 * 1000;

test(
  'an appointment in the past cannot be booked',
  shows('BOOK-062'),
  judged(async (spec) => {
    const { consumer, narrator, verify } = spec;
    const booking = await bookSlots(consumer, [await slotInThePast(spec)], narrator);
    await verify('BOOK-062', booking, refusedAsTheCatalogueSays);
  }),
);

/** A slot of the last week, where the practice shows such (SLOT-026), or a free one with times a week too early. */
async function slotInThePast({ consumer, target, narrator }: SpecFixtures): Promise<OfferedSlot> {
  const today = ukDate(consumer.now);
  const past = await consumer.searchFreeSlots({ from: addDays(today, -7), to: addDays(today, -1) });
  const [slot] = offeredSlots(past).filter((one) => startOf(one) < consumer.now);
  if (slot !== undefined) return slot;
  const { slots } = await findSlots(consumer, target, narrator);
  const weeks = Math.ceil((endOf(slots[0]) - consumer.now) / aWeek);
  const earlier = (instant: number): string => ukDateTime(instant - weeks * aWeek);
  return { ...slots[0], start: earlier(startOf(slots[0])), end: earlier(endOf(slots[0])) };
}

test(
  'a slot that is under embargo or not open to patients cannot be booked',
  shows('BOOK-073'),
  judged(async (spec) => {
    const { consumer, narrator, practice, target, verify } = spec;
    const { unbookableSlot, embargoedSlot } = target.evidence;
    const closed = [unbookableSlot, embargoedSlot].filter((slot) => slot !== undefined);
    if (closed.length === 0 || practice.odsCode !== target.practices[0]?.odsCode) return;
    const { slots } = await findSlots(consumer, target, narrator);
    const lengths = new Set(slots.map((slot) => endOf(slot) - startOf(slot)));
    for (const { id, start } of closed) {
      for (const length of lengths) {
        const end = ukDateTime((instantOf(start) ?? 0) + length);
        const slot = { ...slots[0], id, start, end, location: undefined };
        await verify('BOOK-073', await bookSlots(consumer, [slot], narrator), refusedAsTheCatalogueSays);
      }
    }
  }),
);
