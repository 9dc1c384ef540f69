import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { appointmentToSend, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import {
  freeAgain,
  heldForNobody,
  noLongerFree,
  sameEachTime,
  slotsDiffer,
} from '../../../requirements/slot-search/changes.js';
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
    const { consumer, verify } = spec;
    const { range, search, slots } = await fortnightWithSlots(spec);
    const searches = [search, await consumer.searchFreeSlots(range)];
    if (searches.some((one) => slotsDiffer(search, one))) {
      searches.push(await consumer.searchFreeSlots(range), await consumer.searchFreeSlots(range));
    }
    await verify('SLOT-064', searches, sameEachTime);
    await bookAsSomebodyElse(slots[0], spec);
  }),
);

/** Another patient books what this one has searched; where that is refused, this one tries whether it was held. */
async function bookAsSomebodyElse(slot: OfferedSlot, { consumer, otherConsumer, verify }: SpecFixtures): Promise<void> {
  if (otherConsumer === undefined) return;
  const other = await otherConsumer.book(otherConsumer.requestFor([slot]));
  if (other.succeeded) return;
  const own = await consumer.book(consumer.requestFor([slot]));
  await verify('SLOT-064', { other, own }, heldForNobody);
}
