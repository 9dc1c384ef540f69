import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookSlots, bookToGoOn } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { searchOnce } from '../../../fixtures/consumer/sessions/search.js';
import { takenSlotIsGone } from '../../../requirements/sessions.js';

test(
  'a slot that somebody took between search and booking is refused and no longer offered',
  shows('SESS-006'),
  judged(async ({ consumer, otherConsumer = consumer, target, narrator, verify }) => {
    const { search, slots } = await findSlots(consumer, target, narrator);
    const [slot] = slots;
    await bookToGoOn(otherConsumer, [slot], narrator);
    const second = await bookSlots(consumer, [slot], narrator);
    const again = await searchOnce(consumer, search.asked, narrator, 2);
    await verify('SESS-006', { second, search: again, slotId: slot.id }, takenSlotIsGone);
  }),
);
