import { judged, shows, test } from '../../../fixtures/conformance.js';
import { appointmentToSend, bookToGoOn } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { notApplicableUnlessSeen } from '../../../fixtures/suite/preconditions.js';
import {
  appointmentRules,
  dataTypeRules,
  slotSearchProfileRules,
  versionFollowsContent,
} from '../../../requirements/profiles.js';
import { idsOf } from '../../../requirements/registry.js';

test(
  'what a search brings has the content its profiles ask for',
  shows(...idsOf(slotSearchProfileRules)),
  judged(async ({ consumer, target, narrator }) => {
    await findSlots(consumer, target, narrator);
  }),
);

test(
  'an appointment has the content its profile asks for, and a new version with every change',
  shows(...idsOf(appointmentRules), 'PROF-A10', ...idsOf(dataTypeRules)),
  judged(async (spec) => {
    const { consumer, target, narrator, trial, verify } = spec;
    const { search, slots } = await findSlots(consumer, target, narrator);
    const { booking, id } = await bookToGoOn(consumer, [slots[0]], narrator);
    const [first, second] = await narrator.step('3', `read Appointment/${id} twice`, async () => [
      await consumer.read(id),
      await consumer.read(id),
    ]);
    const ofPlaces = dataTypeRules.filter((rule) => ['PROF-D01', 'PROF-D02', 'PROF-D03'].includes(rule.id));
    notApplicableUnlessSeen(spec, ofPlaces, [search, booking, first, second]);
    const appointment = appointmentToSend(second.body, `the answer to the read (${second.inShort})`);
    if (target.declares.cancel === false) {
      return trial.notApplicable('PROF-A10', 'the target file declares cancel: false, so no appointment changes');
    }
    const [cancellation, after] = await narrator.step('4', `cancel Appointment/${id}, then read it`, async () => [
      await consumer.cancel(appointment),
      await consumer.read(id),
    ]);
    await verify('PROF-A10', { first, second, cancellation, after }, versionFollowsContent);
  }),
);
