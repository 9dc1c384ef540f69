import { judged, shows, test } from '../../../fixtures/conformance.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { explainedFailure, pastReadRefused, practiceMadeReadable } from '../../../requirements/read.js';

/** Ids of the parent's suite: one that is no id of most servers, one that is an id of nothing. */
const unknownIds = ['Invalid4321', '8888888888'];

test(
  'an appointment that does not exist cannot be read',
  shows('READ-012'),
  judged(async ({ consumer, verify }) => {
    for (const id of unknownIds) await verify('READ-012', await consumer.read(id), refusedAsTheCatalogueSays);
  }),
);

test(
  'appointments that only the practice knows are read, refused or explained as each of them demands',
  shows('READ-011', 'READ-013', 'READ-015'),
  judged(async (spec) => {
    const { consumer, verify } = spec;
    const { pastAppointment, unbuildableAppointment, practiceMadeAppointment } = evidenceAt(spec);
    const rows = [
      { id: 'READ-011', appointment: pastAppointment, check: pastReadRefused },
      { id: 'READ-013', appointment: unbuildableAppointment, check: explainedFailure },
      { id: 'READ-015', appointment: practiceMadeAppointment, check: practiceMadeReadable },
    ];
    for (const { id, appointment, check } of rows) {
      if (appointment !== undefined) await verify(id, await consumer.read(appointment.id), check);
    }
  }),
);
