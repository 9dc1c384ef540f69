import { expect, test } from '@playwright/test';
import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { Agent } from 'undici';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { accessTo, day, searchPath, send, type Access } from './patient-app.js';

test.describe('a provider with TLS', () => {
  let provider: RunningProvider;
  let access: Access;
  let dispatcher: Agent;
  let port: number;

  test.beforeAll(async () => {
    provider = await startProvider({ tls: true });
    access = accessTo(provider, 'A20047');
    port = Number(new URL(access.baseUrl).port);
    dispatcher = new Agent({ connect: { ca: provider.certificateAuthority ?? '' } });
  });
  test.afterAll(async () => {
    await dispatcher.close();
    await provider.stop();
  });

  /** The protocol agreed on, or the reason why there is none. */
  const handshake = (options: ConnectionOptions) =>
    new Promise<string>((done) => {
      const socket = connect({ port, host: '127.0.0.1', ca: provider.certificateAuthority, ...options }, () => {
        done(`${socket.getProtocol()} ${socket.getCipher().standardName}`);
        socket.destroy();
      });
      socket.on('error', () => done('refused'));
    });

  test('serves HTTPS to those who trust its authority and demands it for the future', async () => {
    const reply = await send(access, searchPath(day(1), day(2)), { dispatcher });
    expect([reply.status, access.baseUrl.startsWith('https://')]).toEqual([200, true]);
    expect(reply.headers['strict-transport-security']).toContain('max-age=');
    expect(provider.targetFile()).toContain('ca.pem');
  });

  test('is not trusted without its authority', async () => {
    await expect(send(access, '/metadata')).rejects.toThrow(/certificate/);
  });

  for (const [offer, options, expected] of [
    ['TLS 1.3', {}, /^TLSv1\.3 /],
    ['TLS 1.2', { maxVersion: 'TLSv1.2' }, /^TLSv1\.2 /],
    [
      'ECDHE-RSA-AES256-GCM-SHA384',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES256-GCM-SHA384' },
      /RSA_WITH_AES_256_GCM_SHA384$/,
    ],
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }, /^refused$/],
    ['AES128-SHA256', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA256' }, /^refused$/],
  ] satisfies [string, ConnectionOptions, RegExp][]) {
    test(`an offer of ${offer} ends as ${expected.source}`, async () => {
      expect(await handshake(options)).toMatch(expected);
    });
  }

  test('closes a connection on which somebody speaks plain HTTP', async () => {
    const answer = await new Promise<string>((done) => {
      let text = '';
      const socket = connectPlain(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
      socket.on('data', (data) => (text += data.toString('latin1')));
      socket.on('error', () => done(text));
      socket.on('close', () => done(text));
    });
    expect(answer).not.toMatch(/HTTP\/1\.1 [23]/);
  });
});

test('a provider with TLS stops at once while somebody is still in the TLS handshake', async () => {
  const provider = await startProvider({ tls: true });
  const { port } = new URL(accessTo(provider, 'A20047').baseUrl);
  const silent = connectPlain(Number(port), '127.0.0.1').on('error', () => undefined);
  await once(silent, 'connect');
  const begun = performance.now();
  await provider.stop();
  expect(performance.now() - begun).toBeLessThan(10_000);
  silent.destroy();
});
