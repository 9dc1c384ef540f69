import { finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import { Node } from '../node.js';

/** How the way to the provider is protected: SEC-009 to SEC-011, SEC-021, and HDR-014 where there is no HTTPS at all. */

/** What a TLS offer came to; the same shape as that of the transport, which makes the offers. */
export type OfferResult =
  | { readonly came: 'agreed'; readonly protocol: string; readonly cipher: string }
  | { readonly came: 'refused' | 'not-made'; readonly reason: string };

/** A TLS offer in words, with what came of it. */
export interface Offered {
  readonly words: string;
  readonly result: OfferResult;
}

/** What a request over plain HTTP came to. */
export type PlainResult =
  | { readonly came: 'answer'; readonly status: number; readonly location: string | undefined }
  | { readonly came: 'nothing'; readonly reason: string };

/** SEC-009: plain HTTP is not answered at all, refused with 4xx, or redirected to HTTPS. */
export function plainHttpRefused(result: PlainResult): CheckResult {
  if (result.came === 'nothing') return [];
  const { status, location = '' } = result;
  const isRedirected = status >= 300 && status < 400 && location.toLowerCase().startsWith('https://');
  if (isRedirected || (status >= 400 && status < 500)) return [];
  const actual = `status ${status}${location === '' ? '' : ` to ${location}`}`;
  return [onTheWay('A request over plain HTTP is answered', 'no answer, 4xx, or a redirect to https://', actual)];
}

/** SEC-012: without a client certificate nothing is answered, or the request is refused. */
export function certificateDemanded(result: PlainResult): CheckResult {
  if (result.came === 'nothing' || (result.status >= 400 && result.status < 500)) return [];
  const actual = `status ${result.status}`;
  return [onTheWay('A request without client certificate is answered', 'no answer, or 4xx', actual)];
}

/** SEC-009 to SEC-011, SEC-021, HDR-014 where the base URL itself is plain HTTP to another host. */
export function overPlainHttp(baseUrl: string): CheckResult {
  return [onTheWay('The provider is reached over plain HTTP', 'https://', baseUrl)];
}

/** SEC-010: TLS 1.2 or later is agreed on. */
export function modernTlsAgreed(offers: readonly Offered[]): CheckResult {
  if (offers.some(({ result }) => result.came === 'agreed')) return [];
  if (offers.every(({ result }) => result.came === 'not-made')) return notMade(offers);
  return offers.flatMap(({ words, result }) => (result.came === 'agreed' ? [] : [refused(words, result.reason)]));
}

/** SEC-021, and the second half of SEC-011: none of the offers is agreed on. Those that cannot be made say nothing. */
export function noneAgreed(offers: readonly Offered[]): CheckResult {
  if (offers.every(({ result }) => result.came === 'not-made')) return notMade(offers);
  return offers.flatMap(({ words, result }) =>
    result.came === 'agreed'
      ? [onTheWay(`An offer of ${words} is accepted`, 'to be refused', `${result.protocol} ${result.cipher}`)]
      : [],
  );
}

/**
 * SEC-011: an offer of the approved cipher suites is accepted, and none of the others is. TLS 1.3 has suites of its own,
 * which are right, so a server that speaks it alone may refuse the whole list.
 */
export function approvedCiphersOnly(facts: {
  readonly approved: Offered;
  readonly latest: Offered;
  readonly weak: readonly Offered[];
}): CheckResult {
  const { approved, latest, weak } = facts;
  const speaksOnlyLater = latest.result.came === 'agreed' && latest.result.protocol === 'TLSv1.3';
  if (approved.result.came !== 'refused' || speaksOnlyLater) return noneAgreed(weak);
  const others = noneAgreed(weak);
  const accepted = 'nothingToCheck' in others ? [] : others;
  return [refused(approved.words, approved.result.reason), ...accepted];
}

const refused = (words: string, reason: string): Finding =>
  onTheWay(`An offer of ${words} is refused`, 'to be accepted', reason);

function notMade(offers: readonly Offered[]): CheckResult {
  const reasons = offers.map(({ words, result }) => `${words}: ${result.came === 'agreed' ? '' : result.reason}`);
  return nothingToCheck(`no offer could be made (${reasons.join('; ')})`);
}

function onTheWay(message: string, expected: string, actual: string): Finding {
  return finding(new Node(undefined, 'transport'), { rule: 'transport', message, expected, actual });
}
