import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type PeerCertificate, type TLSSocket } from 'node:tls';
import { isLoopback } from '../../fixtures/transport/way.js';
import { messageOf } from '../../problem.js';
import { fail, ok, warn, type Finding } from './diagnosis.js';

const timeoutMs = 5_000;
const aMonth = 30 * 24 * 60 * 60 * 1000;

/** Whether the host name of the practice resolves, and to what. */
export async function nameResolves(base: URL): Promise<Finding> {
  try {
    const { address } = await lookup(hostOf(base));
    return ok(`${base.hostname} is ${address}`);
  } catch (error) {
    return fail(messageOf(error), 'Check the host name in baseUrl, and this machine’s DNS');
  }
}

/** Whether something listens at host and port. */
export function portAnswers(base: URL): Promise<Finding> {
  return new Promise((done) => {
    const socket = connect({ host: hostOf(base), port: portOf(base), timeout: timeoutMs });
    const end = (finding: Finding): void => {
      socket.destroy();
      done(finding);
    };
    const mend = 'Check the port in baseUrl, that the provider runs, and firewalls in between';
    socket.once('connect', () => end(ok(`connected to port ${portOf(base)}`)));
    socket.once('timeout', () => end(fail(`no connection to port ${portOf(base)} in ${timeoutMs} ms`, mend)));
    socket.once('error', (error) => end(fail(error.message, mend)));
  });
}

/** Whether the certificate is trusted, for this host and not about to expire; plain HTTP is only for the loopback. */
export function certificateIsGood(base: URL, tls: ConnectionOptions): Promise<Finding> {
  if (base.protocol === 'http:') return Promise.resolve(plainHttp(base));
  return new Promise((done) => {
    const host = hostOf(base);
    const name = isIP(host) === 0 ? { servername: host } : {};
    const options = { ...tls, host, port: portOf(base), ...name, rejectUnauthorized: false };
    const socket: TLSSocket = connectTls(options);
    const end = (finding: Finding): void => {
      socket.destroy();
      done(finding);
    };
    socket.setTimeout(timeoutMs, () =>
      end(fail(`no TLS handshake in ${timeoutMs} ms`, 'Check that the port speaks TLS')),
    );
    socket.once('error', (error: Error) => end(fail(error.message, 'Check that the port speaks TLS 1.2 or later')));
    socket.once('secureConnect', () => end(certificateFinding(socket)));
  });
}

function certificateFinding(socket: TLSSocket): Finding {
  const certificate: PeerCertificate = socket.getPeerCertificate();
  const until = new Date(certificate.valid_to);
  if (!socket.authorized) {
    const reason = messageOf(socket.authorizationError);
    return fail(
      `${reason}; issued by ${[certificate.issuer.CN].flat().join(', ')}`,
      'Give a private authority as tls.ca',
    );
  }
  const detail = `${socket.getProtocol() ?? 'TLS'}, valid until ${until.toISOString().slice(0, 10)}`;
  return until.getTime() - Date.now() < aMonth ? warn(detail, 'Renew the certificate within the month') : ok(detail);
}

function plainHttp(base: URL): Finding {
  if (isLoopback(base)) return ok('plain HTTP on the loopback: transport requirements do not apply');
  return fail('plain HTTP', 'The API is HTTPS only (SEC-009): use an https:// baseUrl');
}

const hostOf = (base: URL): string => base.hostname.replace(/^\[|\]$/g, '');
const portOf = (base: URL): number => Number(base.port) || (base.protocol === 'https:' ? 443 : 80);
