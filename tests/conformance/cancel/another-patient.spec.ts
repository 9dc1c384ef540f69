import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookAndRead, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { secondPatient } from '../../../fixtures/suite/preconditions.js';
import { refusedWithoutEffect } from '../../../requirements/cancel.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { refusedForAnotherPatient } from '../../../requirements/retrieve.js';

test(
  'an appointment of another patient is neither listed nor read nor cancelled',
  shows('RETR-018', 'READ-014', 'CANC-028'),
  judged(async (spec) => {
    const { consumer, target, trial, narrator, verify } = spec;
    const other = secondPatient(spec);
    if (other === undefined) return;
    const { slots } = await findSlots(consumer, target, narrator);
    const { appointment } = await bookAndRead(other, slots[0], narrator);
    const { id = '' } = appointment;
    const retrieve = await consumer.retrieve(dayOf(slots[0]), {}, other.patientId);
    await verify('RETR-018', retrieve, refusedForAnotherPatient);
    await verify('READ-014', await consumer.read(id), refusedAsTheCatalogueSays);
    if (target.declares.cancel === false) {
      return trial.notApplicable('CANC-028', 'the target file declares cancel: false');
    }
    const cancellation = await consumer.cancel(appointment);
    await verify('CANC-028', { cancellation, read: await other.read(id) }, refusedWithoutEffect);
  }),
);
