import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Server } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { request } from 'undici';
import { parse, stringify } from 'yaml';
import { examined } from '../../../cli/doctor/examination.js';
import type { CheckName, Finding } from '../../../cli/doctor/diagnosis.js';
import { Ledger, pagesInMemory } from '../../../fixtures/ledger/ledger.js';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { RecordInMemory } from '../../../fixtures/suite/suite-record.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';
import { onLoopback } from './loopback-server.js';

/** What a test says of a target; the rest is filled in. */
export interface Sketch {
  readonly baseUrl: string;
  readonly token?: unknown;
  readonly patient?: { readonly nhsNumber: string; readonly logicalId?: string };
  /** Further keys of the target file. */
  readonly [key: string]: unknown;
}

/** The text of a target file with one practice; time-outs are short, since nothing here is far away. */
export function targetText({ baseUrl, token = 'none', patient, ...further }: Sketch): string {
  const practice = { odsCode: 'A20047', baseUrl, token, patient: patient ?? { nhsNumber: '9990548609' } };
  const timeouts = { connectMs: 1_500, headersMs: 1_500, bodyMs: 1_500 };
  return stringify({ name: 'Sketch', practices: [practice], federation: [], timeouts, ...further });
}

/** What the doctor found, by the name of the check. */
export type Findings = ReadonlyMap<CheckName, Finding>;

/** Every check of the doctor at the practice of a sketch, by its name, in this process. */
export async function diagnosed(sketch: Sketch): Promise<Findings> {
  const parts = { record: new RecordInMemory(), ledger: new Ledger(pagesInMemory()) };
  const bench = new Workbench(singleUse(fileWith(targetText(sketch)), emptyFolder()), 'doctor', parts);
  const [practice] = bench.target.practices;
  if (practice === undefined) throw new Error('the sketch has no practice');
  try {
    const diagnoses = await examined(practice, bench);
    return new Map(diagnoses.map((one) => [one.check, one]));
  } finally {
    await bench.close();
  }
}

/** A server on the loopback for as long as the body runs, which is told its port. */
export async function during(server: Server, body: (port: number) => Promise<void>): Promise<void> {
  const { port, stop } = await onLoopback(server);
  try {
    await body(port);
  } finally {
    await stop();
  }
}

/** A TLS server that answers every request with 404. */
export function tlsServer(options: TlsOptions): Server {
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'));
  });
  // A client that gives up the handshake is what most of these tests are about.
  return server.on('tlsClientError', () => undefined);
}

/** Answers instead of the provider, or leaves the request to it by returning false. */
export type Instead = (asked: IncomingMessage, answer: Parameters<RequestListener>[1], count: number) => boolean;

/** A front before a provider at another origin: `instead` may answer itself; `count` counts the requests from 1. */
function front(origin: string, instead: Instead): Server {
  let count = 0;
  return createHttpServer((asked, answer) => {
    count += 1;
    if (instead(asked, answer, count)) return;
    const { connection, host, 'accept-encoding': coding, ...headers } = asked.headers;
    void [connection, host, coding];
    void request(`${origin}${asked.url ?? ''}`, { method: 'GET', headers }).then(async ({ statusCode, body }) => {
      answer.writeHead(statusCode, { 'content-type': 'application/fhir+json' }).end(Buffer.from(await body.bytes()));
    });
  });
}

const loopback = (port: number): string => `http://127.0.0.1:${port}/A20047/STU3/1`;

/** A server that knows nothing, with whatever headers are wanted. */
export const emptyServer = (headers: Readonly<Record<string, string>> = {}) =>
  createHttpServer((_asked, answer) => answer.writeHead(404, headers).end());

/** The same at a server that runs while it is examined. */
export async function diagnosedAt(server: Server, sketch: Omit<Sketch, 'baseUrl'> = {}): Promise<Findings> {
  let findings: Findings = new Map();
  await during(server, async (port) => {
    findings = await diagnosed({ ...sketch, baseUrl: loopback(port) });
  });
  return findings;
}

/** A practice of a provider, as its target file names it. */
export interface Served {
  readonly baseUrl: string;
  readonly token: unknown;
  readonly patient: { readonly nhsNumber: string; readonly logicalId: string };
}

/** A running provider, and the first practice of its target file. */
export async function withProvider(body: (practice: Served) => Promise<void>): Promise<void> {
  const provider = await startProvider({});
  try {
    const { practices } = parse(provider.targetFile()) as { practices: Served[] };
    const [practice] = practices;
    if (practice === undefined) throw new Error('the provider has no practice');
    const { baseUrl, token, patient } = practice;
    await body({ baseUrl, token, patient });
  } finally {
    await provider.stop();
  }
}

/** The practice behind a front that may answer instead of it. */
export async function behindFront({ baseUrl, token, patient }: Served, instead: Instead): Promise<Findings> {
  const { origin, pathname } = new URL(baseUrl);
  let findings: Findings = new Map();
  await during(front(origin, instead), async (port) => {
    findings = await diagnosed({ token, patient, baseUrl: `http://127.0.0.1:${port}${pathname}` });
  });
  return findings;
}
