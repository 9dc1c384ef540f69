import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer as createPlain, type OutgoingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure, type ServerOptions } from 'node:https';
import { connect, createServer as createSilent } from 'node:net';
import { createServer, TLSSocket, type TlsOptions } from 'node:tls';
import {
  makeServerCertificate,
  serverCertificate,
  type ServerCertificate,
} from '../../../fixtures/provider/certificates.js';
import {
  askInHttps,
  askInPlainHttp,
  askWithoutCertificate,
  type BareAnswer,
} from '../../../fixtures/transport/bare-request.js';
import { offerTls, type TlsOffer } from '../../../fixtures/transport/handshake.js';
import { requirement } from '../../../requirements/catalogue.js';
import { outcomeOf } from '../../../requirements/judgement.js';
import {
  approvedCiphersOnly,
  certificateDemanded,
  modernTlsAgreed,
  noneAgreed,
  plainHttpRefused,
  type Offered,
} from '../../../requirements/security.js';

const patience = { timeoutMs: 3000 };
const approved = 'AESGCM+EECDH:AESGCM+EDH:AES256+EECDH:AES256+EDH';
const unapproved = 'ALL:COMPLEMENTOFALL:!AESGCM+EECDH:!AESGCM+EDH:!AES256+EECDH:!AES256+EDH:@SECLEVEL=0';
const former: TlsOffer = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };

