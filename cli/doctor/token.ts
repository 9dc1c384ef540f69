import { decodeJwt, type JWTPayload } from 'jose';
import type { TokenSource } from '../../fixtures/target/target.js';
import type { PatientAtPractice } from '../../fixtures/consumer/patient-app.js';
import { Problem } from '../../problem.js';
import { cutOff, ok, warn, type Facts, type Finding, type Trouble } from './diagnosis.js';

const minute = 60_000;

/**
 * Whether a token can be had, where from, and what it says of itself: issuer, audience, scope and how long it is valid.
 * The token itself and its subject are never shown.
 */
export async function tokenIsThere(source: TokenSource, { token: ask }: PatientAtPractice): Promise<Finding> {
  const from = sourceInWords(source);
  const started = performance.now();
  try {
    const token = await ask();
    if (token === undefined) return ok('none is sent: an open sandbox', { source: source.kind });
    const facts = { source: source.kind, from, ms: Math.round(performance.now() - started) };
    return judged(token.reveal(), { source, from, facts });
  } catch (error) {
    return cutOff(noToken(error, from), { source: source.kind, from });
  }
}

function noToken(error: unknown, from: string): Trouble {
  if (!(error instanceof Problem) || error.kind === 'defect') throw error;
  const where = error.where === undefined ? '' : ` (${error.where})`;
  return {
    problem: error.kind === 'unreachable' ? 'token-endpoint-refuses' : 'no-token',
    detail: `no token from ${from}: ${error.what}${where}`,
    mend: error.mend ?? 'Check token in the target file, and the way to its endpoint',
  };
}

function sourceInWords(source: TokenSource): string {
  switch (source.kind) {
    case 'none':
      return 'nowhere';
    case 'static':
      return 'the target file';
    case 'env':
      return `the variable ${source.name}`;
    case 'file':
      return source.path;
    case 'command':
      return 'the command in the target file';
    case 'tokenEndpoint':
      return `${source.url}, as client ${source.clientId}`;
    case 'exchange':
      return `the exchange at ${source.url}, as client ${source.clientId}`;
  }
}

interface Had {
  readonly source: TokenSource;
  readonly from: string;
  readonly facts: Facts;
}

/** These are asked again before their token ends, so that a short life is no trouble. */
const renewed: readonly TokenSource['kind'][] = ['tokenEndpoint', 'exchange', 'command', 'file'];

function judged(token: string, { source, from, facts }: Had): Finding {
  const claims = claimsOf(token);
  const isRenewed = renewed.includes(source.kind);
  if (claims === undefined) {
    const said = isRenewed ? '' : '; whether it outlasts the run cannot be told';
    return ok(`an opaque token from ${from}${said}`, { ...facts, format: 'opaque' });
  }
  const { exp, nbf } = claims;
  const words = `a JWT from ${from}${claimsInWords(claims)}`;
  const told = { ...facts, format: 'JWT', claims: shownClaims(claims) };
  const mend = 'Get a new token, or let a token endpoint, file or command give it anew each time';
  if (exp !== undefined && exp * 1000 <= Date.now()) {
    return cutOff({ problem: 'token-expired', detail: `the token expired ${inWords(exp)}: ${words}`, mend }, told);
  }
  if (nbf !== undefined && nbf * 1000 > Date.now() + minute) {
    const detail = `the token is valid only from ${inWords(nbf)} on: ${words}`;
    return cutOff({ problem: 'token-not-yet-valid', detail, mend: 'Wait, or check this machine’s clock' }, told);
  }
  if (exp !== undefined && exp * 1000 < Date.now() + 5 * minute && !isRenewed) {
    return warn({ problem: 'token-expires-soon', detail: `the token ends ${inWords(exp)}: ${words}`, mend }, told);
  }
  return ok(exp === undefined ? `${words}; it names no end` : `${words}; valid until ${inWords(exp)}`, told);
}

function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    // Any other token is opaque to this side.
    return undefined;
  }
}

function claimsInWords({ iss, aud, scope }: JWTPayload): string {
  const named = [
    ['issuer', iss],
    ['audience', aud === undefined ? undefined : [aud].flat().join(' ')],
    [
      'scope',
      [scope]
        .flat()
        .filter((one) => typeof one === 'string')
        .join(' '),
    ],
  ] as const;
  return named.map(([name, value]) => (value === undefined || value === '' ? '' : `, ${name} ${value}`)).join('');
}

/** Only these: the subject of a patient's token is the patient. */
function shownClaims({ iss, aud, scope, exp, nbf, iat }: JWTPayload): Facts {
  const named = Object.entries({ iss, aud, scope, exp, nbf, iat });
  return Object.fromEntries(named.filter(([, value]) => value !== undefined));
}

/** An instant in s since 1970, as a person reads it: how far from now, and when. */
function inWords(seconds: number): string {
  const minutes = Math.round((seconds * 1000 - Date.now()) / minute);
  const size = Math.abs(minutes);
  const [amount, unit] = size < 120 ? [size, 'min'] : size < 2880 ? [size / 60, 'h'] : [size / 1440, 'days'];
  const text = `${Math.round(amount)} ${unit}`;
  const when = new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return `${minutes < 0 ? `${text} ago` : `in ${text}`} (${when} UTC)`;
}
