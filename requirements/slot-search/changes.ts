import type { Answer } from '../answer.js';
import { finding, httpFinding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import { shownIn } from '../shown-in.js';
import { accepted } from './parameters.js';
import { has } from './range.js';

/** SLOT-062 to SLOT-064: what a booking, a cancellation and a mere search do to the slots. */

/** SLOT-062: a search after the booking no longer lists the Slot. */
export function noLongerFree(facts: { readonly slotId: string; readonly search: Answer<'slot-search'> }): CheckResult {
  const { slotId, search } = facts;
  if (!search.succeeded) return shownIn(search, accepted(search));
  const listed = search.slots.filter((slot) => slot.id === slotId);
  return shownIn(
    search,
    listed.map((slot) =>
      finding(slot, {
        rule: 'slot.still-listed',
        message: 'The Slot is listed although it has just been booked',
        expected: `no Slot/${slotId}`,
        actual: `status ${slot.at('status').shown}`,
      }),
    ),
  );
}

/** SLOT-063: a search after the cancellation lists the Slot again. A practice may keep it closed, so that only warns. */
export function freeAgain(facts: {
  readonly slotId: string;
  readonly cancellation: Answer<'cancel'>;
  readonly search: Answer<'slot-search'>;
}): CheckResult {
  const { slotId, cancellation, search } = facts;
  if (!cancellation.succeeded) return nothingToCheck(`the cancellation was answered ${cancellation.inShort}`);
  if (!search.succeeded) return shownIn(search, accepted(search));
  if (has(search, slotId)) return [];
  return shownIn(search, [
    finding(search.body.at('entry'), {
      rule: 'slot.not-released',
      message: 'The Slot of the cancelled appointment is not free again',
      expected: `Slot/${slotId}`,
      actual: `${search.slots.length} other Slots`,
    }),
  ]);
}

const idsIn = (search: Answer): readonly string[] => search.slots.map((slot) => slot.id ?? '');
const goneFrom = (one: Answer, other: Answer): readonly string[] => idsIn(one).filter((id) => !has(other, id));

/** Whether two equal searches gave different Slots, so that more is needed before judging. */
export const slotsDiffer = (one: Answer, other: Answer): boolean =>
  goneFrom(one, other).length + goneFrom(other, one).length > 0;

/**
 * Equal searches one after the other, and, where they differed to the end, the booking of a Slot that the last of them
 * no longer listed.
 */
export interface EqualSearches {
  readonly searches: readonly Answer<'slot-search'>[];
  readonly bookedThough?: { readonly slotId: string; readonly booking: Answer<'book'> };
}

/**
 * SLOT-064: equal searches find the same Slots. At a busy practice other people book and cancel all the time, so only
 * what they cannot explain is judged: a Slot that every second search loses or shows, most Slots gone at once, or a Slot
 * that is left out although it can still be booked.
 */
export function sameEachTime({ searches, bookedThough }: EqualSearches): CheckResult {
  const failed = searches.filter((search) => !search.succeeded);
  if (failed.length > 0) return failed.flatMap((search) => shownIn(search, accepted(search)));
  const [first, second, third, fourth] = searches;
  if (first === undefined || second === undefined || first.slots.length === 0) {
    return nothingToCheck('no Slot in the answer');
  }
  const emptied = pairsOf(searches).find(([one, other]) => hardlyBooked(goneFrom(one, other), one));
  if (emptied !== undefined) return changedBySearching(...emptied);
  if (third !== undefined && fourth !== undefined && comeAndGo([first, second], [third, fourth])) {
    return changedBySearching(third, fourth);
  }
  return bookedThough?.booking.succeeded ? stillFree(searches.at(-1) ?? second, bookedThough.slotId) : [];
}

type Pair = readonly [one: Answer<'slot-search'>, other: Answer<'slot-search'>];

function pairsOf([first, second, third, fourth]: EqualSearches['searches']): readonly Pair[] {
  const pairs = [[first, second] as const, [third, fourth] as const];
  return pairs.flatMap(([one, other]) => (one === undefined || other === undefined ? [] : [[one, other] as const]));
}

/** Whether some Slot is lost from the first to the second search of both pairs, or comes up so. */
function comeAndGo([first, second]: Pair, [third, fourth]: Pair): boolean {
  const lostAgain = goneFrom(third, fourth);
  const shownAgain = goneFrom(fourth, third);
  return (
    goneFrom(first, second).some((id) => lostAgain.includes(id)) ||
    goneFrom(second, first).some((id) => shownAgain.includes(id))
  );
}

/** Within the moment between two searches a few Slots may be booked, more than half of them hardly. */
const hardlyBooked = (gone: readonly string[], search: Answer): boolean =>
  gone.length >= 3 && gone.length * 2 > search.slots.length;

function changedBySearching(one: Answer, other: Answer): Finding[] {
  return shownIn(other, [
    finding(other.body.at('entry'), {
      rule: 'search.side-effect',
      message: 'An equal search gives other Slots although nothing was done in between',
      expected: `the ${one.slots.length} Slots of the search before`,
      actual: `${other.slots.length} Slots, ${goneFrom(other, one).length} of them new`,
    }),
  ]);
}

const stillFree = (search: Answer, slotId: string): Finding[] =>
  shownIn(search, [
    finding(search.body.at('entry'), {
      rule: 'search.left-out',
      message: 'An equal search no longer lists a Slot that nobody has booked: it could be booked right after it',
      expected: `Slot/${slotId}`,
      actual: `${search.slots.length} other Slots`,
    }),
  ]);

/** SLOT-064: a search holds no Slot: one that the searching patient can book is not refused to another as taken. */
export function heldForNobody(bookings: { readonly other: Answer<'book'>; readonly own: Answer<'book'> }): CheckResult {
  const { other, own } = bookings;
  if (other.status !== 409 || !own.succeeded) return nothingToCheck('the Slot was taken by somebody else');
  return shownIn(other, [
    httpFinding({
      rule: 'search.holds',
      message: 'The Slot is refused as taken to another patient, but the one who searched it can book it',
      expected: 'no Slot is held by a search',
      actual: other.inShort,
    }),
  ]);
}
