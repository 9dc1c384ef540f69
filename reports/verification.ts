import type { ConformanceResult } from './result.js';

/** What stands loud in every report of a run, and at its start, that took any certificate. */
export const unverified =
  'CERTIFICATES WERE NOT VERIFIED (tls.rejectUnauthorized: false): nothing shows that the provider itself answered';

/** The loud words for a result whose run verified no certificate; empty for any other. */
export const verificationWords = ({ target }: Pick<ConformanceResult, 'target'>): readonly string[] =>
  target.tlsVerification === 'off' ? [unverified] : [];
