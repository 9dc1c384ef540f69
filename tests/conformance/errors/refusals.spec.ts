import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookToGoOn } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { notApplicableUnlessSeen } from '../../../fixtures/suite/preconditions.js';
import { errorRules } from '../../../requirements/errors.js';
import { idsOf } from '../../../requirements/registry.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';

/** Rules about codes that a provider may do without: they apply where it uses them. */
const whereUsed = errorRules.filter(({ id }) => ['ERR-009', 'ERR-030', 'ERR-033'].includes(id));

/** Rules that only a refused booking shows; the others are shown by refusals for which nothing is written. */
const ofBookings = ['ERR-031', 'ERR-032', 'ERR-034'];

test(
  'a refusal says in one form what was wrong, whatever was asked',
  shows(...idsOf(errorRules).filter((id) => !ofBookings.includes(id))),
  judged(async (spec) => {
    const { consumer } = spec;
    const today = ukDate(consumer.now);
    const withoutStatus = {
      query: (query: readonly (readonly [string, string])[]) => query.filter(([name]) => name !== 'status'),
    };
    notApplicableUnlessSeen(spec, whereUsed, [
      await consumer.searchFreeSlots({ from: today, to: addDays(today, 15) }),
      await consumer.searchFreeSlots({ from: today, to: today }, { change: withoutStatus }),
      await consumer.searchFreeSlots({ from: today, to: today }, { change: { headers: { Authorization: '' } } }),
      await consumer.read('no-such-appointment'),
      await consumer.retrieve({ from: today, to: today }, {}, 'no-such-patient'),
      await consumer.request('GET', '/Observation'),
    ]);
  }),
);

test(
  'a refused booking says whether it was a duplicate, invalid, or spoke of something that is not there',
  shows(...ofBookings),
  judged(async ({ consumer, target, narrator }) => {
    const { slots } = await findSlots(consumer, target, narrator);
    const request = consumer.requestFor([slots[0]]);
    await consumer.book({ ...request, participant: [] });
    await consumer.book({ ...request, slot: [{ reference: 'Slot/no-such-slot' }] });
    await bookToGoOn(consumer, [slots[0]], narrator);
    await consumer.book(consumer.requestFor([slots[0]]));
  }),
);