test.describe('a server', () => {
  let certificate: ServerCertificate;
  test.beforeAll(async () => {
    certificate = await makeServerCertificate();
  });

  /** What every offer to a server with these settings comes to. */
  async function offersTo(settings: TlsOptions) {
    const server = createServer({ key: certificate.key, cert: certificate.cert, ...settings });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const base = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/A20047`);
    const offer = async (words: string, one: TlsOffer): Promise<Offered> => ({
      words,
      result: await offerTls(base, one, patience),
    });
    const came = {
      latest: await offer('TLS 1.2 or later', { minVersion: 'TLSv1.2' }),
      approved: await offer('the approved suites', { maxVersion: 'TLSv1.2', ciphers: approved }),
      weak: [
        await offer('AES128-SHA256', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA256:@SECLEVEL=0' }),
        await offer('all but the approved', { maxVersion: 'TLSv1.2', ciphers: unapproved }),
      ],
      former: [await offer('TLS 1.1', former)],
      plain: await askInPlainHttp(base, patience),
    };
    await new Promise((closed) => server.close(closed));
    return {
      'SEC-009': plainHttpRefused({ plain: came.plain, secure: came.plain }),
      'SEC-010': modernTlsAgreed([came.latest, came.approved]),
      'SEC-011': approvedCiphersOnly(came),
      'SEC-021': noneAgreed(came.former),
    };
  }

  const right = { 'SEC-009': 'pass', 'SEC-010': 'pass', 'SEC-011': 'pass', 'SEC-021': 'pass' };

  for (const [words, settings, outcomes] of [
    ['with current versions and approved suites passes', { minVersion: 'TLSv1.2', ciphers: approved }, right],
    ['of TLS 1.3 alone passes', { minVersion: 'TLSv1.3' }, right],
    [
      'that still speaks TLS 1.1 is warned of',
      { minVersion: 'TLSv1', ciphers: `${approved}:@SECLEVEL=0` },
      { ...right, 'SEC-021': 'warn' },
    ],
    [
      'that takes any suite is warned of',
      { minVersion: 'TLSv1.2', ciphers: 'ALL:@SECLEVEL=0' },
      { ...right, 'SEC-011': 'warn' },
    ],
    [
      'that takes a suite beside the approved ones that nobody offers by itself is warned of',
      { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: `${approved}:ECDHE-RSA-CHACHA20-POLY1305` },
      { ...right, 'SEC-011': 'warn' },
    ],
    [
      'that speaks no later version than TLS 1.1 fails',
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
      { ...right, 'SEC-010': 'fail', 'SEC-011': 'warn', 'SEC-021': 'warn' },
    ],
  ] satisfies [string, TlsOptions, object][]) {
    test(words, async () => {
      const came = Object.entries(await offersTo(settings));
      expect(Object.fromEntries(came.map(([id, result]) => [id, outcomeOf(requirement(id), result)]))).toEqual(
        outcomes,
      );
    });
  }
});

/** What a use of a server that answers in this way comes to. */
async function at<T>(server: Server, use: (base: URL) => Promise<T>): Promise<T> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await use(new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/A20047`));
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

const answering =
  (status: number, headers: OutgoingHttpHeaders = {}, body: object | string = ''): RequestListener =>
  (_request, reply) =>
    void reply.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

const outcome = (diagnostics: string): object => ({ resourceType: 'OperationOutcome', issue: [{ diagnostics }] });
const asFhir = { 'Content-Type': 'application/fhir+json' };
const challenge = { 'WWW-Authenticate': 'Bearer realm="appointments"' };
const tokenNeeded = answering(403, asFhir, outcome('A token is needed'));

for (const [words, plainly, securely, expected] of [
  ['answers', answering(200), answering(200), 'fail'],
  ['refuses', answering(403), answering(403), 'pass'],
  ['says that it speaks HTTPS alone', answering(400, {}, 'This port speaks HTTPS'), answering(200), 'pass'],
  ['redirects to HTTPS', answering(301, { Location: 'https://provider.example/' }), answering(200), 'pass'],
  ['redirects to plain HTTP', answering(302, { Location: 'http://provider.example/' }), answering(200), 'fail'],
  ['asks for a bearer token', answering(401, challenge, '{}'), answering(401, challenge, '{}'), 'fail'],
  ['refuses in FHIR as it does over HTTPS', tokenNeeded, tokenNeeded, 'fail'],
  ['refuses in FHIR what is answered over HTTPS', tokenNeeded, answering(200), 'pass'],
  ['refuses in FHIR with another reason', answering(403, asFhir, outcome('Use HTTPS')), tokenNeeded, 'warn'],
  ['calls its refusal plain JSON', answering(403, {}, outcome('A token is needed')), tokenNeeded, 'fail'],
] as const) {
  test(`a server that ${words} over plain HTTP comes to ${expected}`, async () => {
    const plain = await at(createPlain(plainly), (base) => askInPlainHttp(base, patience));
    const { key, cert } = await serverCertificate();
    const secure = await at(createSecure({ key, cert }, securely), (base) => askInHttps(base, patience));
    expect(secure.came).toBe('answer');
    expect(outcomeOf(requirement('SEC-009'), plainHttpRefused({ plain, secure }))).toBe(expected);
  });
}

test('what is new in every answer does not make two refusals different', () => {
  const refusal = (trace: string): BareAnswer => ({
    ...{ came: 'answer', status: 403, location: undefined, challenge: undefined },
    contentType: 'application/fhir+json',
    body: JSON.stringify(outcome(`A token is needed (${trace})`)),
  });
  const facts = {
    plain: refusal('5d0c1f2e-77aa-4b1c-9d3e-0a1b2c3d4e5f, 10:41:07'),
    secure: refusal('1f00ba11, 10:41:09'),
  };
  expect(outcomeOf(requirement('SEC-009'), plainHttpRefused(facts))).toBe('fail');
  const [one, other] = [refusal('1'), { came: 'not-made', reason: 'no answer within 3000 ms' } as const];
  expect(outcomeOf(requirement('SEC-009'), plainHttpRefused({ plain: one, secure: other }))).toBe('warn');
});

test.describe('plain HTTP that could not be tried says nothing about the provider', () => {
  const base = new URL('https://127.0.0.1:1/A20047');
  const judgedAs = async (plain: Promise<BareAnswer>): Promise<string> =>
    outcomeOf(requirement('SEC-009'), plainHttpRefused({ plain: await plain, secure: await plain }));

  test('where a proxy refuses the tunnel', async () => {
    const proxy = createPlain();
    proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const came = await at(proxy, ({ host }) => {
      const way = { ...patience, proxy: { url: `http://${host}`, noProxy: '' } };
      return judgedAs(askInPlainHttp(base, way));
    });
    expect(came).toBe('not-tested');
  });

  test('where the proxy is not there', async () => {
    const way = { ...patience, proxy: { url: 'http://127.0.0.1:1', noProxy: '' } };
    expect(await judgedAs(askInPlainHttp(base, way))).toBe('not-tested');
  });

  test('where the name is not resolved', async () => {
    expect(await judgedAs(askInPlainHttp(new URL('https://provider.invalid/'), patience))).toBe('not-tested');
  });

  test('where nothing comes within the time-out', async () => {
    const silent = createSilent((socket) => socket.resume());
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const { port } = silent.address() as AddressInfo;
    const came = await judgedAs(askInPlainHttp(new URL(`https://127.0.0.1:${port}/`), { timeoutMs: 200 }));
    await new Promise((closed) => silent.close(closed));
    expect(came).toBe('not-tested');
  });

  test('but a port for which a firewall drops everything passes', async () => {
    // A process that is stopped takes no connection out of its queue; once that is full, the system drops what comes.
    const program =
      "require('net').createServer().listen({port:0,host:'127.0.0.1',backlog:1},function(){process.stdout.write(String(this.address().port))})";
    const deaf = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = Number(await new Promise((said) => deaf.stdout.once('data', (text: Buffer) => said(text.toString()))));
    deaf.kill('SIGSTOP');
    const filling = Array.from({ length: 8 }, () => connect({ port, host: '127.0.0.1' }).on('error', () => undefined));
    try {
      const came = await judgedAs(askInPlainHttp(new URL(`https://127.0.0.1:${port}/`), { timeoutMs: 300 }));
      expect(came).toBe('pass');
    } finally {
      for (const socket of filling) socket.destroy();
      deaf.kill('SIGKILL');
    }
  });

  test('but a server that refuses the connection passes', async () => {
    expect(await judgedAs(askInPlainHttp(base, patience))).toBe('pass');
  });
});

for (const [words, settings, listener, expected] of [
  ['that ends the handshake demands one', { requestCert: true, rejectUnauthorized: true }, answering(200), 'pass'],
  ['that answers all the same demands none', {}, answering(200), 'not-applicable'],
  ['that refuses with and without alike demands none', {}, tokenNeeded, 'not-applicable'],
  [
    'that refuses whom it cannot tell demands one',
    { requestCert: true, rejectUnauthorized: false },
    'by-certificate',
    'pass',
  ],
] as const satisfies readonly (readonly [string, ServerOptions, RequestListener | 'by-certificate', string])[]) {
  test(`without a client certificate, a server ${words}`, async () => {
    const { key, cert, ca } = await serverCertificate();
    const wantsOne: RequestListener = ({ socket }, reply) => {
      const isShown = socket instanceof TLSSocket && 'subject' in socket.getPeerCertificate();
      reply.writeHead(isShown ? 200 : 400).end();
    };
    const server = createSecure({ key, cert, ca, ...settings }, listener === 'by-certificate' ? wantsOne : listener);
    const way = { ...patience, certificate: { key, cert } };
    const facts = await at(server, async (base) => ({
      without: await askWithoutCertificate(base, way),
      shown: await askInHttps(base, way),
    }));
    expect(outcomeOf(requirement('SEC-012'), certificateDemanded(facts))).toBe(expected);
  });
}

test('a request without certificate that reaches nobody says nothing about SEC-012', async () => {
  const without = await askWithoutCertificate(new URL('https://127.0.0.1:1/'), patience);
  expect(certificateDemanded({ without, shown: without })).toHaveProperty('nothingToCheck');
});

test('an offer that reaches nobody says nothing about the provider', async () => {
  const nowhere = new URL('https://127.0.0.1:1/');
  const offered = { words: 'TLS 1.1', result: await offerTls(nowhere, former, patience) };
  expect(offered.result.came).toBe('not-made');
  expect(noneAgreed([offered])).toHaveProperty('nothingToCheck');
  expect(modernTlsAgreed([offered])).toHaveProperty('nothingToCheck');
});
