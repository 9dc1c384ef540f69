import { expect, test } from '@playwright/test';
import { SignJWT } from 'jose';
import { createServer as createTcpServer } from 'node:net';
import { clientSecret, startAuthorisationServer } from './authorisation-server.js';
import { diagnosed, diagnosedAt, emptyServer, withProvider, type Findings } from './doctor-scene.js';
import { proxyCredentials, startProxy } from './proxy.js';

const minute = 60;

test.describe('the way to a practice', () => {
  test('a name that does not resolve is told, and nothing further is done', async () => {
    const found = await diagnosed({ baseUrl: 'https://no-such-host.invalid/A20047/STU3/1' });
    expect(found.get('name')).toMatchObject({ state: 'fail', exit: 3, problem: 'name-not-found' });
    expect(found.get('connection')).toMatchObject({ state: 'not-done', detail: expect.stringContaining('resolve') });
    for (const check of ['tls', 'token', 'metadata', 'patient', 'slots', 'clock', 'rate'] as const) {
      expect(found.get(check), check).toMatchObject({ state: 'not-done', detail: 'mend "name" first' });
    }
  });

  test('a port at which nothing listens is told with the port', async () => {
    const found = await diagnosed({ baseUrl: 'http://127.0.0.1:9/A20047/STU3/1' });
    expect(found.get('connection')).toMatchObject({
      state: 'fail',
      exit: 3,
      problem: 'port-closed',
      facts: { port: 9 },
    });
    expect(found.get('metadata')).toMatchObject({ state: 'not-done', detail: 'mend "connection" first' });
  });

  test('plain HTTP is in order on the loopback and nowhere else', async () => {
    const near = await diagnosedAt(emptyServer());
    expect(near.get('tls')).toMatchObject({ state: 'ok', detail: expect.stringContaining('loopback') });
  });

  test('a provider that hangs ends with its time-outs, and says which', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => socket.destroy()));
    const started = performance.now();
    const found = await diagnosedAt(silent);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(found.get('connection')).toMatchObject({ state: 'ok' });
    for (const check of ['metadata', 'slots'] as const) {
      expect(found.get(check), check).toMatchObject({ state: 'fail', exit: 3, problem: 'no-answer' });
      expect(found.get(check)?.detail).toContain('headers time-out');
    }
    expect(found.get('clock')).toMatchObject({ state: 'not-done' });
    expect(found.get('rate')).toMatchObject({ state: 'not-done' });
  });
});

test.describe('a proxy', () => {
  test('that asks for credentials lets through whoever has them, and the name is left to it', async () => {
    const proxy = await startProxy();
    try {
      const found = await diagnosedAt(emptyServer(), { proxy: { url: proxy.url, ...proxyCredentials } });
      expect(found.get('name')?.detail).toContain('asked of the proxy');
      expect(found.get('proxy')).toMatchObject({ state: 'ok', detail: expect.stringContaining('it accepts them') });
      expect(found.get('connection')).toMatchObject({
        state: 'ok',
        detail: expect.stringContaining('through the proxy'),
      });
    } finally {
      await proxy.stop();
    }
  });

  test('that refuses a password, or gets none, is told with the keys to set and without the password', async () => {
    const proxy = await startProxy();
    try {
      const wrong = { ...proxyCredentials, password: { static: 'wrong-password-99' } };
      const refused = await diagnosedAt(emptyServer(), { proxy: { url: proxy.url, ...wrong } });
      expect(refused.get('proxy')).toMatchObject({ state: 'fail', exit: 3, problem: 'proxy-refuses-credentials' });
      expect(refused.get('proxy')?.mend).toMatch(/proxy\.username and proxy\.password/);
      expect(refused.get('metadata')).toMatchObject({ state: 'not-done', detail: 'mend "proxy" first' });
      expect(JSON.stringify([...refused])).not.toContain('wrong-password-99');
      const without = await diagnosedAt(emptyServer(), { proxy: { url: proxy.url } });
      expect(without.get('proxy')).toMatchObject({ state: 'fail', exit: 3, problem: 'proxy-wants-credentials' });
    } finally {
      await proxy.stop();
    }
  });

  test('that is not there is told from a place to which it makes no tunnel', async () => {
    const gone = await diagnosedAt(emptyServer(), { proxy: { url: 'http://127.0.0.1:9' } });
    expect(gone.get('proxy')).toMatchObject({ state: 'fail', exit: 3, problem: 'proxy-not-reached' });
    const proxy = await startProxy();
    try {
      const baseUrl = 'http://127.0.0.1:9/A20047/STU3/1';
      const found = await diagnosed({ baseUrl, proxy: { url: proxy.url, ...proxyCredentials } });
      expect(found.get('proxy')).toMatchObject({ state: 'ok' });
      expect(found.get('connection')).toMatchObject({ state: 'fail', exit: 3, problem: 'proxy-makes-no-tunnel' });
    } finally {
      await proxy.stop();
    }
  });

  test('is not asked for hosts that noProxy names', async () => {
    const proxy = await startProxy();
    try {
      const found = await diagnosedAt(emptyServer(), { proxy: { url: proxy.url, noProxy: ['127.0.0.1'] } });
      expect(found.get('proxy')).toMatchObject({ state: 'ok', detail: expect.stringContaining('noProxy names it') });
      expect(found.get('connection')).toMatchObject({ state: 'ok' });
      expect(proxy.places).toEqual([]);
    } finally {
      await proxy.stop();
    }
  });
});

