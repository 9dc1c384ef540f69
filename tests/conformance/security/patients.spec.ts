import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookAndRead, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { evidenceAt, secondPatient } from '../../../fixtures/suite/preconditions.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { answeredAllTheSame } from '../../../requirements/http.js';
import { nothingOfAnotherPatient } from '../../../requirements/security.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';

test(
  'a token opens nothing of another patient, in no interaction',
  shows('SEC-004'),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const other = secondPatient(spec);
    if (other === undefined) return;
    const { slots } = await findSlots(consumer, target, narrator);
    const [first, second] = slots;
    const { appointment } = await bookAndRead(other, first, narrator);
    const retrieve = await consumer.retrieve(dayOf(first), {}, other.patientId);
    const others: Answer[] = [await consumer.read(appointment.id ?? '')];
    if (second !== undefined) others.push(await consumer.book(other.requestFor([second]), {}, other.patient));
    if (target.declares.cancel !== false) others.push(await consumer.cancel(appointment));
    await verify('SEC-004', { retrieve, others }, nothingOfAnotherPatient);
  }),
);

test(
  'a practice that has switched the service off refuses it, and dissent from sharing does not',
  shows('SEC-016', 'SEC-017'),
  judged(async (spec) => {
    const { appAt, consumer, practice, verify } = spec;
    const { disabledPractice, dissentingPatient } = evidenceAt(spec);
    const tomorrow = addDays(ukDate(consumer.now), 1);
    const day = { from: tomorrow, to: tomorrow };
    if (disabledPractice !== undefined) {
      await verify('SEC-016', await appAt(disabledPractice).searchFreeSlots(day), refusedAsTheCatalogueSays);
    }
    if (dissentingPatient === undefined) return;
    const { token, ...patient } = dissentingPatient;
    const dissenting = appAt({ ...practice, token, patient });
    await verify('SEC-017', await dissenting.searchFreeSlots(day), answeredAllTheSame);
    await verify('SEC-017', await dissenting.retrieve(day), answeredAllTheSame);
  }),
);
