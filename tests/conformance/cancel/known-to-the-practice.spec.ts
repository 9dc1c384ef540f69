import { judged, shows, test } from '../../../fixtures/conformance.js';
import { dayOfKnown } from '../../../fixtures/consumer/known-appointment.js';
import type { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { appointmentToSend } from '../../../fixtures/consumer/sessions/book.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import type { KnownAppointment } from '../../../fixtures/target/target.js';
import { practiceMadeCancelled } from '../../../requirements/cancel.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { appointmentIn } from '../../../requirements/sessions.js';
import type { Appointment } from '../../../requirements/stu3.js';

test(
  'an appointment that the practice made is cancelled like any other',
  shows('CANC-029'),
  judged(async (spec) => {
    const { consumer, trial, verify } = spec;
    const { practiceMadeToCancel: known } = evidenceAt(spec);
    if (known === undefined) return;
    const read = await consumer.read(known.id);
    if (read.body.at('status').text === 'cancelled') {
      return trial.notTested('CANC-029', `Appointment/${known.id} of the target's evidence is cancelled already`);
    }
    const appointment = appointmentToSend(read.body, `the answer ${read.inShort}`);
    await verify('CANC-029', await consumer.cancel(appointment), practiceMadeCancelled);
  }),
);

test(
  'an appointment that is past, or that it is too late to cancel, or whose practice lets nobody cancel, is not cancelled',
  shows('CANC-022', 'CANC-036', 'CANC-037'),
  judged(async (spec) => {
    const { consumer, appAt, verify } = spec;
    const { pastAppointment, tooLateToCancel, practiceWithoutCancellation: without } = evidenceAt(spec);
    const rows = [
      { id: 'CANC-022', app: consumer, known: pastAppointment },
      { id: 'CANC-037', app: consumer, known: tooLateToCancel },
      { id: 'CANC-036', app: without && appAt(without.practice), known: without?.appointment },
    ];
    for (const { id, app, known } of rows) {
      if (app === undefined || known === undefined) continue;
      await verify(id, await app.cancel(await asLastSeen(app, known)), refusedAsTheCatalogueSays);
    }
  }),
);

/**
 * The appointment as a read shows it, or, where it cannot be read because it is past, as a retrieve of the latest past
 * appointments does. Where neither does, what the target file says of it has to do: a refusal is due all the same.
 */
async function asLastSeen(app: PatientApp, known: KnownAppointment): Promise<Appointment> {
  const read = await app.read(known.id);
  if (read.body.resourceType === 'Appointment') return appointmentToSend(read.body, `the answer ${read.inShort}`);
  const retrieve = await app.retrieve(dayOfKnown(known), {
    query: (ordinary) => [...ordinary, ['past-appt-limit', '100']],
  });
  const listed = appointmentIn(retrieve, known.id);
  if (listed !== undefined) return appointmentToSend(listed, `the answer ${retrieve.inShort}`);
  const { id, start } = known;
  return { resourceType: 'Appointment', id, start, status: 'booked', participant: [], meta: { versionId: '1' } };
}
