import { expect, test } from '@playwright/test';
import { createServer as createTcpServer, type Server } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import type { TlsOptions } from 'node:tls';
import type { Finding } from '../../../cli/doctor/diagnosis.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';
import { makeAuthority, selfSigned, writeCredentials, type Authority } from './certificates.js';
import { diagnosed, during, tlsServer } from './doctor-scene.js';

const day = 24 * 60 * 60 * 1000;
const inDays = (days: number): Date => new Date(Date.now() + days * day);

let authority: Authority;
let trusted: { readonly ca: string[] };

test.beforeAll(async () => {
  authority = await makeAuthority('Trusted authority');
  trusted = { ca: [fileWith(authority.ca, 'ca.pem')] };
});

/** What the doctor says of TLS at a server. */
async function tlsAt(server: Server, tls: object): Promise<Finding> {
  let found: Finding | undefined;
  await during(server, async (port) => {
    found = (await diagnosed({ baseUrl: `https://127.0.0.1:${port}/A20047/STU3/1`, tls })).get('tls');
  });
  if (found === undefined) throw new Error('nothing was examined');
  return found;
}

const mutual = (ca: string, further: TlsOptions = {}): TlsOptions => ({
  ...{ ca, requestCert: true, rejectUnauthorized: true },
  ...further,
});

test('a session that is in order is told with version, cipher and every certificate of the chain', async () => {
  const credentials = await authority.issue({ use: 'server' });
  const found = await tlsAt(tlsServer(credentials), trusted);
  expect(found).toMatchObject({ state: 'ok', facts: { protocol: 'TLSv1.3', clientCertificate: 'not asked for' } });
  expect(found.detail).toMatch(/TLSv1\.3 TLS_AES_256_GCM_SHA384; 127\.0\.0\.1 \(issued by Trusted authority\)/);
  expect(found.facts?.['certificates']).toMatchObject([
    { subject: '127.0.0.1', issuer: 'Trusted authority', daysLeft: 29 },
    { subject: 'Trusted authority', issuer: 'Trusted authority', daysLeft: 29 },
  ]);
});

test('a certificate that ends within a fortnight is warned of', async () => {
  const credentials = await authority.issue({ use: 'server', notAfter: inDays(5.5) });
  const found = await tlsAt(tlsServer(credentials), trusted);
  expect(found).toMatchObject({ state: 'warn', problem: 'certificate-expires-soon' });
  expect(found.detail).toContain('(5 days)');
});

/** Troubles with the server's certificate: what it is made with, and the words. */
const troubles = [
  ['certificate-expired', { notAfter: inDays(-3.5) }, /expired 4 days ago, on \d{4}-\d\d-\d\d/, /renewed/],
  ['certificate-not-yet-valid', { notBefore: inDays(2) }, /valid only from/, /clock/],
  ['wrong-host', { names: ['provider.example'] }, /not for 127\.0\.0\.1: it names DNS:provider\.example/, /baseUrl/],
] as const;

for (const [problem, wanted, words, mend] of troubles) {
  test(`a server certificate with the trouble "${problem}" is told in words, with what to do`, async () => {
    const found = await tlsAt(tlsServer(await authority.issue({ use: 'server', ...wanted })), trusted);
    expect(found).toMatchObject({ state: 'fail', exit: 3, problem });
    expect(found.detail).toMatch(words);
    expect(found.mend).toMatch(mend);
  });
}

test('a self-signed certificate is told from one of an unknown authority, each with the key that mends it', async () => {
  const alone = await tlsAt(tlsServer(await selfSigned()), trusted);
  expect(alone).toMatchObject({
    state: 'fail',
    exit: 3,
    problem: 'self-signed',
    mend: expect.stringMatching(/tls\.ca/),
  });
  const stranger = await makeAuthority('Private authority of a supplier');
  const unknown = await tlsAt(tlsServer(await stranger.issue({ use: 'server' })), trusted);
  expect(unknown).toMatchObject({ state: 'fail', exit: 3, problem: 'unknown-authority' });
  expect(unknown.detail).toContain('come from Private authority of a supplier, which is not trusted here');
  expect(unknown.mend).toContain('as tls.ca');
});

test('a self-signed certificate that the target file trusts is in order', async () => {
  const own = await selfSigned();
  expect(await tlsAt(tlsServer(own), { ca: [fileWith(own.cert, 'own.pem')] })).toMatchObject({ state: 'ok' });
});

