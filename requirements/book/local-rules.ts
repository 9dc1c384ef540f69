import type { Answer } from '../answer.js';
import { hadNothingToCheck, nothingToCheck, type CheckResult } from '../finding.js';

/** A practice may have rules of its own, such as one appointment a patient and day, and refuse for them (BOOK-064). */

/**
 * The result of a check of a booking, unless it found a refusal that may come from such a rule: one that the patient got
 * while other bookings of the same test stood. That says nothing about the booking itself.
 */
export function unlessALocalRule(booking: Answer<'book'>, standing: number, result: CheckResult): CheckResult {
  const mayBe = standing > 0 && [403, 409, 422].includes(booking.status);
  const isBroken = !hadNothingToCheck(result) && result.some((found) => found.severity === 'error');
  if (!mayBe || !isBroken) return result;
  const others = standing === 1 ? 'another booking stands' : `${standing} other bookings stand`;
  return nothingToCheck(`the answer was ${booking.inShort} while ${others}, which a practice may limit (BOOK-064)`);
}
