import type { Answer } from '../answer.js';
import { hadNothingToCheck, nothingToCheck, type CheckResult, type Finding } from '../finding.js';

/** A practice may have rules of its own, such as one appointment a patient and day, and refuse for them (BOOK-064). */

/** What a check finds about how a booking was refused, not about what came of it. */
const aboutTheRefusal = ({ rule, severity }: Finding): boolean =>
  severity === 'error' && (['http.status', 'representation.refused'].includes(rule) || rule.startsWith('outcome.'));

/**
 * The result of a check of a booking, without a refusal that may come from such a rule: one that the patient got while
 * other bookings of the same test stood. That says nothing about the booking itself.
 */
export function unlessALocalRule(booking: Answer<'book'>, standing: number, result: CheckResult): CheckResult {
  if (standing === 0 || ![403, 409, 422].includes(booking.status) || hadNothingToCheck(result)) return result;
  const kept = result.filter((found) => !aboutTheRefusal(found));
  if (kept.length === result.length || kept.some(({ severity }) => severity === 'error')) return kept;
  const others = standing === 1 ? 'another booking stands' : `${standing} other bookings stand`;
  return nothingToCheck(`the answer was ${booking.inShort} while ${others}, which a practice may limit (BOOK-064)`);
}
