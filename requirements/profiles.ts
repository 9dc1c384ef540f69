import type { Rule } from './rule.js';

/** Standing rules of PROF-A01 to PROF-T01, in reading order. */
export const profileRules: readonly Rule[] = [];
