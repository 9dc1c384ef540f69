import { judged, shows, test } from '../../../fixtures/conformance.js';
import type { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { bookSlots } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { endOf, offeredSlots, startOf, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedWithoutEffect } from '../../../requirements/book.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { addDays, instantOf, ukDate, ukDateTime } from '../../../requirements/uk-time.js';
import { aftermathsOf, diaryAfter, undoneAtOnce } from './aftermath.js';

const aMinute = 60 * 1000;
const aWeek = 7 * 24 * 60 * aMinute;

/** How long slots usually are: nobody says how long a closed one is, and only its true end tells why it is refused. */
const usualMinutes = [5, 10, 15, 20];

const lengthOf = (slot: OfferedSlot): number => endOf(slot) - startOf(slot);

test(
  'an appointment in the past cannot be booked, and the attempt leaves nothing behind',
  shows('BOOK-062', 'BOOK-071'),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const past = await slotOfLastWeek(consumer);
    if (past !== undefined) {
      await verify('BOOK-062', await bookSlots(consumer, [past], narrator), refusedAsTheCatalogueSays);
      await undoneAtOnce(spec);
    }
    const [slot, spare] = (await findSlots(consumer, target, narrator)).slots;
    const bookTooEarly = (one: OfferedSlot) =>
      consumer.book(consumer.requestFor([inThePast(one, consumer.now)]), { isFlawed: true });
    const booking = await bookTooEarly(slot);
    await verify('BOOK-062', booking, refusedAsTheCatalogueSays);
    if (booking.succeeded) return;
    const aftermaths = await aftermathsOf(consumer, { slots: [slot], refused: [booking] }, async () => {
      if (spare === undefined) return undefined;
      const again = await bookTooEarly(spare);
      return again.succeeded ? undefined : { slots: [spare], refused: [again] };
    });
    await verify('BOOK-071', aftermaths, refusedWithoutEffect);
  }),
);

/** A slot of the last week, where the practice shows such (SLOT-026). */
async function slotOfLastWeek(consumer: PatientApp): Promise<OfferedSlot | undefined> {
  const today = ukDate(consumer.now);
  const past = await consumer.searchFreeSlots({ from: addDays(today, -7), to: addDays(today, -1) });
  return offeredSlots(past).find((one) => startOf(one) < consumer.now);
}

/** The slot as many weeks earlier as it takes. */
function inThePast(slot: OfferedSlot, now: number): OfferedSlot {
  const weeks = Math.ceil((endOf(slot) - now) / aWeek);
  const earlier = (instant: number): string => ukDateTime(instant - weeks * aWeek);
  return { ...slot, start: earlier(startOf(slot)), end: earlier(endOf(slot)) };
}

test(
  'a slot that is under embargo or not open to patients cannot be booked, and the attempt leaves nothing behind',
  shows('BOOK-073', 'BOOK-071'),
  judged(async (spec) => {
    const { consumer, narrator, target, verify } = spec;
    const { unbookableSlot, embargoedSlot } = evidenceAt(spec);
    const closed = [unbookableSlot, embargoedSlot].filter((slot) => slot !== undefined);
    if (closed.length === 0) return;
    const { slots } = await findSlots(consumer, target, narrator);
    const lengths = new Set([...usualMinutes.map((minutes) => minutes * aMinute), ...slots.map(lengthOf)]);
    for (const { id, start } of closed) {
      const refused: Answer<'book'>[] = [];
      const longAs = (length: number): OfferedSlot => {
        const end = ukDateTime((instantOf(start) ?? 0) + length);
        return { ...slots[0], id, start, end, location: undefined };
      };
      for (const length of lengths) {
        const booking = await bookSlots(consumer, [longAs(length)], narrator);
        await verify('BOOK-073', booking, refusedAsTheCatalogueSays);
        if (booking.succeeded) await undoneAtOnce(spec);
        else refused.push(booking);
      }
      const aftermath = await diaryAfter(consumer, { slots: [longAs(0)], refused });
      await verify('BOOK-071', [aftermath], refusedWithoutEffect);
    }
  }),
);
