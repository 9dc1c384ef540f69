import { confirmationRules } from './cancel/confirmation.js';
import type { Rule } from './rule.js';

/** Standing rules of CANC-002 to CANC-041: what the answer to every cancellation that succeeded shows. */
export const cancelRules: readonly Rule[] = confirmationRules;

export {
  cancellationAccepted,
  emptyUrlRefused,
  minimalAnswer,
  nothingChanged,
  practiceMadeCancelled,
  refusedCancellation,
  refusedWithoutEffect,
  shownAsCancelled,
  staleVersionRefused,
  wholeRepresentation,
  type CancellationAndRead,
} from './cancel/effect.js';
