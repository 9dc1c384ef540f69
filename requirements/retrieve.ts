import { entryRules } from './retrieve/entries.js';
import type { Rule } from './rule.js';

/** Standing rules of RETR-001 to RETR-037: what every successful retrieve shows. */
export const retrieveRules: readonly Rule[] = entryRules;

export {
  bookedFound,
  bookingOrganisationListed,
  cancelledOnesIncluded,
  changeShown,
  emptySearchset,
  includesAccepted,
  listed,
  patientIdUnderstood,
  reasonOfCancellationListed,
} from './retrieve/found.js';
export { limitedPast, pastRefused, refusedForAnotherPatient, refusedWithDiagnostics } from './retrieve/refused.js';
