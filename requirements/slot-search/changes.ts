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

const idsIn = (search: Answer): readonly string[] => search.slots.map((slot) => slot.id ?? '').sort();
const same = (one: Answer, other: Answer): boolean => idsIn(one).join() === idsIn(other).join();

/** Whether two equal searches gave different Slots, so that two more are needed before judging. */
export const slotsDiffer = (one: Answer, other: Answer): boolean => !same(one, other);

/**
 * SLOT-064: equal searches find the same Slots. A difference counts only if it comes again in a second pair, or if
 * nothing at all is left: a few Slots may have been booked by somebody else, all of them hardly.
 */
export function sameEachTime(searches: readonly Answer<'slot-search'>[]): CheckResult {
  const failed = searches.filter((search) => !search.succeeded);
  if (failed.length > 0) return failed.flatMap((search) => shownIn(search, accepted(search)));
  const [first, second, third, fourth] = searches;
  if (first === undefined || second === undefined || first.slots.length === 0) {
    return nothingToCheck('no Slot in the answer');
  }
  if (same(first, second)) return [];
  if (third !== undefined && fourth !== undefined && !same(third, fourth)) return changedBySearching(third, fourth);
  return first.slots.length > 1 && second.slots.length === 0 ? changedBySearching(first, second) : [];
}

function changedBySearching(one: Answer, other: Answer): Finding[] {
  return shownIn(other, [
    finding(other.body.at('entry'), {
      rule: 'search.side-effect',
      message: 'An equal search gives other Slots although nothing was done in between',
      expected: `the ${one.slots.length} Slots of the search before`,
      actual: `${other.slots.length} Slots, ${idsIn(other).filter((id) => !has(one, id)).length} of them new`,
    }),
  ]);
}

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
