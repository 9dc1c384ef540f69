import type { Answer } from '../answer.js';
import { requirement, type Requirement } from '../catalogue.js';
import { answeredAsTheCatalogueSays, refusedAsTheCatalogueSays } from '../expectation.js';
import { all, hadNothingToCheck, httpFinding, nothingToCheck, type CheckResult } from '../finding.js';
import { sameSlots, sameTimes } from '../sessions.js';
import { shownIn } from '../shown-in.js';
import { refusedWithoutEffect, type Aftermath } from './refusals.js';

/** Several slots in one booking, and several bookings of one slot: BOOK-054, -060, -061. */

/** BOOK-054: two adjacent slots are accepted as one appointment that lists both, from the start of the earlier to the end of the later. */
export function bookedTogether(booking: Answer<'book'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(booking, wanted);
  return booking.succeeded ? all(status, [...sameSlots(booking), ...sameTimes(booking)]) : status;
}

/** Two bookings of one slot that were sent at the same time over different connections. */
export type Race = readonly [Answer<'book'>, Answer<'book'>];

/**
 * BOOK-060: exactly one of the two is created, the other is refused as a duplicate. That neither succeeds may be the
 * work of somebody else who took the slot, so it fails only where it happened in every one of several races.
 */
export function exactlyOneSucceeds(races: readonly Race[], wanted: Requirement): CheckResult {
  if (races.length === 0) return nothingToCheck('no two bookings were sent at the same time');
  const lost = races.filter((race) => race.every((booking) => !booking.succeeded));
  const decided = races.filter((race) => !lost.includes(race));
  if (decided.length === 0)
    return lost.length > 1 ? lost.flatMap(neitherSucceeded) : nothingToCheck('the slot was gone before the race');
  return decided.flatMap((race) => findingsOf(race, wanted));
}

function findingsOf(race: Race, wanted: Requirement) {
  if (race.every((booking) => booking.succeeded)) return bothSucceeded(race);
  return race.flatMap((booking) => {
    const result = booking.succeeded
      ? answeredAsTheCatalogueSays(booking, requirement('BOOK-001'))
      : answeredAsTheCatalogueSays(booking, asDuplicate(wanted));
    return hadNothingToCheck(result) ? [] : shownIn(booking, result);
  });
}

/** The loser's part of the expectation: any status of it that is a refusal. */
function asDuplicate(wanted: Requirement): Requirement {
  const { expect } = wanted;
  if (expect === undefined) return wanted;
  return { ...wanted, expect: { ...expect, http: expect.http.filter((status) => status >= 400) } };
}

function bothSucceeded([, second]: Race) {
  const message = 'Two simultaneous bookings of one slot were both accepted';
  const expected = 'one 201 and one 409';
  return shownIn(second, [httpFinding({ rule: 'race.both', message, expected, actual: second.inShort })]);
}

function neitherSucceeded([first, second]: Race) {
  const message = 'Two simultaneous bookings of one slot were both refused';
  const actual = `${first.inShort} and ${second.inShort}`;
  return shownIn(second, [httpFinding({ rule: 'race.neither', message, expected: 'one 201 and one 409', actual })]);
}

/** BOOK-061: a booking of which one slot is taken is refused as a whole, and its free slot stays free. */
export function refusedAsAWhole(
  facts: { readonly booking: Answer<'book'>; readonly free: readonly Aftermath[] },
  wanted: Requirement,
): CheckResult {
  const refusal = refusedAsTheCatalogueSays(facts.booking, wanted);
  const judged = hadNothingToCheck(refusal) ? refusal : shownIn(facts.booking, refusal);
  return facts.booking.succeeded ? judged : all(judged, refusedWithoutEffect(facts.free));
}
