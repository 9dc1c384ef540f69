import { judged, shows, test } from '../../../fixtures/conformance.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { emptySearchset, limitedPast, pastRefused } from '../../../requirements/retrieve.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';

/** Nobody has appointments ten years ahead. */
const farAhead = 3650;

test(
  'a range of today alone and one without any appointment are answered like any other',
  shows('RETR-012', 'RETR-016'),
  judged(async ({ consumer, verify }) => {
    const today = ukDate(consumer.now);
    await verify('RETR-012', await consumer.retrieve({ from: today, to: today }), answeredAsTheCatalogueSays);
    const range = { from: addDays(today, farAhead), to: addDays(today, farAhead + 1) };
    await verify('RETR-016', await consumer.retrieve(range), emptySearchset);
  }),
);

test(
  'a range that reaches into the past is refused, unless it is limited to the latest past appointments',
  shows('RETR-011', 'RETR-028'),
  judged(async ({ consumer, target, trial, verify }) => {
    const today = ukDate(consumer.now);
    const past = await consumer.retrieve({ from: addDays(today, -1), to: addDays(today, 5) });
    await verify('RETR-011', past, pastRefused);
    if (target.declares.pastAppointmentLimit === false) {
      return trial.notApplicable('RETR-028', 'the target file declares pastAppointmentLimit: false');
    }
    const limit = 1;
    const limited = await consumer.retrieve(
      { from: addDays(today, -30), to: today },
      { query: (ordinary) => [...ordinary, ['past-appt-limit', String(limit)]] },
    );
    await verify('RETR-028', { retrieve: limited, limit }, limitedPast);
  }),
);
