import type { Rule } from './rule.js';

/** Standing rules of SEC-001 to SEC-023, in reading order. */
export const securityRules: readonly Rule[] = [];
