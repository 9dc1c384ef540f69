import type { Answer } from './answer.js';
import type { Requirement } from './catalogue.js';
import { answeredAsTheCatalogueSays } from './expectation.js';
import { all, type CheckResult } from './finding.js';
import type { Rule } from './rule.js';
import { confirmationAsAsked } from './sessions.js';

/** Standing rules of BOOK-001 to BOOK-080, in reading order. */
export const bookRules: readonly Rule[] = [];

/** BOOK-054: two adjacent slots are accepted as one appointment whose confirmation lists both. */
export function bookedTogether(booking: Answer<'book'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(booking, wanted);
  return booking.succeeded ? all(status, confirmationAsAsked(booking)) : status;
}
