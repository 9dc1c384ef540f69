import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { appointmentToSend, bookToGoOn, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { spreadOverDays } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import type { Answer } from '../../../requirements/answer.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { idsOf } from '../../../requirements/registry.js';
import * as retrieval from '../../../requirements/retrieve.js';
import { appointmentIn } from '../../../requirements/sessions.js';

const ofBooked = ['RETR-001', 'RETR-003', 'RETR-025', 'RETR-027', 'RETR-029', 'RETR-030', 'RETR-032'];

test(
  'a patient sees the booked and the cancelled appointments of a range, each with what it has to say',
  shows(...new Set([...ofBooked, ...idsOf(retrieval.retrieveRules), 'RETR-013', 'RETR-031'])),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const [first = slots[0], second] = spreadOverDays(slots);
    if (second === undefined) throw new Problem('missing', { what: 'It needs two free slots, and there is only one' });
    const { id } = await bookToGoOn(consumer, [first], narrator);
    const { id: secondId } = await bookToGoOn(consumer, [second], narrator);
    const range = { from: dayOf(first).from, to: dayOf(second).to };
    const retrieve = await consumer.retrieve(range);
    await verify('RETR-001', retrieve, answeredAsTheCatalogueSays);
    await verify('RETR-032', { retrieve, id }, retrieval.patientIdUnderstood);
    await verify('RETR-025', { retrieve, id }, retrieval.bookingOrganisationListed);
    const ofFirstDay = { retrieve: await consumer.retrieve(dayOf(first)), id };
    const ofBothDays = [id, secondId].map((one) => ({ retrieve, id: one }));
    await verify('RETR-003', [...ofBothDays, ofFirstDay], retrieval.listed);
    await askForMore(spec, range, id);
    await judgeCancelled(spec, { retrieve, id, cancelledId: secondId, range });
  }),
);

/** The same range with parameters that the guide does not know. */
async function askForMore(
  { consumer, target, trial, verify }: SpecFixtures,
  range: Parameters<SpecFixtures['consumer']['retrieve']>[0],
  id: string,
): Promise<void> {
  const unknown = await consumer.retrieve(range, {
    query: (ordinary) => [...ordinary, ['_sort', 'date'], ['foo', 'bar']],
  });
  await verify('RETR-030', unknown, answeredAsTheCatalogueSays);
  if (target.declares.retrieveIncludes === false) {
    trial.notApplicable('RETR-027', 'the target file declares retrieveIncludes: false');
  } else {
    const included = await consumer.retrieve(range, {
      query: (ordinary) => [
        ...ordinary,
        ['_include:recurse', 'Appointment:actor:Practitioner'],
        ['_include:recurse', 'Appointment:actor:Location'],
      ],
    });
    await verify('RETR-027', included, retrieval.includesAccepted);
  }
  if (target.declares.statusFilter === false) {
    trial.notApplicable('RETR-029', 'the target file declares statusFilter: false');
  } else {
    const booked = await consumer.retrieve(range, { query: (ordinary) => [...ordinary, ['status', 'booked']] });
    await verify('RETR-029', { retrieve: booked, id }, retrieval.bookedFound);
  }
}

/** Cancels the second appointment and looks again. */
async function judgeCancelled(
  { consumer, target, trial, verify }: SpecFixtures,
  facts: {
    readonly retrieve: Answer<'retrieve'>;
    readonly id: string;
    readonly cancelledId: string;
    readonly range: Parameters<SpecFixtures['consumer']['retrieve']>[0];
  },
): Promise<void> {
  const { id, cancelledId, range } = facts;
  if (target.declares.cancel === false) {
    for (const one of ['RETR-013', 'RETR-031']) trial.notApplicable(one, 'the target file declares cancel: false');
    return;
  }
  const listed = appointmentIn(facts.retrieve, cancelledId);
  const read = listed === undefined ? (await consumer.read(cancelledId)).body : listed;
  const cancellation = await consumer.cancel(appointmentToSend(read, `the retrieve (${facts.retrieve.inShort})`));
  if (!cancellation.succeeded) {
    const reason = `the cancellation was answered ${cancellation.inShort}, so there is no cancelled appointment to find`;
    for (const one of ['RETR-013', 'RETR-031']) trial.notTested(one, reason);
    return;
  }
  const retrieve = await consumer.retrieve(range);
  await verify('RETR-013', { retrieve, bookedId: id, cancelledId }, retrieval.cancelledOnesIncluded);
  await verify('RETR-031', { retrieve, id: cancelledId }, retrieval.reasonOfCancellationListed);
}
