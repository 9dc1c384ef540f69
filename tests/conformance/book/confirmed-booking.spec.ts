import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { bookSlots, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { choosable, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { Answer } from '../../../requirements/answer.js';
import * as book from '../../../requirements/book.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { idsOf } from '../../../requirements/registry.js';
import { undoneAtOnce } from './aftermath.js';

test(
  'a booking is confirmed with the appointment as it was asked for and as its slot was offered',
  shows(
    ...['BOOK-001', ...idsOf(book.confirmedRules)],
    ...['BOOK-011', 'BOOK-016', 'BOOK-018', 'BOOK-037', 'BOOK-040', 'BOOK-066', 'BOOK-070'],
  ),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const { search, slots } = await findSlots(consumer, target, narrator);
    const booking = await bookSlots(consumer, [slots[0]], narrator);
    await verify('BOOK-001', booking, answeredAsTheCatalogueSays);
    await verify('BOOK-066', booking, answeredAsTheCatalogueSays);
    await verify('BOOK-011', { search, booking }, book.describedByThePractice);
    await verify('BOOK-018', { search, booking }, book.channelAndRoleReturned);
    await verify('BOOK-016', { search, booking }, book.placeIsNamed);
    await judgeReason(spec, booking);
    await judgeVisibility(spec, booking, slots[0]);
    await judgeMissingType(spec, search, booking);
  }),
);

/** BOOK-040 is about bookings with a reason, which the target's policy may leave out. */
async function judgeReason({ target, trial, verify }: SpecFixtures, booking: Answer<'book'>): Promise<void> {
  if (target.policies.reason === 'send') await verify('BOOK-040', booking, answeredAsTheCatalogueSays);
  else trial.notApplicable('BOOK-040', 'the policy of the target is to send no reason');
}

/** BOOK-037: the ordinary booking names no organisation type, unless the policy is to search and book with one. */
async function judgeMissingType(
  spec: SpecFixtures,
  search: Answer<'slot-search'>,
  booking: Answer<'book'>,
): Promise<void> {
  const { consumer, target, trial, verify } = spec;
  if (target.policies.sendSearchFilter === 'none') return verify('BOOK-037', booking, answeredAsTheCatalogueSays);
  const standing = await undoneAtOnce(spec);
  const unfiltered = await consumer.searchBetween(search.asked.start, search.asked.end, { filters: [] });
  const [slot] = choosable(unfiltered, consumer.bookableFrom);
  if (slot === undefined) return trial.notTested('BOOK-037', 'a search without organisation type offers no free slot');
  const { contained = [], ...rest } = consumer.requestFor([slot]);
  const untyped = { ...rest, contained: contained.map((organisation) => ({ ...organisation, type: undefined })) };
  return verify('BOOK-037', await consumer.book(untyped), (answer, wanted) =>
    book.unlessALocalRule(answer, standing, answeredAsTheCatalogueSays(answer, wanted)),
  );
}

/** BOOK-070 and BOOK-080 on what read and retrieve show straight after the booking. */
async function judgeVisibility(
  { consumer, narrator, trial, verify }: SpecFixtures,
  booking: Answer<'book'>,
  slot: OfferedSlot,
): Promise<void> {
  const { id } = booking.body;
  if (!booking.succeeded || id === undefined) {
    return trial.notTested('BOOK-070', `the booking was answered ${booking.inShort}, without an id to look for`);
  }
  const retrieve = await narrator.step('3', 'retrieve the appointments of that day', () =>
    consumer.retrieve(dayOf(slot)),
  );
  const read = await narrator.step('4', `read Appointment/${id}`, () => consumer.read(id));
  await verify('BOOK-070', { booking, read, retrieve }, book.sameThroughReadAndRetrieve);
  await verify('BOOK-080', { booking, read, retrieve }, book.noCommentOnRead);
}
