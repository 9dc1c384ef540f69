import { expect, test } from '@playwright/test';
import type { AddressInfo } from 'node:net';
import { createServer as createPlain } from 'node:http';
import { createServer, type TlsOptions } from 'node:tls';
import { makeServerCertificate, type ServerCertificate } from '../../../fixtures/provider/certificates.js';
import { askInPlainHttp, offerTls, type TlsOffer } from '../../../fixtures/transport/handshake.js';
import { requirement } from '../../../requirements/catalogue.js';
import { outcomeOf } from '../../../requirements/judgement.js';
import {
  approvedCiphersOnly,
  modernTlsAgreed,
  noneAgreed,
  plainHttpRefused,
  type Offered,
} from '../../../requirements/security.js';

const patience = { timeoutMs: 3000 };
const approved = 'AESGCM+EECDH:AESGCM+EDH:AES256+EECDH:AES256+EDH';
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
      weak: [await offer('AES128-SHA256', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA256:@SECLEVEL=0' })],
      former: [await offer('TLS 1.1', former)],
      plain: await askInPlainHttp(base, patience),
    };
    await new Promise((closed) => server.close(closed));
    return {
      'SEC-009': plainHttpRefused(came.plain),
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

for (const [words, status, location, findings] of [
  ['answers', 200, undefined, 1],
  ['refuses', 403, undefined, 0],
  ['redirects to HTTPS', 301, 'https://provider.example/', 0],
  ['redirects to plain HTTP', 302, 'http://provider.example/', 1],
] as const) {
  test(`a server that ${words} over plain HTTP has ${findings} findings`, async () => {
    const server = createPlain((_request, reply) =>
      reply.writeHead(status, location === undefined ? {} : { Location: location }).end(),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const base = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/A20047`);
    expect(plainHttpRefused(await askInPlainHttp(base, patience))).toHaveLength(findings);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
}

test('an offer that reaches nobody says nothing about the provider', async () => {
  const nowhere = new URL('https://127.0.0.1:1/');
  const offered = { words: 'TLS 1.1', result: await offerTls(nowhere, former, patience) };
  expect(offered.result.came).toBe('not-made');
  expect(noneAgreed([offered])).toHaveProperty('nothingToCheck');
  expect(modernTlsAgreed([offered])).toHaveProperty('nothingToCheck');
});
