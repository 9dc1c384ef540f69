import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { appointmentToSend, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import type { Answer } from '../../../requirements/answer.js';
import {
  freeAgain,
  heldForNobody,
  noLongerFree,
  sameEachTime,
  slotsDiffer,
  type EqualSearches,
} from '../../../requirements/slot-search/changes.js';
import { has } from '../../../requirements/slot-search/range.js';
import type { DateRange } from '../../../requirements/uk-time.js';
import { fortnightWithSlots } from './fortnight.js';

test(
  'a booked slot is no longer free, and free again once it is cancelled',
  shows('SLOT-062', 'SLOT-063'),
  judged(async (spec) => {
    const { consumer, verify, target, trial } = spec;
    const [slot] = (await fortnightWithSlots(spec)).slots;
    const booking = await consumer.book(consumer.requestFor([slot]));
    if (!booking.succeeded) {
      throw new Problem('missing', { what: `The booking of Slot/${slot.id} was answered ${booking.inShort}` });
    }
    await verify('SLOT-062', { slotId: slot.id, search: await consumer.searchFreeSlots(dayOf(slot)) }, noLongerFree);
    if (target.declares.cancel === false) return trial.notApplicable('SLOT-063', 'the provider does not offer cancel');
    const cancellation = await consumer.cancel(appointmentToSend(booking.body, 'The confirmation'));
    const search = await consumer.searchFreeSlots(dayOf(slot));
    await verify('SLOT-063', { slotId: slot.id, cancellation, search }, freeAgain);
  }),
);

test(
  'searching changes nothing about the slots and holds none of them',
  shows('SLOT-064'),
  judged(async (spec) => {
    const { range, search, slots } = await fortnightWithSlots(spec);
    await spec.verify('SLOT-064', await searchedAgain(range, search, slots, spec), sameEachTime);
    await bookAsSomebodyElse(slots[0], spec);
  }),
);

/**
 * The search once more; where that differs, in a second pair too, and where that differs again, with the booking of a
 * slot that is no longer listed: one that somebody else has taken is refused.
 */
async function searchedAgain(
  range: DateRange,
  first: Answer<'slot-search'>,
  slots: readonly OfferedSlot[],
  { consumer }: SpecFixtures,
): Promise<EqualSearches> {
  const again = (): Promise<Answer<'slot-search'>> => consumer.searchFreeSlots(range);
  const second = await again();
  if (!slotsDiffer(first, second)) return { searches: [first, second] };
  const [third, fourth] = [await again(), await again()];
  const searches = [first, second, third, fourth];
  const gone = slots.find(({ id }) => !has(fourth, id));
  if (gone === undefined || !slotsDiffer(third, fourth)) return { searches };
  return { searches, bookedThough: { slotId: gone.id, booking: await consumer.book(consumer.requestFor([gone])) } };
}

/** Another patient books what this one has searched; where that is refused, this one tries whether it was held. */
async function bookAsSomebodyElse(slot: OfferedSlot, { consumer, otherConsumer, verify }: SpecFixtures): Promise<void> {
  if (otherConsumer === undefined) return;
  const other = await otherConsumer.book(otherConsumer.requestFor([slot]));
  if (other.succeeded) return;
  const own = await consumer.book(consumer.requestFor([slot]));
  await verify('SLOT-064', { other, own }, heldForNobody);
}
