import { expect, test } from '@playwright/test';
import { Client } from 'fhir-kit-client';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Pacer } from '../../../fixtures/transport/pace.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';
import {
  exchangeIds,
  openConnections,
  Transport,
  type ConnectionSettings,
} from '../../../fixtures/transport/transport.js';

const settings: ConnectionSettings = {
  connectMs: 1_000,
  headersMs: 1_500,
  bodyMs: 1_500,
  totalMs: 4_000,
  maxBodyBytes: 100_000,
  maxHeaderBytes: 16_384,
};
const label = { practice: 'A20047', purpose: 'suite' } as const;

/** Runs a body against a real server on the loopback and hands over a transport with everything it recorded. */
async function withServer(
  server: Server,
  body: (url: string, transport: Transport, recorded: RecordedExchange[]) => Promise<void>,
): Promise<void> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const recorded: RecordedExchange[] = [];
  const recorder = {
    nextId: exchangeIds('t'),
    clock: () => Date.now(),
    onExchange: (exchange: RecordedExchange) => recorded.push(exchange),
  };
  const pace = { pacer: new Pacer({ inFlight: 8, perPractice: { inFlight: 4 } }), maxRetryAfterMs: 0 };
  const transport = new Transport(openConnections(settings), settings, recorder, pace);
  try {
    await body(`http://127.0.0.1:${port}`, transport, recorded);
  } finally {
    await transport.close();
    server.close();
  }
}

const http = (listener: RequestListener): Server => createServer(listener);
const tcp = (answer: (socket: Socket) => void): Server =>
  createTcpServer((socket) => socket.once('data', () => answer(socket)).on('error', () => socket.destroy()));

test('status, header order, case and repetition, body bytes and timing are recorded as they were on the wire', async () => {
  const raw =
    'HTTP/1.1 201 Made\r\nX-Second: 2\r\netag: W/"1"\r\nX-SECOND: 3\r\nContent-Length: 4\r\n\r\n\u00e9\u0000{}';
  const server = tcp((socket) => socket.end(Buffer.from(raw, 'latin1')));
  await withServer(server, async (url, transport, recorded) => {
    const headers = [['X-Request-ID', 'r-1'], ['accept', 'application/fhir+json']] as const; // prettier-ignore
    const exchange = await transport.send(
      { method: 'POST', url: `${url}/Appointment`, headers, body: '{"é":1}' },
      label,
    );
    expect(exchange.response).toMatchObject({ status: 201, statusText: 'Made', wireBytes: 4 });
    expect(exchange.response.headers).toEqual([
      ['X-Second', '2'],
      ['etag', 'W/"1"'],
      ['X-SECOND', '3'],
      ['Content-Length', '4'],
    ]);
    expect([...exchange.response.body]).toEqual([0xe9, 0, 0x7b, 0x7d]);
    expect(exchange.request).toEqual({ method: 'POST', url: `${url}/Appointment`, headers, body: '{"é":1}' });
    expect(exchange.id).toBe('x-t-0001');
    expect(recorded).toEqual([exchange]);
  });
});

test('a compressed body is recorded unpacked, with the number of bytes that came', async () => {
  const packed = gzipSync('{"resourceType":"Bundle"}');
  const server = http((_request, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed));
  await withServer(server, async (url, transport) => {
    const { response } = await transport.send({ method: 'GET', url, headers: [] }, label);
    expect(Buffer.from(response.body).toString()).toBe('{"resourceType":"Bundle"}');
    expect(response.wireBytes).toBe(packed.length);
  });
});

test('a redirect is an answer like any other and is not followed', async () => {
  let asked = 0;
  const server = http((_request, response) => {
    asked += 1;
    response.writeHead(302, { Location: '/elsewhere' }).end();
  });
  await withServer(server, async (url, transport) => {
    const { response } = await transport.send({ method: 'GET', url, headers: [] }, label);
    expect(response.status).toBe(302);
    expect(asked).toBe(1);
  });
});

/** Answers that never become complete, and the words for them. */
const failures: readonly (readonly [fault: string, server: () => Server, words: RegExp])[] = [
  ['never answers', () => tcp(() => undefined), /headers time-out/],
  [
    'stops in the middle of the body',
    () => tcp((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{')),
    /body time-out/,
  ],
  ['closes the connection', () => tcp((socket) => socket.destroy()), /closed the connection/],
  ['does not speak HTTP', () => tcp((socket) => socket.end('220 mail ready\r\n')), /not well-formed HTTP/],
  [
    'sends a body beyond the limit',
    () => http((_q, response) => response.end('x'.repeat(200_000))),
    /larger than 100000 bytes/,
  ],
  [
    'sends a small body that unpacks beyond the limit',
    () =>
      http((_q, response) =>
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000_000))),
      ),
    /cannot be unpacked/,
  ],
];

for (const [fault, server, words] of failures) {
  test(`a provider that ${fault} is a network failure in words, recorded once`, async () => {
    await withServer(server(), async (url, transport, recorded) => {
      const sending = transport.send({ method: 'GET', url: `${url}/Slot`, headers: [] }, label);
      await expect(sending).rejects.toMatchObject({ kind: 'network', message: expect.stringMatching(words) });
      expect(recorded).toHaveLength(1);
      expect(recorded[0]?.response).toBeUndefined();
    });
  });
}

test('the client library of set-up and clean-up goes through the same recorder', async () => {
  const server = http((_request, response) =>
    response.writeHead(200, { 'Content-Type': 'application/fhir+json' }).end('{"resourceType":"Appointment","id":"7"}'),
  );
  await withServer(server, async (url, transport, recorded) => {
    const dispatcher = transport.dispatcher({ practice: 'A20047', purpose: 'clean-up' });
    const client = new Client({ baseUrl: url, requestOptions: { dispatcher }, bearerToken: 'some-token' });
    await client.read({ resourceType: 'Appointment', id: '7' });
    expect(recorded).toHaveLength(1);
    expect(recorded[0]).toMatchObject({ purpose: 'clean-up', request: { url: `${url}/Appointment/7` } });
    expect(Buffer.from(recorded[0]?.response?.body ?? []).toString()).toBe('{"resourceType":"Appointment","id":"7"}');
  });
});
