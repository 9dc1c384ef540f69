import type { Rule } from './rule.js';

/** Standing rules of ERR-001 to ERR-044, in reading order. */
export const errorRules: readonly Rule[] = [];
