import { bundleRules } from './http/bundle.js';
import { headerRules } from './http/headers.js';
import { mediaTypeRules } from './http/media-types.js';
import { resourceRules } from './http/resources.js';
import type { Rule } from './rule.js';

export { bundleRules } from './http/bundle.js';
export { sspHeadersNotNeeded, type WithoutSsp } from './http/headers.js';
export {
  answeredInForm,
  inFormOfRequest,
  mediaTypeRules,
  parameterOverridesAccept,
  type AnswerInForm,
} from './http/media-types.js';
export { notDeleted, readableById, refusedWithOutcome, verbRefused } from './http/refusals.js';
export {
  answeredAllTheSame,
  chunksAccepted,
  lettersKept,
  rootUrlInForm,
  unknownParametersIgnored,
  type ChunkedBooking,
} from './http/requests.js';
export { sameIdsAgain, sameInEveryLanguage } from './http/repeated-searches.js';
export { resourceRules } from './http/resources.js';

/** Standing rules of HTTP-001 to HTTP-033, HDR-001 to HDR-015, in reading order. */
export const httpRules: readonly Rule[] = [...mediaTypeRules, ...resourceRules, ...bundleRules, ...headerRules];
