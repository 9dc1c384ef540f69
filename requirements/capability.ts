import type { Rule } from './rule.js';

/** Standing rules of META-001 to META-019, in reading order. */
export const capabilityRules: readonly Rule[] = [];
