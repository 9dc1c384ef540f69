import { expect, test } from '@playwright/test';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Ledger, pagesInMemory } from '../../../fixtures/ledger/ledger.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { specFixtures, type SpecFixtures } from '../../../fixtures/suite/spec-fixtures.js';
import { emptyStage } from '../../../fixtures/suite/stage.js';
import { RecordInMemory } from '../../../fixtures/suite/suite-record.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';
import type { Appointment } from '../../../requirements/stu3.js';

const emptySearchset = '{"resourceType":"Bundle","type":"searchset"}';

/** What a server saw of the requests: how many, how many at once, when each came (ms) and over how many connections. */
interface Seen {
  asked: number;
  atOnce: number;
  readonly times: number[];
  readonly ports: Set<number | undefined>;
}

type Reply = (count: number, response: ServerResponse, request: IncomingMessage) => void;

const ok: Reply = (_count, response) => response.setHeader('Content-Type', 'application/fhir+json').end(emptySearchset);

/** Runs a body with a patient's app at a real server, under the pace given as settings of the target. */
async function atServer(
  reply: Reply,
  settings: readonly string[],
  body: (spec: SpecFixtures, seen: Seen, kept: RecordedExchange[], titles: string[]) => Promise<void>,
): Promise<void> {
  const seen: Seen = { asked: 0, atOnce: 0, times: [], ports: new Set() };
  let underWay = 0;
  const server = createServer((request, response) => {
    seen.asked += 1;
    seen.times.push(performance.now());
    seen.ports.add(request.socket.remotePort);
    underWay += 1;
    seen.atOnce = Math.max(seen.atOnce, underWay);
    const count = seen.asked;
    void pause(40).then(() => {
      underWay -= 1;
      reply(count, response, request);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const patient = '{ nhsNumber: "9990548609", logicalId: "2" }';
  const practices = ['A20047', 'B82617'].map(
    (code) => `{ odsCode: ${code}, baseUrl: "http://127.0.0.1:${port}/${code}", token: none, patient: ${patient} }`,
  );
  const text = `name: Busy\npractices: [${practices.join(', ')}]\nfederation: [A20047, B82617]\n`;
  const target = loadTarget({ file: 'target.yaml', text, environment: {}, settings });
  const record = new RecordInMemory();
  const kept: RecordedExchange[] = [];
  const keeping = { write: record.write.bind(record), keep: (one: RecordedExchange) => void kept.push(one) };
  const parts = { target, record: keeping, ledger: new Ledger(pagesInMemory()) };
  const bench = new Workbench(singleUse('target.yaml', tmpdir()), 't', parts);
  const titles: string[] = [];
  const stage = { ...emptyStage('a test', ['SLOT-001']), step: told(titles) };
  try {
    await body(specFixtures(bench, stage, 'A20047'), seen, kept, titles);
  } finally {
    await bench.close();
    server.close();
  }
}

/** Steps that note their titles. */
function told(titles: string[]) {
  return <T>(title: string, body: () => Promise<T>): Promise<T> => {
    titles.push(title);
    return body();
  };
}

const day = { from: '2030-01-07', to: '2030-01-07' };
const six = Array.from({ length: 6 }, (_, place) => place);

test('no more requests are under way at once than a practice, and all together, are to bear', async () => {
  await atServer(ok, ['pace.perPractice.inFlight=2'], async ({ consumer }, seen) => {
    await Promise.all(six.map(() => consumer.searchFreeSlots(day)));
    expect(seen).toMatchObject({ asked: 6, atOnce: 2 });
  });
  await atServer(ok, ['pace.inFlight=3'], async ({ federation }, seen) => {
    await Promise.all(six.flatMap(() => federation.map((app) => app.searchFreeSlots(day))));
    expect(seen).toMatchObject({ asked: 12, atOnce: 3 });
  });
});

test('no more requests are started in a second than the target file says', async () => {
  await atServer(ok, ['pace.requestsPerSecond=10'], async ({ consumer }, seen) => {
    await Promise.all(six.map(() => consumer.searchFreeSlots(day)));
    expect((seen.times.at(-1) ?? 0) - (seen.times[0] ?? 0)).toBeGreaterThan(450);
  });
  await atServer(ok, ['pace.perPractice.requestsPerSecond=10'], async ({ consumer }, seen) => {
    await Promise.all(six.map(() => consumer.searchFreeSlots(day)));
    expect((seen.times.at(-1) ?? 0) - (seen.times[0] ?? 0)).toBeGreaterThan(450);
  });
});

test('one host gets no more connections than the target file says', async () => {
  await atServer(ok, ['pace.connectionsPerHost=1'], async ({ consumer }, seen) => {
    await Promise.all(six.map(() => consumer.searchFreeSlots(day)));
    expect(seen.ports.size).toBe(1);
  });
});

for (const status of [429, 503]) {
  const busyOnce: Reply = (count, response, request) => {
    if (count > 1) return ok(count, response, request);
    response.writeHead(status, { 'Retry-After': '1' }).end();
  };

  test(`a read answered ${status} is repeated when Retry-After says, as an exchange and a step of its own`, async () => {
    await atServer(busyOnce, [], async ({ consumer }, seen, kept, titles) => {
      const search = await consumer.searchFreeSlots(day);
      expect(search.status).toBe(200);
      expect((seen.times[1] ?? 0) - (seen.times[0] ?? 0)).toBeGreaterThan(990);
      expect(kept.map((one) => one.response?.status)).toEqual([status, 200]);
      expect(titles[1]).toContain(`(again after status ${status})`);
    });
  });

  test(`a booking answered ${status} is not sent again, and what it was to show is in error`, async () => {
    await atServer(busyOnce, [], async ({ consumer, trial }, seen) => {
      const appointment: Appointment = { resourceType: 'Appointment', status: 'booked', participant: [] };
      await expect(consumer.book(appointment)).rejects.toMatchObject({ kind: 'network' });
      expect(seen.asked).toBe(1);
      expect(trial.bookingsStanding).toBe(1);
    });
  });
}

test('a provider that stays busy leaves requirements in error and none of them failed', async () => {
  const busy: Reply = (_count, response) => response.writeHead(503).end();
  await atServer(busy, ['pace.transientRetries=2'], async (spec, seen) => {
    const search = spec.consumer.searchFreeSlots(day);
    await expect(search).rejects.toMatchObject({ kind: 'network', message: expect.stringContaining('too busy') });
    expect(seen.asked).toBe(3);
  });
});

test('a Retry-After longer than the target file allows is not waited for', async () => {
  const later: Reply = (_count, response) => response.writeHead(429, { 'Retry-After': '3600' }).end();
  await atServer(later, [], async ({ consumer }, seen) => {
    await expect(consumer.searchFreeSlots(day)).rejects.toThrow(/asks to wait 3600 s/);
    expect(seen.asked).toBe(1);
  });
});

test('without leave in the target file a reset connection is no reason to ask again, with it it is', async () => {
  const resetOnce: Reply = (count, response, request) =>
    count > 1 ? ok(count, response, request) : void response.socket?.destroy();
  await atServer(resetOnce, [], async ({ consumer }, seen) => {
    await expect(consumer.searchFreeSlots(day)).rejects.toMatchObject({ kind: 'network' });
    expect(seen.asked).toBe(1);
  });
  await atServer(resetOnce, ['pace.transientRetries=1'], async ({ consumer }, seen) => {
    expect((await consumer.searchFreeSlots(day)).status).toBe(200);
    expect(seen.asked).toBe(2);
  });
});
