import { judged, shows, test } from '../../../fixtures/conformance.js';
import { unknownIdsLike } from '../../../fixtures/consumer/unknown-ids.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';
import { refusalCases } from './refusals.cases.js';

const shown = new Set(refusalCases('2030-01-01').map(({ id }) => id));

test(
  'a retrieve whose bounds are not one ge and one le with complete dates in order is refused',
  shows(...shown),
  judged(async ({ consumer, trial, verify }) => {
    const today = ukDate(consumer.now);
    const range = { from: addDays(today, 30), to: addDays(today, 40) };
    for (const { id, words, change, check } of refusalCases(today)) {
      const retrieve = await trial.stage.step(words, () => consumer.retrieve(range, { query: change }));
      await verify(id, retrieve, check);
    }
  }),
);

test(
  'a retrieve for a patient who does not exist is refused',
  shows('RETR-017'),
  judged(async ({ consumer, verify }) => {
    const today = ukDate(consumer.now);
    for (const id of unknownIdsLike(consumer.patientId)) {
      const retrieve = await consumer.retrieve({ from: today, to: addDays(today, 7) }, {}, id);
      await verify('RETR-017', retrieve, refusedAsTheCatalogueSays);
    }
  }),
);
