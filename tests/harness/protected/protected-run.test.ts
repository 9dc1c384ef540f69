import { expect, test } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createProxy } from 'proxy';
import { parse, stringify } from 'yaml';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { readResult } from '../../../reports/writers/json.js';
import { emptyFolder, gpcConformance } from '../cli/command.js';
import { identityToken, startAuthorisationServer } from './authorisation-server.js';
import { makeAuthority, writeCredentials } from './certificates.js';
import { startGateway } from './gateway.js';

test.describe.configure({ mode: 'default', timeout: 300_000 });

/** The parts of the embedded provider's target file that the gateway takes the place of. */
interface PracticeEntry {
  readonly odsCode: string;
  readonly baseUrl: string;
  readonly token: unknown;
}

/** A proxy that asks for credentials and tells which places it was asked to connect to. */
async function startProxy() {
  const places: string[] = [];
  const server = createProxy(createServer());
  const expected = `Basic ${Buffer.from('proxy-user:proxy-password-77').toString('base64')}`;
  server.authenticate = (asked) => {
    places.push(`${asked.method ?? ''} ${asked.url ?? ''}`);
    return asked.headers['proxy-authorization'] === expected;
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, places, stop: () => void server.close().closeAllConnections() };
}

/** A provider behind a gateway with client certificates and tokens of its own, reachable through a proxy only. */
async function startProtected() {
  const provider = await startProvider({});
  const authority = await makeAuthority();
  const credentials = await authority.issue({ use: 'server' });
  const authorisation = await startAuthorisationServer({ tls: credentials });
  const own = parse(provider.targetFile()) as { practices: PracticeEntry[]; federation: (string | PracticeEntry)[] };
  const entries = [...own.practices, ...own.federation.filter((one) => typeof one !== 'string')];
  const tokens = new Map(entries.map((one) => [one.odsCode, (one.token as { static: string }).static]));
  const origin = new URL(own.practices[0]?.baseUrl ?? '').origin;
  const gateway = await startGateway({
    ...{ credentials, clientAuthority: authority.ca, authorisation, origin },
    ownToken: (odsCode) => tokens.get(odsCode),
  });
  const proxy = await startProxy();
  const folder = emptyFolder();
  const exchange = {
    ...{ url: authorisation.url, clientId: 'app-with-key', keyId: 'key-1' },
    ...{ privateKey: { file: 'app.key' }, subjectToken: { env: 'IDENTITY_TOKEN' } },
  };
  const behind = (one: PracticeEntry) => ({
    ...one,
    baseUrl: one.baseUrl.replace(origin, gateway.origin),
    token: { exchange },
  });
  writeFileSync(join(folder, 'app.key'), authorisation.privateKey);
  writeFileSync(join(folder, 'ca.pem'), authority.ca);
  const { cert, key } = writeCredentials(folder, await authority.issue({ use: 'client' }), 'passphrase-of-key-88');
  const target = {
    name: 'Provider behind a gateway',
    practices: own.practices.map(behind),
    federation: own.federation.map((one) => (typeof one === 'string' ? one : behind(one))),
    tls: { ca: ['ca.pem'], cert, key, passphrase: { env: 'KEY_PASSPHRASE' } },
    proxy: { url: proxy.url, username: { static: 'proxy-user' }, password: { env: 'PROXY_PASSWORD' }, noProxy: [] },
    policies: { retrievePast: 'refuse', datePrefixes: 'refuse', crossPracticeBooking: 'expected' },
  };
  const file = join(folder, 'target.yaml');
  writeFileSync(file, stringify(target));
  const stop = async (): Promise<void> => {
    proxy.stop();
    await Promise.all([gateway.stop(), authorisation.stop(), provider.stop()]);
  };
  return { file, proxy, authorisation, gateway, stop };
}

const secrets = {
  IDENTITY_TOKEN: identityToken,
  KEY_PASSPHRASE: 'passphrase-of-key-88',
  PROXY_PASSWORD: 'proxy-password-77',
};

test('a run through private authority, client certificate, proxy and token exchange all at once is green', async () => {
  const guarded = await startProtected();
  try {
    const output = emptyFolder();
    const run = await gpcConformance(
      [
        'run',
        '--target',
        guarded.file,
        '--output',
        output,
        '--practice',
        'A20047',
        '--only',
        'sessions',
        'security',
        'http',
      ],
      secrets,
    );
    const result = readResult(join(output, 'conformance.json'));
    const worse = result.requirements.filter((one) => ['fail', 'warn', 'error'].includes(one.outcome));
    expect(worse.map((one) => `${one.id} ${one.outcome} ${one.reason ?? ''}`)).toEqual([]);
    expect(result.summary.pass).toBeGreaterThan(50);
    expect(result.bookings.created).toBeGreaterThan(3);
    expect(result.bookings.left).toEqual([]);
    expect(run.exitCode).toBe(result.exitCode);

    const tunnels = new Set(guarded.proxy.places);
    expect(tunnels).toContain(`CONNECT ${new URL(guarded.gateway.origin).host}`);
    expect(tunnels).toContain(`CONNECT ${new URL(guarded.authorisation.url).host}`);
    expect(run.stdout + run.stderr).not.toMatch(/passphrase-of-key-88|proxy-password-77|identity-token-of-nhs-login/);
  } finally {
    await guarded.stop();
  }
});

const dead = [
  ['the identity token is not accepted', { IDENTITY_TOKEN: 'stale' }, /token endpoint refuses with 400 invalid_grant/],
  ['the proxy refuses the credentials', { PROXY_PASSWORD: 'wrong' }, /proxy/i],
] as const;

for (const [words, changed, says] of dead) {
  test(`where ${words}, the run ends with exit code 3 and the reason, before any booking`, async () => {
    const guarded = await startProtected();
    try {
      const output = emptyFolder();
      const words = ['run', '--target', guarded.file, '--output', output, '--only', 'SESS-001'];
      const run = await gpcConformance(words, { ...secrets, ...changed });
      expect(run.exitCode).toBe(3);
      expect(run.stdout + run.stderr).toMatch(says);
      expect(readResult(join(output, 'conformance.json')).bookings.created).toBe(0);
    } finally {
      await guarded.stop();
    }
  });
}
