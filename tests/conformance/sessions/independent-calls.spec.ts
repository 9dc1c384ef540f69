import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookSlots } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { sessionCompleted } from '../../../requirements/sessions.js';

test(
  'a slot that one consumer has searched can be booked by another',
  shows('SESS-010'),
  judged(async ({ consumer, otherConsumer, target, narrator, verify }) => {
    const { search, slots } = await findSlots(consumer, target, narrator);
    const other = otherConsumer ?? consumer.onNewConnection();
    const booking = await bookSlots(other, [slots[0]], narrator);
    await verify('SESS-010', { search, booking }, sessionCompleted);
  }),
);

test(
  'a booking on a new connection needs nothing from the connection that searched',
  shows('SESS-011'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const { search, slots } = await findSlots(consumer, target, narrator);
    const booking = await bookSlots(consumer.onNewConnection(), [slots[0]], narrator);
    await verify('SESS-011', { search, booking }, sessionCompleted);
  }),
);
