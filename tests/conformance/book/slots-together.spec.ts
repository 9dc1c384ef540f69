import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookSlots } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { endOf, startOf, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';

type Trait = (earlier: OfferedSlot, later: OfferedSlot) => boolean;

const traits = {
  adjacent: (earlier, later) => endOf(earlier) === startOf(later),
  apart: (earlier, later) => endOf(earlier) < startOf(later),
  schedule: (earlier, later) => earlier.schedule === later.schedule,
  channel: (earlier, later) => earlier.deliveryChannel === later.deliveryChannel,
  service: (earlier, later) => earlier.serviceType === later.serviceType,
} satisfies Record<string, Trait>;

const { adjacent, apart, schedule, channel, service } = traits;
const other =
  (trait: Trait): Trait =>
  (earlier, later) =>
    !trait(earlier, later);

/** Two free slots that differ in nothing but what keeps them from being one appointment. */
const unfit: readonly { readonly id: string; readonly words: string; readonly traits: readonly Trait[] }[] = [
  { id: 'BOOK-055', words: 'not adjacent, otherwise alike', traits: [apart, schedule, channel, service] },
  {
    id: 'BOOK-056',
    words: 'adjacent and alike, of different Schedules',
    traits: [adjacent, other(schedule), channel, service],
  },
  {
    id: 'BOOK-057',
    words: 'adjacent and alike, of different delivery channels',
    traits: [adjacent, schedule, other(channel), service],
  },
  {
    id: 'BOOK-058',
    words: 'adjacent and alike, of different service types',
    traits: [adjacent, schedule, channel, other(service)],
  },
];

test(
  'two slots that do not belong together are refused as one booking',
  shows(...unfit.map(({ id }) => id)),
  judged(async ({ consumer, target, narrator, trial, verify }) => {
    const { slots } = await findSlots(consumer, target, narrator);
    const taken = new Set<OfferedSlot>();
    for (const { id, words, traits: wanted } of unfit) {
      const pair = pairWith(
        wanted,
        slots.filter((slot) => !taken.has(slot)),
      );
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

function pairWith(
  wanted: readonly Trait[],
  slots: readonly OfferedSlot[],
): readonly [OfferedSlot, OfferedSlot] | undefined {
  for (const earlier of slots) {
    const later = slots.find((slot) => wanted.every((trait) => trait(earlier, slot)));
    if (later !== undefined) return [earlier, later];
  }
  return undefined;
}