test('a server that leaves out the certificate in between is told so; with its whole chain it is in order', async () => {
  const between = await authority.intermediate('Issuing authority 3');
  const issuerAt = 'http://pki.example/issuing-3.crt';
  const { key, cert } = await between.issue({ use: 'server', issuerAt });
  const partly = await tlsAt(tlsServer({ key, cert }), trusted);
  expect(partly).toMatchObject({ state: 'fail', exit: 3, problem: 'incomplete-chain' });
  expect(partly.detail).toContain('that of Issuing authority 3, which issued it, is missing');
  expect(partly.mend).toContain(issuerAt);
  const whole = await tlsAt(tlsServer({ key, cert: `${cert}\n${between.ca}` }), trusted);
  expect(whole).toMatchObject({ state: 'ok' });
  expect(whole.facts?.['certificates']).toHaveLength(3);
});

test('an end of validity and a wrong host are told at once', async () => {
  const wanted = { use: 'server', names: ['provider.example'], notAfter: inDays(-1.5) } as const;
  const found = await tlsAt(tlsServer(await authority.issue(wanted)), trusted);
  expect(found.facts?.['problems']).toEqual(['certificate-expired', 'wrong-host']);
});

for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
  test(`with ${maxVersion}, a client certificate that is wanted, refused or taken is told`, async () => {
    const server = await authority.issue({ use: 'server' });
    const guarded = (): Server => tlsServer({ ...server, ...mutual(authority.ca, { maxVersion }) });
    const without = await tlsAt(guarded(), trusted);
    expect(without).toMatchObject({ state: 'fail', exit: 3, problem: 'client-certificate-wanted' });
    expect(without.mend).toMatch(/tls\.cert and tls\.key/);

    const passphrase = { static: 'passphrase-of-key-88' };
    const shown = async (issuer: Authority): Promise<object> => ({
      ...{ ...trusted, passphrase },
      ...writeCredentials(emptyFolder(), await issuer.issue({ use: 'client' }), passphrase.static),
    });
    const refused = await tlsAt(guarded(), await shown(await makeAuthority('Another authority')));
    expect(refused).toMatchObject({ state: 'fail', exit: 3, problem: 'client-certificate-refused' });
    expect(refused.detail).toContain('client.pem');

    const taken = await tlsAt(guarded(), await shown(authority));
    expect(taken).toMatchObject({ state: 'ok', facts: { clientCertificate: 'taken', protocol: maxVersion } });
    expect(taken.detail).toContain('takes our client certificate');
  });
}

test('a server that speaks nothing newer than TLS 1.1 is told so, and that the target file cannot allow it', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  const found = await tlsAt(tlsServer({ ...(await authority.issue({ use: 'server' })), ...old }), trusted);
  expect(found).toMatchObject({ state: 'fail', exit: 3, problem: 'tls-too-old' });
  expect(found.detail).toContain('no TLS as new as TLS 1.2, the lowest that is used; it speaks TLSv1.1');
  expect(found.mend).toContain('SEC-010');
});

test('where the target file asks for TLS 1.3 and the server speaks 1.2, the key to lower is named', async () => {
  const server = tlsServer({ ...(await authority.issue({ use: 'server' })), maxVersion: 'TLSv1.2' });
  const found = await tlsAt(server, { ...trusted, minVersion: 'TLSv1.3' });
  expect(found).toMatchObject({ problem: 'tls-too-old', mend: expect.stringMatching(/tls\.minVersion to TLSv1\.2/) });
  expect(found.detail).toContain('it speaks TLSv1.2');
});

test('a port that does not speak TLS, and one that says nothing, are told apart', async () => {
  const plain = createHttpServer((_asked, answer) => answer.end());
  expect(await tlsAt(plain, trusted)).toMatchObject({ state: 'fail', exit: 3, problem: 'not-tls' });
  const silent = createTcpServer((socket) => socket.on('error', () => socket.destroy()));
  const found = await tlsAt(silent, trusted);
  expect(found).toMatchObject({ state: 'fail', exit: 3, problem: 'no-handshake' });
  expect(found.detail).toContain('within 1500 ms');
});

test('with verification turned off, the session is warned of with everything that is wrong with it', async () => {
  const stranger = await makeAuthority('Stranger');
  const credentials = await stranger.issue({ use: 'server', names: ['provider.example'] });
  const found = await tlsAt(tlsServer(credentials), { rejectUnauthorized: false });
  expect(found).toMatchObject({ state: 'warn', problem: 'verification-off' });
  expect(found.detail).toMatch(/ANY CERTIFICATE IS ACCEPTED.*Stranger.*not for 127\.0\.0\.1/);
  expect(found.mend).toContain('Remove tls.rejectUnauthorized');
});
