import { checkServerIdentity } from 'node:tls';
import type { Target, Tls } from '../../fixtures/target/target.js';
import { offerTls } from '../../fixtures/transport/handshake.js';
import { tlsSettings } from '../../fixtures/transport/tls-settings.js';
import { isLoopback, placeOf, type Way } from '../../fixtures/transport/way.js';
import { cutOff, ok, warn, type Facts, type Finding, type Trouble } from './diagnosis.js';
import { tlsSession, type SeenCertificate, type TlsSession } from './tls-session.js';

type Agreed = Extract<TlsSession, { came: 'agreed' }>;
type Failed = Extract<TlsSession, { came: 'failed' }>;

const day = 24 * 60 * 60 * 1000;

/**
 * Version, cipher, certificates and client certificate of a TLS session, made with the settings of the target file: all
 * that is wrong at once, each in words and with the key that mends it. Throws a `usage` Problem where the settings
 * themselves cannot be used.
 */
export async function tlsIsGood(base: URL, way: Way, target: Pick<Target, 'tls'>): Promise<Finding> {
  if (base.protocol === 'http:') return plainHttp(base);
  const { tls } = target;
  const session = await tlsSession(base, way, tlsSettings(tls));
  if (session.came === 'failed') return cutOff(await whyNoSession(session, { base, way, tls }));
  return judged(session, base, tls);
}

function plainHttp(base: URL): Finding {
  if (isLoopback(base)) return ok('plain HTTP on the loopback: transport requirements do not apply');
  return cutOff({
    problem: 'plain-http',
    detail: 'baseUrl is plain HTTP: the token would travel in the open',
    mend: 'The API is HTTPS only (SEC-009): use an https:// baseUrl',
  });
}

function judged(session: Agreed, base: URL, tls: Tls): Finding {
  const facts = factsOf(session);
  const refused = clientCertificateTrouble(session, tls);
  const wrong = [...certificateTroubles(session, base), ...(refused === undefined ? [] : [refused])];
  const summary = inShort(session);
  if (!tls.rejectUnauthorized) {
    const details = [summary, 'ANY CERTIFICATE IS ACCEPTED', ...wrong.map(({ detail }) => detail)];
    const mend = 'Remove tls.rejectUnauthorized from the target file, and give a private authority as tls.ca instead';
    const off = { problem: 'verification-off', detail: details.join('; '), mend };
    return refused === undefined ? warn(off, facts) : cutOff({ ...off, problem: refused.problem }, facts);
  }
  const [first] = wrong;
  if (first === undefined) return soonToExpire(session, summary, facts);
  const detail = [...wrong.map((one) => one.detail), summary].join('; ');
  const mend = [...new Set(wrong.map((one) => one.mend))].join('. ');
  return cutOff({ problem: first.problem, detail, mend }, { ...facts, problems: wrong.map((one) => one.problem) });
}

function inShort({ protocol, cipher, clientCertificate, chain }: Agreed): string {
  const own = clientCertificate === 'taken' ? ['the server takes our client certificate'] : [];
  const each = chain.map((one) => `${one.subject} (issued by ${one.issuer}) ${validity(one)}`);
  return [`${protocol} ${cipher}`, ...each, ...own].join('; ');
}

function factsOf({ protocol, cipher, chain, clientCertificate, ms }: Agreed): Facts {
  const certificates = chain.map(({ subject, issuer, validFrom, validTo, serialNumber }) => ({
    ...{ subject, issuer, serialNumber, validFrom: validFrom.toISOString(), validTo: validTo.toISOString() },
    daysLeft: daysUntil(validTo),
  }));
  return { protocol, cipher, clientCertificate, ms, certificates };
}

function soonToExpire({ chain }: Agreed, summary: string, facts: Facts): Finding {
  const soon = chain.find(({ validTo }) => validTo.getTime() - Date.now() < 14 * day);
  if (soon === undefined) return ok(summary, facts);
  const detail = `the certificate of ${soon.subject} ${validity(soon)}; ${summary}`;
  const mend = 'Have it renewed before then: a run fails on the day it ends';
  return warn({ problem: 'certificate-expires-soon', detail, mend }, facts);
}

/** What is wrong with the chain, the dates and the host name: Node names one of them, the others are looked for. */
function certificateTroubles({ verification, chain, peer }: Agreed, base: URL): readonly Trouble[] {
  const [server] = chain;
  if (verification === undefined) return [];
  const explain = untrusted[verification];
  const trust = explain === undefined || server === undefined ? [] : [explain(server, chain, peer)];
  const found = [...trust, ...chain.flatMap(dateTrouble), ...nameTrouble(placeOf(base).host, peer)];
  if (found.length > 0) return found;
  const detail = `the certificate is not trusted: ${verification}`;
  return [{ problem: 'certificate-not-trusted', detail, mend: 'Check the certificates of the server and tls.ca' }];
}

type Explain = (server: SeenCertificate, chain: readonly SeenCertificate[], peer: Agreed['peer']) => Trouble;

const selfSigned: Explain = ({ subject }) => ({
  problem: 'self-signed',
  detail: `the certificate of ${subject} is self-signed: nobody vouches for it`,
  mend: 'Where that is meant, give this very certificate as tls.ca; otherwise the server needs one from an authority',
});

