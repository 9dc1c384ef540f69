import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookSlots } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { adjacentPairs, pairApart, type OfferedSlot, type SlotPair } from '../../../fixtures/consumer/slots.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';

type Trait = (pair: SlotPair) => boolean;

const schedule: Trait = ([earlier, later]) => earlier.schedule === later.schedule;
const channel: Trait = ([earlier, later]) => earlier.deliveryChannel === later.deliveryChannel;
const service: Trait = ([earlier, later]) => earlier.serviceType === later.serviceType;
const other =
  (trait: Trait): Trait =>
  (pair) =>
    !trait(pair);

const adjacentWith =
  (...traits: readonly Trait[]) =>
  (slots: readonly OfferedSlot[]): SlotPair | undefined =>
    adjacentPairs(slots).find((pair) => traits.every((trait) => trait(pair)));

interface UnfitPair {
  readonly id: string;
  readonly words: string;
  readonly find: (slots: readonly OfferedSlot[]) => SlotPair | undefined;
}

/** Two free slots that differ in nothing but what keeps them from being one appointment. */
const unfit: readonly UnfitPair[] = [
  { id: 'BOOK-055', words: 'alike, but not adjacent', find: pairApart },
  {
    id: 'BOOK-056',
    words: 'adjacent and alike, but of different Schedules',
    find: adjacentWith(other(schedule), channel, service),
  },
  {
    id: 'BOOK-057',
    words: 'adjacent and alike, but of different delivery channels',
    find: adjacentWith(schedule, other(channel), service),
  },
  {
    id: 'BOOK-058',
    words: 'adjacent and alike, but of different service types',
    find: adjacentWith(schedule, channel, other(service)),
  },
];

test(
  'two slots that do not belong together are refused as one booking',
  shows(...unfit.map(({ id }) => id)),
  judged(async ({ consumer, target, narrator, trial, verify }) => {
    const { slots } = await findSlots(consumer, target, narrator);
    const taken = new Set<OfferedSlot>();
    for (const { id, words, find } of unfit) {
      const pair = find(slots.filter((slot) => !taken.has(slot)));
      if (pair === undefined) {
        trial.notTested(id, `none of ${slots.length} free slots are two that are ${words}`);
        continue;
      }
      const booking = await bookSlots(consumer, pair, narrator);
      await verify(id, booking, refusedAsTheCatalogueSays);
      if (booking.succeeded) pair.forEach((slot) => taken.add(slot));
    }
  }),
);
