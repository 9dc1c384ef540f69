import { asAskedRules } from './book/as-asked.js';
import { confirmationRules } from './book/confirmation.js';
import { headerRules } from './book/headers.js';
import { refusalRules } from './book/refusals.js';
import type { Rule } from './rule.js';

/** Standing rules of BOOK-001 to BOOK-080: headers, the confirmation, what it keeps of the request, refusals. */
export const bookRules: readonly Rule[] = [...headerRules, ...confirmationRules, ...asAskedRules, ...refusalRules];

export {
  channelAndRoleReturned,
  describedByThePractice,
  ownDescriptionsIgnored,
  placeIsNamed,
} from './book/as-offered.js';
export { bookedTogether, exactlyOneSucceeds, refusedAsAWhole, type Race } from './book/taken-slots.js';
export { noCommentOnRead, sameThroughReadAndRetrieve } from './book/shown-afterwards.js';
export { idOfTheClientNotUsed, refusedOrStoredWhole, refusedWithoutEffect, type Aftermath } from './book/refusals.js';
