import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import type { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { bookToGoOn } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { adjacentPair, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { Answer } from '../../../requirements/answer.js';
import { exactlyOneSucceeds, refusedAsAWhole, unlessALocalRule, type Race } from '../../../requirements/book.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import type { CheckResult } from '../../../requirements/finding.js';
import { aftermathsOf, undoneAtOnce, type RefusedForSlots } from './aftermath.js';

/** Whoever takes a slot before the patient asks for it: another patient, where there is one. */
const quickerThan = ({ consumer, otherConsumer }: SpecFixtures): PatientApp => otherConsumer ?? consumer;

/** Where one and the same patient asks twice, a limit of the practice's own may be what refuses the second booking. */
const unlessTheOnlyPatient = (
  { otherConsumer }: SpecFixtures,
  booking: Answer<'book'>,
  result: CheckResult,
): CheckResult => unlessALocalRule(booking, otherConsumer === undefined ? 1 : 0, result);

test(
  'a slot that is no longer free is refused, alone and beside one that is free',
  shows('BOOK-059', 'BOOK-061'),
  judged(async (spec) => {
    const { consumer, target, narrator, trial, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const pair = adjacentPair(slots);
    const taken = pair?.[1] ?? slots[0];
    await bookToGoOn(quickerThan(spec), [taken], narrator);
    const second = await consumer.book(consumer.requestFor([taken]));
    await verify('BOOK-059', second, (answer, wanted) =>
      unlessTheOnlyPatient(spec, second, refusedAsTheCatalogueSays(answer, wanted)),
    );
    if (second.succeeded && pair !== undefined) {
      await undoneAtOnce(spec);
      await bookToGoOn(quickerThan(spec), [taken], narrator);
    }
    if (pair === undefined) trial.notTested('BOOK-061', 'no two free slots can be booked together');
    else await judgeWhole(spec, pair, slots);
  }),
);

/** BOOK-061: the later slot of the pair is taken; the earlier one is still free after both were refused together. */
async function judgeWhole(
  spec: SpecFixtures,
  pair: readonly [OfferedSlot, OfferedSlot],
  slots: readonly OfferedSlot[],
): Promise<void> {
  const first = await refusedTogether(spec, pair);
  const free = await aftermathsOf(spec.consumer, first, async () => {
    const spare = adjacentPair(slots.filter((slot) => !pair.includes(slot)));
    if (spare === undefined) return undefined;
    await bookToGoOn(quickerThan(spec), [spare[1]], spec.narrator);
    return refusedTogether(spec, spare);
  });
  await spec.verify('BOOK-061', { booking: first.booking, free }, (facts, wanted) =>
    unlessTheOnlyPatient(spec, first.booking, refusedAsAWhole(facts, wanted)),
  );
}

async function refusedTogether(
  { consumer }: SpecFixtures,
  pair: readonly [OfferedSlot, OfferedSlot],
): Promise<RefusedForSlots & Pick<Parameters<typeof refusedAsAWhole>[0], 'booking'>> {
  const booking = await consumer.book(consumer.requestFor(pair));
  return { booking, slots: [pair[0]], refused: booking.succeeded ? [] : [booking] };
}

test(
  'of two patients who book one slot at the same moment exactly one gets it',
  shows('BOOK-060'),
  judged(async (spec) => {
    const { slots } = await findSlots(spec.consumer, spec.target, spec.narrator);
    const races: Race[] = [];
    for (const slot of slots.slice(0, 2)) {
      const race = await raceFor(spec, slot);
      races.push(race);
      // Nobody won: somebody else may have taken the slot just before, so the next slot decides.
      if (race.some((booking) => booking.succeeded)) break;
    }
    const [winner, loser] = [true, false].map((succeeds) =>
      races.at(-1)?.find((booking) => booking.succeeded === succeeds),
    );
    await spec.verify('BOOK-060', races, (facts, wanted) => {
      const result = exactlyOneSucceeds(facts, wanted);
      return winner === undefined || loser === undefined ? result : unlessTheOnlyPatient(spec, loser, result);
    });
  }),
);

async function raceFor({ consumer, otherConsumer = consumer }: SpecFixtures, slot: OfferedSlot): Promise<Race> {
  const [one, other] = [consumer.onNewConnection(), otherConsumer.onNewConnection()];
  return Promise.all([one.book(one.requestFor([slot])), other.book(other.requestFor([slot]))]);
}
