import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { bookAndRead, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import * as reading from '../../../requirements/read.js';
import { idsOf } from '../../../requirements/registry.js';
import type { Appointment } from '../../../requirements/stu3.js';

test(
  'a patient reads a booked appointment as it was confirmed, and reads it again when it is cancelled',
  shows(...['READ-001', ...idsOf(reading.readRules)], ...['READ-016', 'READ-017', 'READ-019', 'READ-020', 'READ-021']),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const { booking, read, appointment } = await bookAndRead(consumer, slots[0], narrator);
    await verify('READ-001', read, reading.answeredWithTheAppointment);
    await verify('READ-003', read, reading.sameIdAsAsked);
    await verify('READ-018', read, reading.bookingOrganisationShown);
    const retrieve = await consumer.retrieve(dayOf(slots[0]));
    await verify('READ-017', { booking, read, retrieve }, reading.sameInEveryView);
    await askForMore(spec, read);
    await judgeCancelled(spec, appointment);
  }),
);

/** The same appointment by a version of it, with an include, and by an id in another letter case. */
async function askForMore({ consumer, target, trial, verify }: SpecFixtures, read: Answer<'read'>): Promise<void> {
  const { id } = read.asked;
  if (target.declares.versionRead === false) {
    trial.notApplicable('READ-019', 'the target file declares versionRead: false');
  } else {
    const version = read.body.at('meta', 'versionId').text ?? '1';
    const path = `/Appointment/${encodeURIComponent(id)}/_history/${encodeURIComponent(version)}`;
    await verify('READ-019', { answer: await consumer.request('GET', path), id }, reading.versionReadOrRefused);
  }
  const included = await consumer.read(id, { query: () => [['_include:recurse', 'Appointment:actor:Location']] });
  await verify('READ-020', included, reading.answeredWithTheAppointment);
  const otherCase = inOtherCase(id);
  if (otherCase === id) return trial.notApplicable('READ-021', 'the ids of this provider have no letters');
  await verify('READ-021', await consumer.read(otherCase), refusedAsTheCatalogueSays);
}

/** The id with its first letter in the other case; the id itself where it has none. */
const inOtherCase = (id: string): string =>
  id.replace(/[A-Za-z]/, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));

async function judgeCancelled(
  { consumer, target, trial, verify }: SpecFixtures,
  appointment: Appointment,
): Promise<void> {
  if (target.declares.cancel === false) {
    return trial.notApplicable('READ-016', 'the target file declares cancel: false');
  }
  const cancellation = await consumer.cancel(appointment);
  if (!cancellation.succeeded) {
    return trial.notTested('READ-016', `the cancellation was answered ${cancellation.inShort}`);
  }
  await verify('READ-016', await consumer.read(cancellation.asked.id), reading.cancelledOneReadable);
}
