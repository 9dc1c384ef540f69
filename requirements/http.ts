import type { Rule } from './rule.js';

/** Standing rules of HTTP-001 to HTTP-033, HDR-001 to HDR-015, in reading order. */
export const httpRules: readonly Rule[] = [];
