import { expect, test } from '@playwright/test';
import { generateKeyPairSync } from 'node:crypto';
import { Agent } from 'undici';
import { isProblem, type ProblemKind } from '../../../problem.js';
import { makeServerCertificate } from '../../../fixtures/provider/certificates.js';
import { knownSecrets, Secret } from '../../../fixtures/target/secret.js';
import type { TokenSource } from '../../../fixtures/target/target.js';
import { AccessTokens } from '../../../fixtures/transport/access-tokens.js';
import {
  clientSecret,
  identityToken,
  startAuthorisationServer,
  type AuthorisationServer,
} from './authorisation-server.js';

const secret = (text: string) => ({ kind: 'static' as const, value: new Secret(text) });

const byKey = ({ url, privateKey }: AuthorisationServer) =>
  ({
    kind: 'tokenEndpoint',
    ...{ url, clientId: 'app-with-key', algorithm: 'RS512', keyId: 'key-1' },
    privateKey: secret(privateKey),
  }) as const;

const bySecret = ({ url }: AuthorisationServer) =>
  ({
    kind: 'tokenEndpoint',
    ...{ url, clientId: 'app-with-secret', algorithm: 'RS512' },
    clientSecret: secret(clientSecret),
  }) as const;

const byExchange = (server: AuthorisationServer, subject = identityToken) =>
  ({ ...byKey(server), kind: 'exchange', subjectToken: secret(subject) }) as const;

async function withServer(body: (server: AuthorisationServer) => Promise<void>, lifetime = 600): Promise<void> {
  const server = await startAuthorisationServer({ lifetime });
  try {
    await body(server);
  } finally {
    await server.stop();
  }
}

const tokensOver = (dispatcher = new Agent(), clock?: () => number): AccessTokens =>
  new AccessTokens({ dispatcher, totalMs: 5_000 }, clock);

async function problemFrom(source: TokenSource): Promise<{ kind: ProblemKind; message: string }> {
  try {
    await tokensOver().of(source);
  } catch (error) {
    for (const kind of ['usage', 'unreachable', 'network'] as const) {
      if (isProblem(error, kind)) return { kind, message: error.message };
    }
    throw error;
  }
  throw new Error('a token was given');
}

test('a client gets a token by a signed assertion, by its secret, or for an identity token', async () => {
  await withServer(async (server) => {
    const ways = [
      ['app-with-key', byKey(server)],
      ['app-with-secret', bySecret(server)],
      ['app-with-key', byExchange(server)],
    ] as const;
    for (const [client, source] of ways) {
      const token = await tokensOver().of(source);
      expect(await server.clientOf(token?.reveal() ?? '')).toBe(client);
      expect(knownSecrets()).toContain(token?.reveal());
    }
  });
});

test('a token is asked for once however many need it, and again shortly before it ends', async () => {
  await withServer(async (server) => {
    let now = 0;
    const tokens = tokensOver(undefined, () => now);
    const source = bySecret(server);
    const [first, second] = await Promise.all([tokens.of(source), tokens.of(source)]);
    expect(second?.reveal()).toBe(first?.reveal());
    now = 539_000;
    expect((await tokens.of(source))?.reveal()).toBe(first?.reveal());
    expect(server.requests()).toBe(1);
    now = 541_000;
    expect((await tokens.of(source))?.reveal()).not.toBe(first?.reveal());
    expect(server.requests()).toBe(2);
  });
});

test('a token that lives less than the margin is used for half its life', async () => {
  await withServer(async (server) => {
    let now = 0;
    const tokens = tokensOver(undefined, () => now);
    const source = bySecret(server);
    await tokens.of(source);
    now = 9_000;
    await tokens.of(source);
    expect(server.requests()).toBe(1);
    now = 11_000;
    await tokens.of(source);
    expect(server.requests()).toBe(2);
  }, 20);
});

test('a refusal says which endpoint refused and why, shows no secret, and is not remembered', async () => {
  await withServer(async (server) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const anotherKey = secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const refusals = [
      [{ ...byKey(server), privateKey: anotherKey }, /refuses with 401 invalid_client/],
      [{ ...bySecret(server), clientSecret: secret('not-the-right-secret') }, /refuses with 401 invalid_client/],
      [byExchange(server, 'another-identity'), /refuses with 400 invalid_grant.*Check client id/],
      [{ ...bySecret(server), url: server.url.replace('/token', '/nowhere') }, /answers no token|refuses with 404/],
    ] as const;
    for (const [source, words] of refusals) {
      const { kind, message } = await problemFrom(source);
      expect(kind).toBe('unreachable');
      expect(message).toMatch(words);
      expect(message).toContain('http://127.0.0.1');
      expect(message).not.toMatch(/not-the-right-secret|another-identity|PRIVATE KEY/);
    }
    const source = bySecret(server);
    const tokens = tokensOver();
    await expect(tokens.of({ ...source, clientId: 'nobody' })).rejects.toThrow();
    expect(await tokens.of(source)).toBeDefined();
  });
});

test('an endpoint that is not there is a network problem, a key that cannot sign a usage problem', async () => {
  await withServer(async (server) => {
    const gone = { ...bySecret(server), url: 'http://127.0.0.1:9/token' };
    expect(await problemFrom(gone)).toMatchObject({ kind: 'network', message: expect.stringContaining('127.0.0.1:9') });
    const unusable = { ...byKey(server), privateKey: secret('no key at all') };
    expect(await problemFrom(unusable)).toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/cannot sign RS512.*PEM/s),
    });
  });
});

test('the token call trusts whom the target file trusts, and nobody else', async () => {
  const certificate = await makeServerCertificate();
  const server = await startAuthorisationServer({ tls: certificate });
  try {
    const trusting = new Agent({ connect: { ca: certificate.ca } });
    const token = await tokensOver(trusting).of(bySecret(server));
    expect(await server.clientOf(token?.reveal() ?? '')).toBe('app-with-secret');
    expect(await problemFrom(bySecret(server))).toMatchObject({
      kind: 'network',
      message: expect.stringMatching(/certificate.* not trusted/),
    });
  } finally {
    await server.stop();
  }
});
