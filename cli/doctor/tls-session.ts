import { Socket } from 'node:net';
import type { ConnectionOptions, DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { startTls } from '../../fixtures/transport/handshake.js';
import type { TlsSettings } from '../../fixtures/transport/tls-settings.js';
import { nameOf, opened, placeOf, type Way } from '../../fixtures/transport/way.js';

/** A certificate of the chain, as far as a person needs to know it. */
export interface SeenCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly serialNumber: string;
}

/** What became of the client certificate, which a server may ask for in any handshake. */
export type ClientCertificateFate = 'not asked for' | 'taken' | 'refused';

/**
 * A TLS session as the run's settings bring it about, or why there is none. Verification is looked at here and not
 * enforced, so that everything that is wrong can be told at once.
 */
export type TlsSession =
  | {
      readonly came: 'agreed';
      readonly protocol: string;
      readonly cipher: string;
      /** Code of what is wrong with the chain or the host name, as Node has it; undefined where nothing is. */
      readonly verification: string | undefined;
      /** From the server's own certificate to the authority, as far as it is known. */
      readonly chain: readonly SeenCertificate[];
      readonly peer: DetailedPeerCertificate;
      readonly clientCertificate: ClientCertificateFate;
      readonly ms: number;
    }
  | {
      readonly came: 'failed';
      readonly code: string;
      readonly reason: string;
      /** The server had shown its certificate before it gave up, so that it was not content with ours, or with none. */
      readonly afterItsCertificate: boolean;
    };

/**
 * Makes a TLS session with the host of an `https:` URL, by the run's own TLS settings and through its proxy. Where the
 * server asks for a client certificate, its capability statement is asked for without a token, since it may refuse the
 * certificate only then. Never throws.
 */
export async function tlsSession(base: URL, way: Way, settings: TlsSettings): Promise<TlsSession> {
  const started = performance.now();
  const socket = await opened(base, way);
  if (!(socket instanceof Socket)) return failed('', socket.reason);
  try {
    const { host } = placeOf(base);
    const secured = startTls(socket, { ...settings, ...hostFor(host, base), rejectUnauthorized: false });
    if (typeof secured === 'string') return failed('', secured);
    return await settled(secured, base, { timeoutMs: way.timeoutMs, started, received: receivedFrom(socket) });
  } finally {
    socket.destroy();
  }
}

/** The host is what the certificate is held against; an address is not sent as a name. */
const hostFor = (host: string, base: URL): ConnectionOptions => ({ host, servername: nameOf(base) });

const failed = (code: string, reason: string, received = 0): TlsSession => ({
  ...{ came: 'failed', code, reason },
  afterItsCertificate: received > refusalBytes,
});

/** A server that refuses an offer says so in a few bytes; its certificate alone is larger than this. */
const refusalBytes = 200;

/** Counts the bytes from now on: a proxy may have answered before. */
function receivedFrom(socket: Socket): () => number {
  const before = socket.bytesRead;
  return () => socket.bytesRead - before;
}

interface Watch {
  readonly timeoutMs: number;
  readonly started: number;
  readonly received: () => number;
}

function settled(socket: TLSSocket, base: URL, { timeoutMs, started, received }: Watch): Promise<TlsSession> {
  return new Promise((done) => {
    let session: Extract<TlsSession, { came: 'agreed' }> | undefined;
    const end = (code: string, reason: string): void => {
      // After the handshake only a server that asked for a certificate is waited for, and this is its refusal.
      done(session ? { ...session, clientCertificate: 'refused' } : failed(code, reason, received()));
      socket.destroy();
    };
    socket.setTimeout(timeoutMs, () => end('TIMEOUT', `no TLS handshake within ${timeoutMs} ms`));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? '', error.message));
    socket.once('close', () => end('CLOSED', 'the connection was closed during the handshake'));
    socket.once('data', () => session && done({ ...session, clientCertificate: 'taken' }));
    socket.once('secureConnect', () => {
      session = agreed(socket, Math.round(performance.now() - started));
      if (!wantsCertificate(socket)) return done(session);
      socket.write(`GET ${base.pathname}/metadata HTTP/1.1\r\nHost: ${base.host}\r\nConnection: close\r\n\r\n`);
    });
  });
}

/** Signature algorithms are only named by a server that asks for a certificate. Asked of a closed session, Node crashes. */
const wantsCertificate = (socket: TLSSocket): boolean => socket.getSharedSigalgs().length > 0;

function agreed(socket: TLSSocket, ms: number): Extract<TlsSession, { came: 'agreed' }> {
  const peer = socket.getPeerCertificate(true);
  return {
    came: 'agreed',
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    verification: socket.authorized ? undefined : codeIn(socket.authorizationError),
    chain: chainOf(peer),
    peer,
    clientCertificate: 'not asked for',
    ms,
  };
}

/** Node types the reason as an Error and gives its code as a text. */
const codeIn = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

function chainOf(peer: DetailedPeerCertificate): readonly SeenCertificate[] {
  const chain: SeenCertificate[] = [];
  const seen = new Set<string>();
  let current: DetailedPeerCertificate | undefined = peer;
  // The authority at the end of the chain is its own issuer.
  while (current?.fingerprint256 !== undefined && !seen.has(current.fingerprint256)) {
    seen.add(current.fingerprint256);
    chain.push(seenCertificate(current));
    current = current.issuerCertificate;
  }
  return chain;
}

const seenCertificate = (certificate: DetailedPeerCertificate): SeenCertificate => ({
  subject: nameIn(certificate.subject),
  issuer: nameIn(certificate.issuer),
  validFrom: new Date(certificate.valid_from),
  validTo: new Date(certificate.valid_to),
  serialNumber: certificate.serialNumber,
});

/** A certificate may name its owner in several ways, each of them several times. */
function nameIn(name: DetailedPeerCertificate['subject'] | undefined): string {
  const texts = [name?.CN, name?.O, name?.OU].flat().filter((text) => text !== undefined);
  return texts[0] ?? '(no name)';
}
