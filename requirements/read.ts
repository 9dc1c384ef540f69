import type { Rule } from './rule.js';

/** Standing rules of READ-001 to READ-021, in reading order. */
export const readRules: readonly Rule[] = [];
