import { judged, shows, test } from '../../../fixtures/conformance.js';
import { dayOfKnown } from '../../../fixtures/consumer/known-appointment.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { answeredAllTheSame } from '../../../requirements/http.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';

test(
  'a record that cannot be built fails the whole retrieve, and a locked one is retrieved as it was last saved',
  shows('HTTP-024', 'HTTP-033'),
  judged(async (spec) => {
    const { appAt, consumer, practice, verify } = spec;
    const { unbuildableAppointment, lockedPatient } = evidenceAt(spec);
    if (unbuildableAppointment !== undefined) {
      const retrieve = await consumer.retrieve(dayOfKnown(unbuildableAppointment));
      await verify('HTTP-024', retrieve, refusedAsTheCatalogueSays);
    }
    if (lockedPatient === undefined) return;
    const { token, ...patient } = lockedPatient;
    const today = ukDate(consumer.now);
    const retrieve = await appAt({ ...practice, token, patient }).retrieve({ from: today, to: addDays(today, 14) });
    await verify('HTTP-033', retrieve, answeredAllTheSame);
  }),
);
