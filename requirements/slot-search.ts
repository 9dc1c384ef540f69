import type { Rule } from './rule.js';

/** Standing rules of SLOT-001 to SLOT-076, in reading order. */
export const slotSearchRules: readonly Rule[] = [];
