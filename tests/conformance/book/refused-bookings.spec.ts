import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedWithoutEffect, unlessALocalRule } from '../../../requirements/book.js';
import { aftermathsOf, undoneAtOnce, type RefusedForSlots } from './aftermath.js';
import { refusedBookings, type RefusedBooking } from './refused-bookings.cases.js';

for (const [topic, cases] of Object.entries(refusedBookings)) {
  test(
    `a booking that is wrong in ${topic} is refused without effect`,
    shows(...new Set(cases.map(({ id }) => id)), 'BOOK-071', 'BOOK-077'),
    judged(async (spec) => {
      const { slots } = await findSlots(spec.consumer, spec.target, spec.narrator);
      const { profileVintage } = spec.target.policies;
      const applicable = cases.filter(({ vintage = profileVintage }) => vintage === profileVintage);
      const untouched = await askForEach(spec, applicable, slots);
      if (untouched !== undefined) await judgeAftermath(spec, untouched);
      else spec.trial.notTested('BOOK-071', 'no free slot was left on which only refusals were given');
    }),
  );
}

/** A slot on which only refusals were given, what was asked of it, and other slots of which it can be asked again. */
interface Untouched {
  readonly slot: OfferedSlot;
  readonly asked: readonly { readonly one: RefusedBooking; readonly booking: Answer<'book'> }[];
  readonly others: readonly OfferedSlot[];
}

/**
 * Asks for every booking of the list on one and the same slot, since a refused booking leaves it free. One that is
 * accepted all the same is cancelled before the next one, which asks for the next slot. Returns the refusals for the
 * last slot.
 */
async function askForEach(
  spec: SpecFixtures,
  cases: readonly RefusedBooking[],
  slots: readonly OfferedSlot[],
): Promise<Untouched | undefined> {
  const remaining = [...slots];
  let asked: Untouched['asked'][number][] = [];
  for (const one of cases) {
    const [slot] = remaining;
    if (slot === undefined) {
      spec.trial.notTested(one.id, 'every free slot went to a booking that was to be refused');
      continue;
    }
    const booking = await judgeOne(spec, one, slot);
    if (booking?.succeeded) {
      remaining.shift();
      asked = [];
    } else if (booking !== undefined) asked = [...asked, { one, booking }];
  }
  const [slot, ...others] = remaining;
  return slot === undefined ? undefined : { slot, asked, others };
}

/** Asks for one booking, with as few others standing as can be, and judges it; undefined where it needs what is not there. */
async function judgeOne(
  spec: SpecFixtures,
  one: RefusedBooking,
  slot: OfferedSlot,
): Promise<Answer<'book'> | undefined> {
  const standing = await undoneAtOnce(spec);
  const booking = await ask(spec, one, slot);
  if (booking === undefined) {
    spec.trial.notTested(one.id, `a booking ${one.words} needs ${one.needs ?? 'what is not there'}`);
  } else {
    await spec.verify(one.id, booking, (...facts) => unlessALocalRule(booking, standing, one.check(...facts)));
  }
  return booking;
}

function ask(
  { consumer, practice, trial }: SpecFixtures,
  { words, change, isFlawed }: RefusedBooking,
  slot: OfferedSlot,
): Promise<Answer<'book'> | undefined> {
  const good = consumer.requestFor([slot]);
  const changed = change(good, { slot, baseUrl: practice.baseUrl });
  if (changed === undefined) return Promise.resolve(undefined);
  const body = typeof changed === 'string' ? changed : JSON.stringify(changed);
  return trial.stage.step(`a booking ${words}`, () => consumer.book(good, { body, ...(isFlawed && { isFlawed }) }));
}

/** BOOK-071 for all refusals of a slot with one search and one retrieve; where the slot is gone, all are asked again. */
async function judgeAftermath(spec: SpecFixtures, { slot, asked, others }: Untouched): Promise<void> {
  const first: RefusedForSlots = { slots: [slot], refused: asked.map(({ booking }) => booking) };
  const aftermaths = await aftermathsOf(spec.consumer, first, async () => {
    const [spare] = others;
    if (spare === undefined) return undefined;
    const refused: Answer<'book'>[] = [];
    for (const { one } of asked) {
      const booking = await ask(spec, one, spare);
      if (booking?.succeeded) return undefined;
      if (booking !== undefined) refused.push(booking);
    }
    return { slots: [spare], refused };
  });
  await spec.verify('BOOK-071', aftermaths, refusedWithoutEffect);
}
