import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { unknownIdsLike } from '../../../fixtures/consumer/unknown-ids.js';
import { appointmentToSend, bookAndRead, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { isNotOffered } from '../../../fixtures/suite/preconditions.js';
import type { Answer } from '../../../requirements/answer.js';
import { cancelRules, cancellationAccepted, shownAsCancelled } from '../../../requirements/cancel.js';
import { answeredAsTheCatalogueSays, refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { idsOf } from '../../../requirements/registry.js';
import type { Appointment } from '../../../requirements/stu3.js';

test(
  'a patient cancels an appointment as it was read, sees it cancelled, and cannot cancel it twice',
  shows('CANC-001', ...idsOf(cancelRules), 'CANC-024', 'CANC-026', 'CANC-027', 'CANC-030'),
  judged(async (spec) => {
    if (isNotOffered(spec, 'cancel')) return;
    const { consumer, target, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const { appointment } = await bookAndRead(consumer, slots[0], narrator);
    await cancelUnknown(spec, appointment);
    const cancellation = await consumer.cancel(appointment);
    await verify('CANC-001', cancellation, cancellationAccepted);
    await verify('CANC-024', cancellation, answeredAsTheCatalogueSays);
    const read = await consumer.read(appointment.id ?? '');
    const retrieve = await consumer.retrieve(dayOf(slots[0]));
    await verify('CANC-030', { cancellation, read, retrieve }, shownAsCancelled);
    await cancelAgain(spec, cancellation, read);
  }),
);

/** CANC-026: the same request to an id that no appointment has. */
async function cancelUnknown({ consumer, verify }: SpecFixtures, appointment: Appointment): Promise<void> {
  const [, id] = unknownIdsLike(appointment.id ?? '');
  await verify('CANC-026', await consumer.cancel({ ...appointment, id }), refusedAsTheCatalogueSays);
}

/** CANC-027: the cancelled appointment as it is now, under its new version. */
async function cancelAgain(
  { consumer, trial, verify }: SpecFixtures,
  cancellation: Answer<'cancel'>,
  read: Answer<'read'>,
): Promise<void> {
  if (!cancellation.succeeded) {
    return trial.notTested('CANC-027', `the first cancellation was answered ${cancellation.inShort}`);
  }
  const known = read.body.resourceType === 'Appointment' ? read : cancellation;
  const cancelled = appointmentToSend(known.body, `the answer ${known.inShort}`);
  const isShownSo = cancelled.status === 'cancelled';
  const second = await consumer.cancel(cancelled, isShownSo ? { body: JSON.stringify(cancelled) } : {});
  await verify('CANC-027', second, refusedAsTheCatalogueSays);
}
