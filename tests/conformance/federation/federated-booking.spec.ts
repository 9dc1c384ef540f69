import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { bookSlots, bookToGoOn, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import {
  earliestOf,
  mergedView,
  searchBesideEmpty,
  searchFederation,
  type PracticeAvailability,
} from '../../../fixtures/consumer/sessions/federated.js';
import { inWords, sessionRanges } from '../../../fixtures/consumer/sessions/search.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import type { Answer } from '../../../requirements/answer.js';
import * as federated from '../../../requirements/federation.js';
import { ukDate } from '../../../requirements/uk-time.js';

test(
  'a patient searches every practice of the federation and books where the chosen slot is',
  shows('FED-001', 'FED-002', 'FED-003', 'FED-005', 'FED-007'),
  judged(async (spec) => {
    if (isNoFederation(spec)) return;
    const availability = await askEveryPractice(spec);
    for (const one of availability) await judgeAnswer(one, spec);
    const isAtHome = ({ practice }: PracticeAvailability): boolean => practice === spec.practice.odsCode;
    const soon = spec.consumer.bookableFrom;
    const elsewhere = earliestOf(
      availability.filter((one) => !isAtHome(one) && one.app.knowsPatient),
      soon,
    );
    if (elsewhere !== undefined && (await bookElsewhere(elsewhere, availability, spec))) return;
    if (elsewhere === undefined) spec.trial.notTested('FED-007', 'no other practice of the federation has a free slot');
    const atHome = earliestOf(availability.filter(isAtHome), soon);
    if (atHome !== undefined) return bookAndLookAround(atHome, availability, spec);
    if (elsewhere !== undefined) return;
    const ranges = sessionRanges(spec.target, ukDate(spec.consumer.now));
    throw new Problem('missing', { what: `No practice has a free slot in ${ranges.map(inWords).join(', ')}` });
  }),
);

test(
  'a practice answers for itself while another one has nothing to offer',
  shows('FED-004'),
  judged(async (spec) => {
    if (isNoFederation(spec)) return;
    const availability = await askEveryPractice(spec);
    for (const one of availability) await judgeBesideOthers(one, availability, spec);
  }),
);

test(
  'a slot id of one practice is refused at another',
  shows('FED-006'),
  judged(async (spec) => {
    if (isNoFederation(spec)) return;
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
    const title = `book Slot/${owner.slot.id} of ${owner.at.practice} at ${stranger.practice}`;
    const { app } = stranger;
    const booking = await spec.narrator.step('2a', title, () =>
      app.book(app.requestFor([owner.slot]), { isFlawed: true }),
    );
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
      mend: 'Name them under "federation" in the target file; an empty list says that there is none',
    });
  }
  const ranges = sessionRanges(target, ukDate(consumer.now));
  const availability = await searchFederation(federation, ranges, target.pace.inFlight, narrator);
  const found = availability.filter((practice) => practice.slots.length > 0).length;
  await narrator.step(
    '1b',
    `merged availability: slots at ${found} of ${availability.length} practices`,
    async (note) => note(mergedView(availability)),
  );
  return availability;
}

/** True where the target file says that there is no federation; every requirement of the test is then said so. */
function isNoFederation({ target, trial }: SpecFixtures): boolean {
  if (target.federation.length > 1 || target.sourceOf('federation') === 'default') return false;
  for (const id of trial.stage.declared) trial.notApplicable(id, 'the target file names no federation of practices');
  return true;
}

async function judgeAnswer({ practice, search, failure }: PracticeAvailability, spec: SpecFixtures): Promise<void> {
  if (search === undefined) spec.trial.inError('FED-001', failure ?? 'no answer', practice);
  else await spec.verify('FED-001', search, federated.answersForItself, practice);
}

/** Where every other practice has slots, one of them is asked for a range in which it has none. */
async function judgeBesideOthers(
  one: PracticeAvailability,
  availability: readonly PracticeAvailability[],
  { narrator, target, trial, verify }: SpecFixtures,
): Promise<void> {
  const { practice, search, failure } = one;
  if (search === undefined) return trial.inError('FED-004', failure ?? 'no answer', practice);
  const others = availability.filter((other) => other !== one);
  const found = others.filter((other) => other.slots.length > 0);
  const [emptyAt] = found;
  const isByItself = found.length < others.length || emptyAt === undefined;
  const round = isByItself
    ? availability
    : ((await searchBesideEmpty(emptyAt, [one], target.pace.inFlight, narrator)) ?? []);
  const othersWithoutSlots = round
    .filter((other) => other.practice !== practice && other.slots.length === 0)
    .map((other) => other.practice);
  const now = round.find((other) => other.practice === practice);
  if (now?.failure !== undefined) return trial.inError('FED-004', now.failure, practice);
  await verify('FED-004', { search: now?.search ?? search, othersWithoutSlots }, federated.untouchedByOthers, practice);
}

interface ChosenSlot {
  readonly at: PracticeAvailability;
  readonly slot: OfferedSlot;
}

/** Books at a practice that is not the patient's own; false where that is not done there. */
async function bookElsewhere(
  chosen: ChosenSlot,
  availability: readonly PracticeAvailability[],
  spec: SpecFixtures,
): Promise<boolean> {
  const { at, slot } = chosen;
  const booking = await bookSlots(at.app, [slot], spec.narrator);
  await spec.verify('FED-007', booking, federated.bookedElsewhere, at.practice);
  if (booking.succeeded && booking.body.id !== undefined) {
    await lookAround(chosen, { booking, id: booking.body.id }, availability, spec);
    return true;
  }
  const reason = `${at.practice} does not book for this patient: ${booking.inShort}`;
  if ([403, 404, 422].includes(booking.status)) spec.trial.notApplicable('FED-005', `${reason} (FED-007)`, at.practice);
  else spec.trial.notTested('FED-005', reason, at.practice);
  return false;
}

async function bookAndLookAround(
  chosen: ChosenSlot,
  availability: readonly PracticeAvailability[],
  spec: SpecFixtures,
): Promise<void> {
  const made = await bookToGoOn(chosen.at.app, [chosen.slot], spec.narrator);
  await lookAround(chosen, made, availability, spec);
}

/** A look into the diary of the practice that confirmed the booking, and into everybody else's. */
async function lookAround(
  { at, slot }: ChosenSlot,
  { booking, id }: { readonly booking: Answer<'book'>; readonly id: string },
  availability: readonly PracticeAvailability[],
  { narrator, verify }: SpecFixtures,
): Promise<void> {
  const here = await narrator.step('3', `retrieve at ${at.practice}`, () => at.app.retrieve(dayOf(slot)));
  const others = availability.filter(
    (other) => other.practice !== at.practice && other.search?.succeeded && other.app.knowsPatient,
  );
  const elsewhere = await Promise.all(
    others.map((other) => narrator.step('3', `retrieve at ${other.practice}`, () => other.app.retrieve(dayOf(slot)))),
  );
  await verify('FED-005', { id, booking, here, elsewhere }, federated.visibleAtThisPracticeOnly, at.practice);
}
