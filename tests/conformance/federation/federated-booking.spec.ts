import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { bookSlots, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import {
  earliestOf,
  mergedView,
  searchFederation,
  type PracticeAvailability,
} from '../../../fixtures/consumer/sessions/federated.js';
import { inWords, rangesOf } from '../../../fixtures/consumer/sessions/search.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import * as federated from '../../../requirements/federation.js';
import { ukDate } from '../../../requirements/uk-time.js';

test(
  'a patient searches every practice of the federation and books where the chosen slot is',
  shows('FED-001', 'FED-002', 'FED-003', 'FED-004', 'FED-005'),
  judged(async (spec) => {
    const availability = await askEveryPractice(spec);
    for (const practice of availability) await judgeAvailability(practice, availability, spec);
    const chosen = earliestOf(availability, spec.consumer.bookableFrom);
    if (chosen === undefined) {
      const ranges = rangesOf(spec.target.search, ukDate(spec.consumer.now));
      throw new Problem('missing', { what: `No practice has a free slot in ${ranges.map(inWords).join(', ')}` });
    }
    await bookAndLookAround(chosen, availability, spec);
  }),
);

test(
  'a slot id of one practice is refused at another',
  shows('FED-006'),
  judged(async (spec) => {
    const availability = await askEveryPractice(spec);
    const owner = earliestOf(availability, spec.consumer.bookableFrom);
    // A practice without slots may refuse for that reason alone, so one that has some tells more.
    const [stranger] = availability
      .filter(
        ({ practice, search, slots }) =>
          practice !== owner?.at.practice && search?.succeeded && slots.every((slot) => slot.id !== owner?.slot.id),
      )
      .sort((one, other) => other.slots.length - one.slots.length);
    if (owner === undefined || stranger === undefined) {
      throw new Problem('missing', { what: 'It needs a slot at one practice and another practice that answers' });
    }
    const booking = await bookSlots(stranger.app, [owner.slot], spec.narrator);
    await spec.verify('FED-006', booking, federated.foreignSlotRefused, stranger.practice);
  }),
);

/** Step 1 at each practice, then the merged view of what they have. */
async function askEveryPractice({
  consumer,
  federation,
  target,
  narrator,
}: SpecFixtures): Promise<readonly PracticeAvailability[]> {
  if (federation.length < 2) {
    throw new Problem('missing', {
      what: 'A federated session needs at least two practices',
      mend: 'Name them under "federation" in the target file',
    });
  }
  const ranges = rangesOf(target.search, ukDate(consumer.now));
  const availability = await searchFederation(federation, ranges, target.pace.inFlight, narrator);
  const found = availability.filter((practice) => practice.slots.length > 0).length;
  await narrator.step(
    '1b',
    `merged availability: slots at ${found} of ${availability.length} practices`,
    async (note) => note(mergedView(availability)),
  );
  return availability;
}

async function judgeAvailability(
  { practice, search, failure }: PracticeAvailability,
  availability: readonly PracticeAvailability[],
  { verify, trial }: SpecFixtures,
): Promise<void> {
  if (search === undefined) {
    for (const id of ['FED-001', 'FED-004']) trial.inError(id, failure ?? 'no answer', practice);
    return;
  }
  const withoutSlots = availability.filter((other) => other.practice !== practice && other.slots.length === 0);
  const othersWithoutSlots = withoutSlots.map((other) => other.practice);
  await verify('FED-001', search, federated.answersForItself, practice);
  await verify('FED-004', { search, othersWithoutSlots }, federated.untouchedByOthers, practice);
}

/** Step 2 at the practice whose slot was chosen, then a look into its diary and into everybody else's. */
async function bookAndLookAround(
  { at, slot }: { readonly at: PracticeAvailability; readonly slot: OfferedSlot },
  availability: readonly PracticeAvailability[],
  { narrator, verify, trial }: SpecFixtures,
): Promise<void> {
  const booking = await bookSlots(at.app, [slot], narrator);
  const id = booking.body.id;
  if (!booking.succeeded || id === undefined) {
    const ofPatientElsewhere = [403, 404, 422].includes(booking.status);
    const reason = `${at.practice} does not book for this patient: ${booking.inShort}`;
    if (ofPatientElsewhere) trial.notApplicable('FED-005', `${reason} (FED-007)`, at.practice);
    else trial.notTested('FED-005', reason, at.practice);
    return;
  }
  const here = await narrator.step('3', `retrieve at ${at.practice}`, () => at.app.retrieve(dayOf(slot)));
  const others = availability.filter(
    (other) => other.practice !== at.practice && other.search?.succeeded && other.app.knowsPatient,
  );
  const elsewhere = await Promise.all(
    others.map((other) => narrator.step('3', `retrieve at ${other.practice}`, () => other.app.retrieve(dayOf(slot)))),
  );
  await verify('FED-005', { id, booking, here, elsewhere }, federated.visibleAtThisPracticeOnly, at.practice);
}
