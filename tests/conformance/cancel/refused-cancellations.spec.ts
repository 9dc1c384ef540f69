import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { asCancelled } from '../../../fixtures/consumer/cancellation-request.js';
import { bookAndRead, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots, type FoundSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { isNotOffered } from '../../../fixtures/suite/preconditions.js';
import { nothingChanged, type CancellationAndRead } from '../../../requirements/cancel.js';
import { Node } from '../../../requirements/node.js';
import type { Appointment } from '../../../requirements/stu3.js';
import { refusedCancellations, type AtHand, type RefusedCancellation } from './refused-cancellations.cases.js';

for (const [topic, cases] of Object.entries(refusedCancellations)) {
  test(
    `a cancellation ${topic} is refused without effect`,
    shows(...new Set(cases.map(({ id }) => id)), 'CANC-038'),
    judged(async (spec) => {
      if (isNotOffered(spec, 'cancel')) return;
      const { consumer, target, trial, narrator, verify } = spec;
      const found = await findSlots(consumer, target, narrator);
      const { appointment } = await bookAndRead(consumer, found.slots[0], narrator);
      const before = await consumer.searchFreeSlots(dayOf(found.slots[0]));
      const asked = await askForEach(spec, cases, found, appointment);
      if (asked.length === 0) return trial.notTested('CANC-038', 'no cancellation could be asked for');
      const after = await consumer.searchFreeSlots(dayOf(found.slots[0]));
      await verify('CANC-038', { asked, before, after }, nothingChanged);
    }),
  );
}

/**
 * Asks for every cancellation of one and the same appointment, since a refused one leaves it as it is. Where one is
 * accepted all the same, or changed something, the next one is asked of a new appointment in the next slot.
 */
async function askForEach(
  spec: SpecFixtures,
  cases: readonly RefusedCancellation[],
  found: FoundSlots,
  booked: Appointment,
): Promise<readonly CancellationAndRead[]> {
  const remaining = found.slots.slice(1);
  const asked: CancellationAndRead[] = [];
  let standing: Appointment | undefined = booked;
  for (const one of cases) {
    const slot: OfferedSlot | undefined = standing === undefined ? remaining.shift() : undefined;
    if (slot !== undefined) standing = (await bookAndRead(spec.consumer, slot, spec.narrator)).appointment;
    if (standing === undefined) {
      spec.trial.notTested(one.id, 'every free slot went to a cancellation that was to be refused');
      continue;
    }
    const facts = await ask(spec, one, standing, found);
    if (facts === undefined) {
      spec.trial.notTested(one.id, `a cancellation with ${one.words} needs ${one.needs ?? 'what is not there'}`);
      continue;
    }
    await spec.verify(one.id, facts, one.check);
    asked.push(facts);
    if (hasEffect(facts)) standing = undefined;
  }
  return asked;
}

async function ask(
  { consumer, practice, target, trial }: SpecFixtures,
  { words, body, headers }: RefusedCancellation,
  appointment: Appointment,
  found: FoundSlots,
): Promise<CancellationAndRead | undefined> {
  const good = asCancelled(appointment, target.booking.cancellationReason);
  const changed = body(good, { baseUrl: practice.baseUrl, ...othersThan(appointment, found) });
  if (changed === undefined) return undefined;
  const text = typeof changed === 'string' ? changed : JSON.stringify(changed);
  return trial.stage.step(`a cancellation with ${words}`, async () => {
    const cancellation = await consumer.cancel(appointment, { body: text, headers: headers?.(good) ?? {} });
    return { cancellation, read: await consumer.read(appointment.id ?? '') };
  });
}

/** A free slot and an actor of the search that the appointment does not have. */
function othersThan(appointment: Appointment, { search, slots }: FoundSlots): Omit<AtHand, 'baseUrl'> {
  const taken = appointment.slot?.map(({ reference }) => reference) ?? [];
  const named = appointment.participant.map(({ actor }) => actor?.reference);
  const actors = [...search.entries('Practitioner'), ...search.entries('Location')].map(
    (actor) => `${actor.resourceType ?? ''}/${actor.id ?? ''}`,
  );
  return {
    otherSlot: slots.map(({ id }) => `Slot/${id}`).findLast((reference) => !taken.includes(reference)),
    otherActor: actors.find((reference) => !named.includes(reference)),
  };
}

/** Whether the appointment is no longer as it was, so that nothing more can be asked of it. */
function hasEffect({ cancellation, read }: CancellationAndRead): boolean {
  const before = new Node(cancellation.asked.before, 'before');
  const isSame = before.at('meta', 'versionId').text === read.body.at('meta', 'versionId').text;
  return cancellation.succeeded || (read.succeeded && !isSame);
}
