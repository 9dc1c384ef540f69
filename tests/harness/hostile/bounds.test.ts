import { expect, test } from '@playwright/test';
import { Client } from 'fhir-kit-client';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { Pacer } from '../../../fixtures/transport/pace.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';
import { requestToken } from '../../../fixtures/transport/token-request.js';
import { exchangeIds, openConnections, Transport } from '../../../fixtures/transport/transport.js';

const settings = {
  ...{ connectMs: 500, headersMs: 500, bodyMs: 500, totalMs: 900 },
  ...{ maxBodyBytes: 50_000, maxHeaderBytes: 16_384 },
};

/** Runs a body against a real server, which is dropped with all its connections afterwards. */
async function withServer<T>(listener: RequestListener, body: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    return await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close().closeAllConnections();
  }
}

/** Reads an appointment as clean-up does: by the client library, over the transport's own chain. */
async function readAsCleanUpDoes(listener: RequestListener) {
  const recorded: RecordedExchange[] = [];
  const recorder = {
    nextId: exchangeIds('t'),
    clock: () => Date.now(),
    onExchange: (one: RecordedExchange) => recorded.push(one),
  };
  const pace = { pacer: new Pacer({ inFlight: 8, perPractice: { inFlight: 4 } }), maxRetryAfterMs: 0 };
  const transport = new Transport(openConnections(settings), settings, recorder, pace);
  const dispatcher = transport.dispatcher({ practice: 'A20047', purpose: 'clean-up' });
  const started = performance.now();
  try {
    return await withServer(listener, async (baseUrl) => {
      const client = new Client({ baseUrl, requestOptions: { dispatcher } });
      const outcome = await client.read({ resourceType: 'Appointment', id: '7' }).then(
        (read) => ({ read: JSON.stringify(read), refused: undefined }),
        (error: Error) => ({ read: undefined, refused: String(error.cause) }),
      );
      return { ...outcome, recorded, ms: performance.now() - started };
    });
  } finally {
    await transport.close();
  }
}

const appointment = { resourceType: 'Appointment', id: '7', description: 'x'.repeat(3000) };

test('clean-up gives up an answer that drips, when the total time-out is over', async () => {
  let timer: NodeJS.Timeout | undefined;
  const { refused, recorded, ms } = await readAsCleanUpDoes((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/fhir+json' });
    timer = setInterval(() => response.write(' '), 100);
  });
  clearInterval(timer);
  expect(refused).toContain('total time-out');
  expect(recorded[0]?.failure).toContain('total time-out');
  expect(ms).toBeLessThan(3000);
});

test('clean-up unpacks an answer no further than the limit of the body', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  expect(bomb.length).toBeLessThan(settings.maxBodyBytes);
  const { refused, recorded } = await readAsCleanUpDoes((_request, response) =>
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
  );
  expect(refused).toContain('cannot be unpacked');
  expect(recorded[0]?.response).toBeUndefined();
});

for (const [words, headers, body] of [
  ['packed', { 'Content-Encoding': 'gzip' }, gzipSync(JSON.stringify(appointment))],
  ['plain', {}, JSON.stringify(appointment)],
] as const) {
  test(`clean-up reads an answer that comes ${words} as it is meant`, async () => {
    const { read, recorded } = await readAsCleanUpDoes((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'application/fhir+json', ...headers }).end(body),
    );
    expect(read).toBe(JSON.stringify(appointment));
    expect(recorded[0]?.response?.status).toBe(200);
  });
}

test('a token endpoint that answers with megabytes is not read to its end', async () => {
  let sent = 0;
  const dispatcher = new Agent();
  const asking = withServer(
    (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const more = (): void => {
        while (sent < 100_000_000 && !response.destroyed) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536, ' '))) return void response.once('drain', more);
        }
      };
      more();
    },
    (origin) =>
      requestToken(
        { kind: 'tokenEndpoint', url: `${origin}/token`, clientId: 'app', algorithm: 'RS512' },
        { dispatcher, totalMs: 5000 },
      ),
  );
  await expect(asking).rejects.toMatchObject({
    kind: 'network',
    message: expect.stringMatching(/larger than \d+ bytes/),
  });
  expect(sent).toBeLessThan(50_000_000);
  await dispatcher.destroy();
});
