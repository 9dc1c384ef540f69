import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { bookSlots } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { adjacentPairs, pairApart, type OfferedSlot, type SlotPair } from '../../../fixtures/consumer/slots.js';
import { refusedWithoutEffect, slotsGone } from '../../../requirements/book.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { aftermathsOf, undoneAtOnce } from './aftermath.js';

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
  'two slots that do not belong together are refused as one booking, and neither is taken',
  shows(...unfit.map(({ id }) => id), 'BOOK-071'),
  judged(async (spec) => {
    const { slots } = await findSlots(spec.consumer, spec.target, spec.narrator);
    const gone = new Set<string>();
    for (const one of unfit) {
      const left = slots.filter(({ id }) => !gone.has(id));
      (await judgePair(spec, one, left)).forEach((id) => gone.add(id));
    }
  }),
);

/** Asks for one pair and looks what became of it. Returns the ids of slots that are, or may be, no longer free. */
async function judgePair(
  spec: SpecFixtures,
  { id, words, find }: UnfitPair,
  slots: readonly OfferedSlot[],
): Promise<readonly string[]> {
  const { consumer, narrator, trial, verify } = spec;
  const pair = find(slots);
  if (pair === undefined) {
    trial.notTested(id, `none of ${slots.length} free slots are two that are ${words}`);
    return [];
  }
  const booking = await bookSlots(consumer, pair, narrator);
  await verify(id, booking, refusedAsTheCatalogueSays);
  if (booking.succeeded) {
    await undoneAtOnce(spec);
    return pair.map((slot) => slot.id);
  }
  const aftermaths = await aftermathsOf(consumer, { slots: pair, refused: [booking] }, async () => {
    const spare = find(slots.filter((slot) => !pair.includes(slot)));
    if (spare === undefined) return undefined;
    const again = await bookSlots(consumer, spare, narrator);
    return again.succeeded ? undefined : { slots: spare, refused: [again] };
  });
  await verify('BOOK-071', aftermaths, refusedWithoutEffect);
  return aftermaths.flatMap(slotsGone);
}