const unknownAuthority: Explain = (_server, chain) => ({
  problem: 'unknown-authority',
  detail: `the certificates come from ${chain.at(-1)?.issuer ?? 'an authority'}, which is not trusted here`,
  mend: 'Where that is a private authority, give its certificate (PEM) as tls.ca in the target file',
});

/** A server that leaves the certificates in between out names in its own where they are to be had. */
const noIssuer: Explain = (server, chain, peer) => {
  const places = peer.infoAccess?.['CA Issuers - URI'] ?? [];
  if (chain.length > 1 || places.length === 0) return unknownAuthority(server, chain, peer);
  return {
    problem: 'incomplete-chain',
    detail: `the server sends only its own certificate; that of ${server.issuer}, which issued it, is missing`,
    mend: `Have the server send its whole chain (${places.join(', ')}); until then give the missing certificate as tls.ca`,
  };
};

/** By the code Node gives; the codes about dates and names are told by what the certificates say themselves. */
const untrusted: Readonly<Record<string, Explain>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: noIssuer,
  UNABLE_TO_GET_ISSUER_CERT: noIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: noIssuer,
};

function dateTrouble({ subject, validFrom, validTo }: SeenCertificate): readonly Trouble[] {
  const now = Date.now();
  if (validTo.getTime() < now) {
    const detail = `the certificate of ${subject} expired ${-daysUntil(validTo)} days ago, on ${dateOf(validTo)}`;
    return [{ problem: 'certificate-expired', detail, mend: 'Have it renewed; check this machine’s clock as well' }];
  }
  if (validFrom.getTime() <= now) return [];
  const detail = `the certificate of ${subject} is valid only from ${dateOf(validFrom)} on`;
  const mend = 'Wait until then, or check this machine’s clock';
  return [{ problem: 'certificate-not-yet-valid', detail, mend }];
}

function nameTrouble(host: string, peer: Agreed['peer']): readonly Trouble[] {
  if (checkServerIdentity(host, peer) === undefined) return [];
  const names = peer.subjectaltname ?? 'no host at all';
  return [
    {
      problem: 'wrong-host',
      detail: `the certificate is not for ${host}: it names ${names}`,
      mend: 'Use a host name in baseUrl that the certificate names, or have one made for this host',
    },
  ];
}

function clientCertificateTrouble({ clientCertificate }: Agreed, { cert }: Tls): Trouble | undefined {
  return clientCertificate === 'refused' ? refusedCertificate(cert) : undefined;
}

const refusedCertificate = (cert: string | undefined): Trouble =>
  cert === undefined
    ? {
        problem: 'client-certificate-wanted',
        detail: 'the server wants a client certificate (mutual TLS), and none is set',
        mend: 'Set tls.cert and tls.key (and tls.passphrase, where the key has one) in the target file',
      }
    : {
        problem: 'client-certificate-refused',
        detail: `the server does not accept the client certificate ${cert}`,
        mend: 'Give one whose issuer the server trusts and that is valid today, as tls.cert with its tls.key',
      };

interface Attempt {
  readonly base: URL;
  readonly way: Way;
  readonly tls: Tls;
}

async function whyNoSession(failed: Failed, attempt: Attempt): Promise<Trouble> {
  const { code, reason, afterItsCertificate } = failed;
  if (afterItsCertificate) return refusedCertificate(attempt.tls.cert);
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|BAD_RECORD/.test(code)) {
    return {
      problem: 'not-tls',
      detail: 'what answers at this port is not TLS',
      mend: 'Check the port in baseUrl; on the loopback plain http:// is allowed',
    };
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/.test(code)) return tooOld(attempt);
  const detail = `no TLS session: ${reason}`;
  const mend =
    'Check that the server speaks TLS 1.2 or later with a cipher suite of SEC-011, and what stands in between';
  return { problem: 'no-handshake', detail, mend };
}

/** What the server would agree to is asked for, so that the message can name it. */
async function tooOld({ base, way, tls }: Attempt): Promise<Trouble> {
  const wanted = `TLS ${tls.minVersion.slice('TLSv'.length)}`;
  const offer =
    tls.minVersion === 'TLSv1.3'
      ? ({ maxVersion: 'TLSv1.2' } as const)
      : ({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const);
  const came = await offerTls(base, offer, way);
  const spoken = came.came === 'agreed' ? `; it speaks ${came.protocol}` : '';
  const detail = `the server speaks no TLS as new as ${wanted}, the lowest that is used${spoken}`;
  const mend =
    tls.minVersion === 'TLSv1.3' && came.came === 'agreed'
      ? 'Set tls.minVersion to TLSv1.2 in the target file, or have the server take part in TLS 1.3'
      : 'The server has to take part in TLS 1.2 or later (SEC-010); nothing in the target file allows less';
  return { problem: 'tls-too-old', detail, mend };
}

const validity = ({ validTo }: SeenCertificate): string =>
  `valid until ${dateOf(validTo)} (${daysUntil(validTo)} days)`;
const dateOf = (instant: Date): string => instant.toISOString().slice(0, 10);
const daysUntil = (instant: Date): number => Math.floor((instant.getTime() - Date.now()) / day);
