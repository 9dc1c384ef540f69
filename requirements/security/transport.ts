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

/**
 * What a request without token came to; the same shape as that of the transport, which makes it: an answer; nothing,
 * because the server refused or ended the connection; or never made as far as anybody can tell.
 */
export type BareResult =
  | BareAnswer
  | { readonly came: 'nothing'; readonly reason: string }
  | { readonly came: 'not-made'; readonly reason: string };

interface BareAnswer {
  readonly came: 'answer';
  readonly status: number;
  readonly location: string | undefined;
  readonly contentType: string | undefined;
  /** WWW-Authenticate. */
  readonly challenge: string | undefined;
  readonly body: string;
}

/**
 * SEC-009: plain HTTP is not answered at all, refused with 4xx, or redirected to HTTPS. A 401 or 403 of the API itself,
 * which wants a token, is no refusal of plain HTTP: it shows in a Bearer challenge, or where HTTPS answers the same.
 */
export function plainHttpRefused(facts: { readonly plain: BareResult; readonly secure: BareResult }): CheckResult {
  const { plain, secure } = facts;
  if (plain.came === 'not-made') return nothingToCheck(`plain HTTP could not be tried: ${plain.reason}`);
  if (plain.came === 'nothing') return [];
  const { status, location = '' } = plain;
  if (status >= 300 && status < 400 && location.toLowerCase().startsWith('https://')) return [];
  if (status >= 400 && status < 500) return answeredByTheApi(plain, secure);
  const actual = `status ${status}${location === '' ? '' : ` to ${location}`}`;
  return [onTheWay('A request over plain HTTP is answered', refusalOfPlainHttp, actual)];
}

const refusalOfPlainHttp = 'no answer, 4xx, or a redirect to https://';

/** An OperationOutcome may also say that plain HTTP is not allowed; the answer to the same request in HTTPS tells. */
function answeredByTheApi(plain: BareAnswer, secure: BareResult): Finding[] {
  const { status, challenge = '' } = plain;
  if (status !== 401 && status !== 403) return [];
  const actual = `status ${status}${challenge === '' ? '' : ` with ${challenge}`}`;
  const message = 'Over plain HTTP the API itself answers, and asks for a token';
  if (/\bBearer\b/i.test(challenge)) return [onTheWay(message, refusalOfPlainHttp, actual)];
  if (!isFhir(plain)) return [];
  if (isSameAnswer(plain, secure)) return [onTheWay(message, refusalOfPlainHttp, `${actual}, as over HTTPS`)];
  if (secure.came === 'answer' && secure.status !== status) return [];
  const unclear = 'The refusal over plain HTTP is one of the API: nothing shows that plain HTTP is why';
  return [{ ...onTheWay(unclear, refusalOfPlainHttp, actual), severity: 'warning' }];
}

const isFhir = ({ contentType = '', body }: BareAnswer): boolean =>
  contentType.includes('fhir') || /"resourceType"\s*:\s*"OperationOutcome"|<OperationOutcome\b/.test(body);

const isSameAnswer = (one: BareAnswer, other: BareResult): boolean =>
  other.came === 'answer' && other.status === one.status && withoutNumbers(other.body) === withoutNumbers(one.body);

/** The text of a body without what is new in every answer: identifiers of requests, times, and the scheme of URLs. */
const withoutNumbers = (body: string): string => body.replace(/https?:|\b[\da-f-]{8,}\b|\d+/gi, '');

/** SEC-012: without a client certificate nothing is answered, or the request is refused, unlike one with certificate. */
export function certificateDemanded(facts: { readonly without: BareResult; readonly shown: BareResult }): CheckResult {
  const { without, shown } = facts;
  if (without.came === 'not-made') return nothingToCheck(`the request could not be made: ${without.reason}`);
  if (without.came === 'nothing') return [];
  const isRefused = without.status >= 400 && without.status < 500;
  if (isRefused && !isSameAnswer(without, shown)) return [];
  const actual = `status ${without.status}${isRefused ? ', as with a certificate' : ''}`;
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
