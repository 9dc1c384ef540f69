import { bookRules } from './book.js';
import { cancelRules } from './cancel.js';
import { capabilityRules } from './capability.js';
import { errorRules } from './errors.js';
import { federationRules } from './federation.js';
import { httpRules } from './http.js';
import { nonFunctionalRules } from './non-functional.js';
import { profileRules } from './profiles.js';
import { readRules } from './read.js';
import { retrieveRules } from './retrieve.js';
import { securityRules } from './security.js';
import { slotSearchRules } from './slot-search.js';
import type { Rule } from './rule.js';

/** Every standing rule, area by area in reading order. */
export const standingRules: readonly Rule[] = [
  ...federationRules,
  ...slotSearchRules,
  ...bookRules,
  ...retrieveRules,
  ...readRules,
  ...cancelRules,
  ...capabilityRules,
  ...httpRules,
  ...errorRules,
  ...securityRules,
  ...profileRules,
  ...nonFunctionalRules,
];

/** The ids of standing rules, for the spec that makes sure an answer occurs on which they are judged. */
export const idsOf = (rules: readonly Rule[]): readonly string[] => rules.map((rule) => rule.id);
