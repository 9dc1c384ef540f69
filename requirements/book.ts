import { asAskedRules } from './book/as-asked.js';
import { confirmationRules } from './book/confirmation.js';
import { headerRules } from './book/headers.js';
import { refusalRules } from './book/refusals.js';
import type { Rule } from './rule.js';

/** Standing rules on a 2xx answer: its headers, the confirmation itself, and what that keeps of the request. */
export const confirmedRules: readonly Rule[] = [...headerRules, ...confirmationRules, ...asAskedRules];

/** Standing rules of BOOK-001 to BOOK-080. */
export const bookRules: readonly Rule[] = [...confirmedRules, ...refusalRules];

export {
  channelAndRoleReturned,
  describedByThePractice,
  ownDescriptionsIgnored,
  placeIsNamed,
  type OfferAndBooking,
} from './book/as-offered.js';
export { minimalAnswer, wholeRepresentation } from './book/confirmation.js';
export { unlessALocalRule } from './book/local-rules.js';
export {
  idOfTheClientNotUsed,
  refusedOrStoredWhole,
  refusedWithoutEffect,
  slotsGone,
  wholeOrRefused,
  type Aftermath,
} from './book/refusals.js';
export { noCommentOnRead, sameThroughReadAndRetrieve } from './book/shown-afterwards.js';
export { bookedTogether, exactlyOneSucceeds, refusedAsAWhole, type Race } from './book/taken-slots.js';
