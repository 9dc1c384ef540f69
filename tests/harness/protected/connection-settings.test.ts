import { expect, test } from '@playwright/test';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { parse, stringify } from 'yaml';
import { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { Ledger, pagesInMemory } from '../../../fixtures/ledger/ledger.js';
import { RecordInMemory } from '../../../fixtures/suite/suite-record.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';
import { makeAuthority } from './certificates.js';
import { during, targetText, tlsServer, type Sketch } from './doctor-scene.js';

/** Asks every practice of a target for its capability statement, one after the other. */
async function askAll(text: string): Promise<void> {
  const parts = { record: new RecordInMemory(), ledger: new Ledger(pagesInMemory()) };
  const bench = new Workbench(singleUse(fileWith(text), emptyFolder()), 'test', parts);
  try {
    for (const practice of bench.target.practices) {
      const app = new PatientApp({
        patient: bench.patientAt(practice),
        target: bench.target,
        transport: bench.transport(),
        bookkeeper: bench.ledger,
        readOnly: true,
        nextDescription: () => bench.nextDescription(),
      });
      await app.capabilities();
    }
  } finally {
    await bench.close();
  }
}

const ask = (sketch: Sketch): Promise<void> => askAll(targetText(sketch));

test('a server that speaks only an older TLS than tls.minVersion is not asked', async () => {
  const authority = await makeAuthority();
  const credentials = await authority.issue({ use: 'server' });
  const ca = [fileWith(authority.ca, 'ca.pem')];
  await during(tlsServer({ ...credentials, maxVersion: 'TLSv1.2' }), async (port) => {
    const baseUrl = `https://127.0.0.1:${port}/A20047/STU3/1`;
    await ask({ baseUrl, tls: { ca } });
    await expect(ask({ baseUrl, tls: { ca, minVersion: 'TLSv1.3' } })).rejects.toMatchObject({ kind: 'network' });
  });
});

/** Servers that stop answering at some point, with the time-out of the target file that is for it. */
const silences = [
  ['connectMs', 'https', '', /connect time-out/],
  ['headersMs', 'http', '', /headers time-out/],
  ['bodyMs', 'http', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{', /body time-out/],
] as const;

for (const [key, scheme, begun, words] of silences) {
  test(`timeouts.${key} of the target file ends an exchange, and the others do not`, async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      if (scheme === 'http') socket.on('data', () => begun !== '' && socket.write(begun));
    });
    await during(server, async (port) => {
      const timeouts = { connectMs: 20_000, headersMs: 20_000, bodyMs: 20_000, [key]: 700 };
      const started = performance.now();
      const asking = ask({ baseUrl: `${scheme}://127.0.0.1:${port}/A20047/STU3/1`, timeouts });
      await expect(asking).rejects.toMatchObject({ kind: 'network', message: expect.stringMatching(words) });
      const seconds = (performance.now() - started) / 1000;
      expect(seconds).toBeGreaterThan(0.5);
      expect(seconds).toBeLessThan(15);
    });
  });
}

test('each practice gets its own headers on top of those of the target, and none of another practice', async () => {
  const seen: Record<string, string | undefined>[] = [];
  const server = createHttpServer(({ headers }, answer) => {
    const { 'x-of-target': all, 'x-of-one': one, 'x-of-other': other, 'x-both': both } = headers;
    seen.push({ all, one, other, both } as Record<string, string | undefined>);
    answer.writeHead(404).end();
  });
  await during(server, async (port) => {
    const base = (code: string): string => `http://127.0.0.1:${port}/${code}/STU3/1`;
    const target = parse(targetText({ baseUrl: base('A20047') })) as { practices: object[] };
    const patient = { nhsNumber: '9990548609' };
    const headers = { 'X-Of-Target': 'all', 'X-Both': 'target' };
    const practices = [
      { odsCode: 'A20047', baseUrl: base('A20047'), token: 'none', patient, headers: { 'X-Of-One': 'one' } },
      {
        odsCode: 'B82617',
        baseUrl: base('B82617'),
        token: 'none',
        patient,
        headers: { 'X-Of-Other': 'other', 'X-Both': 'own' },
      },
    ];
    await askAll(stringify({ ...target, headers, practices }, { aliasDuplicateObjects: false }));
  });
  expect(seen).toEqual([
    { all: 'all', one: 'one', other: undefined, both: 'target' },
    { all: 'all', one: undefined, other: 'other', both: 'own' },
  ]);
});
