import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookOneOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { secondPatient } from '../../../fixtures/suite/preconditions.js';
import { sessionCompleted } from '../../../requirements/sessions.js';

test(
  'a slot that one consumer has searched can be booked by another',
  shows('SESS-010'),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const other = secondPatient(spec);
    if (other === undefined) return;
    const { search, slots } = await findSlots(consumer, target, narrator);
    const booking = await bookOneOf(other, slots, narrator);
    await verify('SESS-010', { search, booking }, sessionCompleted);
  }),
);

test(
  'a booking on a new connection needs nothing from the connection that searched',
  shows('SESS-011'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const { search, slots } = await findSlots(consumer, target, narrator);
    const booking = await bookOneOf(consumer.onNewConnection(), slots, narrator);
    await verify('SESS-011', { search, booking }, sessionCompleted);
  }),
);
