import type { Rule } from './rule.js';

/** Standing rules of CANC-001 to CANC-041, in reading order. */
export const cancelRules: readonly Rule[] = [];
