import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookSlots } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { adjacentPair } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import { bookedTogether } from '../../../requirements/book.js';

test(
  'two adjacent slots are booked as one appointment',
  shows('BOOK-054'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const { slots } = await findSlots(consumer, target, narrator);
    const pair = adjacentPair(slots);
    if (pair === undefined) {
      throw new Problem('missing', {
        what: 'No two free slots are adjacent with the same Schedule, delivery channel and service type',
      });
    }
    const booking = await bookSlots(consumer, pair, narrator);
    await verify('BOOK-054', booking, bookedTogether);
  }),
);
