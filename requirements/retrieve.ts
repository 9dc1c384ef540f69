import type { Rule } from './rule.js';

/** Standing rules of RETR-001 to RETR-037, in reading order. */
export const retrieveRules: readonly Rule[] = [];
