import type { Rule } from './rule.js';
import { contentRules } from './slot-search/content.js';
import { includeRules } from './slot-search/included.js';
import { rangeRules } from './slot-search/range.js';
import { searchsetRules } from './slot-search/searchset.js';

/** Standing rules of SLOT-001 to SLOT-076, in reading order. */
export const slotSearchRules: readonly Rule[] = [...rangeRules, ...contentRules, ...includeRules, ...searchsetRules];
