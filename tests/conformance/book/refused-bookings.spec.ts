import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedWithoutEffect } from '../../../requirements/book.js';
import { aftermathsOf, type RefusedForSlot } from './aftermath.js';
import { refusedBookings, type RefusedBooking } from './refused-bookings.cases.js';

for (const [topic, cases] of Object.entries(refusedBookings)) {
  test(
    `a booking that is wrong in ${topic} is refused without effect`,
    shows(...new Set(cases.map(({ id }) => id)), 'BOOK-071', 'BOOK-077'),
    judged(async (spec) => {
      const { slots } = await findSlots(spec.consumer, spec.target, spec.narrator);
      const untouched = await askForEach(spec, cases, slots);
      if (untouched !== undefined) await judgeAftermath(spec, untouched, slots);
      else spec.trial.notTested('BOOK-071', 'no free slot was left on which only refusals were given');
    }),
  );
}

/**
 * Asks for every booking of the list on one and the same slot, since a refused booking leaves it free. A booking that
 * is accepted all the same has taken it, so the next ones ask for the next slot. Returns the refusals for the last slot.
 */
async function askForEach(
  spec: SpecFixtures,
  cases: readonly RefusedBooking[],
  slots: readonly OfferedSlot[],
): Promise<RefusedForSlot | undefined> {
  const { target, trial, verify } = spec;
  const { profileVintage } = target.policies;
  const remaining = [...slots];
  let refused: Answer<'book'>[] = [];
  for (const one of cases.filter(({ vintage = profileVintage }) => vintage === profileVintage)) {
    const [slot] = remaining;
    if (slot === undefined) {
      trial.notTested(one.id, 'every free slot went to a booking that was to be refused');
      continue;
    }
    const booking = await ask(spec, one, slot);
    if (booking === undefined) {
      trial.notTested(one.id, `a booking ${one.words} needs ${one.needs ?? 'what is not there'}`);
      continue;
    }
    await verify(one.id, booking, one.check);
    if (booking.succeeded) remaining.shift();
    refused = booking.succeeded ? [] : [...refused, booking];
  }
  const [slot] = remaining;
  return slot === undefined ? undefined : { slot, refused };
}

function ask(
  { consumer, practice, trial }: SpecFixtures,
  { words, change }: Pick<RefusedBooking, 'words' | 'change'>,
  slot: OfferedSlot,
): Promise<Answer<'book'> | undefined> {
  const good = consumer.requestFor([slot]);
  const changed = change(good, { slot, baseUrl: practice.baseUrl });
  if (changed === undefined) return Promise.resolve(undefined);
  const body = typeof changed === 'string' ? changed : JSON.stringify(changed);
  return trial.stage.step(`a booking ${words}`, () => consumer.book(good, { body }));
}

/** BOOK-071 for all refusals of a slot with one search and one retrieve. */
async function judgeAftermath(
  spec: SpecFixtures,
  untouched: RefusedForSlot,
  slots: readonly OfferedSlot[],
): Promise<void> {
  const spare = slots[slots.findIndex(({ id }) => id === untouched.slot.id) + 1];
  const aftermaths = await aftermathsOf(spec, untouched, async () => {
    const withoutStatus = { words: 'without status', change: (good: object) => ({ ...good, status: undefined }) };
    const booking = spare && (await ask(spec, withoutStatus, spare));
    return spare === undefined || booking === undefined || booking.succeeded
      ? undefined
      : { slot: spare, refused: [booking] };
  });
  await spec.verify('BOOK-071', aftermaths, refusedWithoutEffect);
}
