import { judged, shows, test } from '../../../fixtures/conformance.js';
import { dayOfKnown } from '../../../fixtures/consumer/known-appointment.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import { changeShown, listed } from '../../../requirements/retrieve.js';

test(
  'a patient sees an appointment that the practice made, and what the practice changed in one',
  shows('RETR-014', 'RETR-033'),
  judged(async (spec) => {
    const { consumer, verify } = spec;
    const { practiceMadeAppointment: made, changedAppointment: changed } = evidenceAt(spec);
    if (made !== undefined) {
      const retrieve = await consumer.retrieve(dayOfKnown(made));
      await verify('RETR-014', [{ retrieve, id: made.id }], listed);
    }
    if (changed !== undefined) {
      const retrieve = await consumer.retrieve(dayOfKnown(changed));
      await verify('RETR-033', { retrieve, ...changed }, changeShown);
    }
  }),
);