test.describe('a token', () => {
  const jwt = (seconds: number): Promise<string> =>
    new SignJWT({ scope: 'appointments', sub: '9990548609' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('https://issuer.example')
      .setAudience('https://provider.example')
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(new TextEncoder().encode('a key of at least 32 characters ..'));

  const tokenOf = async (token: unknown): Promise<ReturnType<Findings['get']>> =>
    (await diagnosedAt(emptyServer(), { token })).get('token');

  test('that is a JWT is told with issuer, audience, scope and end, never with itself or its subject', async () => {
    const text = await jwt(90 * minute);
    const found = await tokenOf({ static: text });
    expect(found).toMatchObject({ state: 'ok', facts: { format: 'JWT', claims: { iss: 'https://issuer.example' } } });
    expect(found?.detail).toMatch(
      /a JWT from the target file, issuer https:\/\/issuer\.example, audience https:\/\/provider\.example, scope appointments; valid until in 90 min \(/,
    );
    expect(JSON.stringify(found)).not.toContain(text);
    expect(JSON.stringify(found)).not.toContain('9990548609');
  });

  test('that ends within five minutes is warned of, and one that has ended is dead', async () => {
    expect(await tokenOf({ static: await jwt(3 * minute) })).toMatchObject({
      ...{ state: 'warn', problem: 'token-expires-soon' },
      detail: expect.stringContaining('in 3 min'),
    });
    expect(await tokenOf({ static: await jwt(-20 * minute) })).toMatchObject({
      ...{ state: 'fail', exit: 3, problem: 'token-expired' },
      detail: expect.stringContaining('20 min ago'),
    });
  });

  test('that says nothing of itself is called opaque', async () => {
    expect(await tokenOf({ static: 'just-some-text' })).toMatchObject({ state: 'ok', facts: { format: 'opaque' } });
  });

  test('comes from the endpoint that the target file names, or the endpoint’s refusal is told', async () => {
    const server = await startAuthorisationServer();
    try {
      const endpoint = { url: server.url, clientId: 'app-with-secret', clientSecret: { static: clientSecret } };
      const given = await tokenOf({ tokenEndpoint: endpoint });
      expect(given).toMatchObject({
        state: 'ok',
        detail: expect.stringContaining(`${server.url}, as client app-with-`),
      });
      const wrong = { ...endpoint, clientSecret: { static: 'not-the-right-secret' } };
      const all = await diagnosedAt(emptyServer(), { token: { tokenEndpoint: wrong } });
      expect(all.get('token')).toMatchObject({ state: 'fail', exit: 3, problem: 'token-endpoint-refuses' });
      expect(all.get('token')?.detail).toContain('401 invalid_client');
      expect(all.get('metadata')).toMatchObject({ state: 'not-done', detail: 'mend "token" first' });
      expect(JSON.stringify([...all])).not.toContain('not-the-right-secret');
    } finally {
      await server.stop();
    }
  });

  test('that the provider refuses is dead, whatever it says of itself', async () => {
    await withProvider(async ({ baseUrl, patient }) => {
      const found = await diagnosed({ baseUrl, patient, token: { static: await jwt(90 * minute) } });
      expect(found.get('token')).toMatchObject({ state: 'ok' });
      for (const check of ['patient', 'slots'] as const) {
        expect(found.get(check), check).toMatchObject({ state: 'fail', exit: 3, problem: 'token-refused' });
      }
    });
  });
});
