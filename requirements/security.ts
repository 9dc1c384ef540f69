import type { Rule } from './rule.js';

export { allRefused, allRefusedSomehow, nothingOfAnotherPatient, type AttemptsOfAnother } from './security/access.js';
export { givesTokenThatOpens, type Issued } from './security/token-endpoint.js';
export {
  approvedCiphersOnly,
  certificateDemanded,
  modernTlsAgreed,
  noneAgreed,
  overPlainHttp,
  plainHttpRefused,
  type BareResult,
  type Offered,
  type OfferResult,
} from './security/transport.js';

/** Standing rules of SEC-001 to SEC-023: none, since each needs a request or a connection of its own. */
export const securityRules: readonly Rule[] = [];
