import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readRunRecord } from '../../../fixtures/suite/run-record.js';
import { loadRunTarget } from '../../../fixtures/suite/run-target.js';
import type { SpecFixtures } from '../../../fixtures/suite/spec-fixtures.js';
import { readKeptExchange } from '../../../fixtures/transport/kept-exchange.js';
import { EvidenceLog, readEvidence } from '../../../reports/evidence-log.js';
import { isProblem, messageOf } from '../../../problem.js';
import { emptyHanded, linesOf, recordedAt, replayed, searchset, type Reply } from './recorded-test.js';

const day = { from: '2030-01-07', to: '2030-01-07' };
const aSlot = {
  ...{ id: '1', practice: 'A20047', schedule: 'Schedule/1' },
  ...{ start: '2030-01-07T09:00:00+00:00', end: '2030-01-07T09:10:00+00:00' },
  ...{ serviceType: undefined, deliveryChannel: undefined, location: undefined },
};
const week = { from: '2030-01-07', to: '2030-01-13' };

/** What a body heard, as a list that grows while it is walked. */
const heardBy = (heard: unknown[], ask: (spec: SpecFixtures) => Promise<unknown>) => async (spec: SpecFixtures) => {
  heard.push(await ask(spec));
};

test('a test is told the same answers again: bytes, headers, time, exchange ids and judgements', async () => {
  const [first, second]: [unknown[], unknown[]] = [[], []];
  const ask = async ({ consumer }: SpecFixtures) => {
    const { exchange, status, parts } = await consumer.searchFreeSlots(day);
    return { exchange, status, at: parts.at, ms: parts.ms, headers: parts.headers, body: parts.bytes.toString() };
  };
  const recorded = await recordedAt(emptyHanded, heardBy(first, ask));
  const again = await replayed(recorded, heardBy(second, ask));
  expect(second).toEqual(first);
  expect(linesOf(again, 'judgement').length).toBeGreaterThan(3);
  expect(again.lines).toEqual(recorded.lines);
});

test('the clock says again what it said, and bookings get the same names', async () => {
  const [first, second]: [unknown[], unknown[]] = [[], []];
  const ask = async ({ consumer }: SpecFixtures) => {
    const early = consumer.now;
    await pause(5);
    return [early, consumer.now, consumer.requestFor([aSlot])];
  };
  const recorded = await recordedAt(emptyHanded, heardBy(first, ask));
  await replayed(recorded, heardBy(second, ask));
  expect(second).toEqual(first);
});

test('a request that failed fails again with the same words, and one that was repeated is repeated', async () => {
  const [first, second]: [string[], string[]] = [[], []];
  const body =
    (heard: string[]) =>
    async ({ consumer }: SpecFixtures) => {
      for (const range of [day, week]) {
        await consumer.searchFreeSlots(range).then(
          ({ exchange }) => heard.push(exchange),
          (error: unknown) => heard.push(messageOf(error)),
        );
      }
    };
  const resetThrice: Reply = (response, request, before) =>
    before < 4 ? void request.socket.destroy() : emptyHanded(response, request, before);
  const recorded = await recordedAt(resetThrice, body(first), ['pace.transientRetries=2']);
  const started = performance.now();
  await replayed(recorded, body(second));
  expect(first[0]).toContain('closed the connection');
  expect(first[1]).toBe('x-0-0005');
  expect(second).toEqual(first);
  expect(performance.now() - started).toBeLessThan(1400);
});

test('answers to requests that are under way at once come in the order in which they came', async () => {
  const [first, second]: [string[], string[]] = [[], []];
  const slowFirst: Reply = (response, request, before) =>
    void pause(before === 0 ? 150 : 20).then(() => emptyHanded(response, request, before));
  const body =
    (heard: string[]) =>
    async ({ federation }: SpecFixtures) => {
      await Promise.all(
        federation.map(async (app) =>
          heard.push(`${app.patient.odsCode} ${(await app.searchFreeSlots(day)).exchange}`),
        ),
      );
    };
  const recorded = await recordedAt(slowFirst, body(first));
  await replayed(recorded, body(second));
  expect(first).toEqual(['B82617 x-0-0001', 'A20047 x-0-0002']);
  expect(second).toEqual(first);
});

test('equal requests get their answers in order, and a later version that leaves one out gets the right one', async () => {
  const counting: Reply = (response, _request, before) =>
    void response.setHeader('Content-Type', 'application/fhir+json').end(searchset.replace('}', `,"total":${before}}`));
  const totals: unknown[] = [];
  const search = async ({ consumer }: SpecFixtures, range = day): Promise<unknown> =>
    totals.push((await consumer.searchFreeSlots(range)).body.at('total').number);
  const recorded = await recordedAt(counting, async (spec) => {
    for (const range of [day, week, day]) await search(spec, range);
  });
  await replayed(recorded, async (spec) => {
    for (const range of [week, day]) await search(spec, range);
  });
  expect(totals).toEqual([0, 1, 2, 1, 2]);
});

test('what the record does not hold is said and not-tested, never guessed', async () => {
  const recorded = await recordedAt(emptyHanded, async ({ consumer }) => void (await consumer.searchFreeSlots(day)));
  for (const change of [{ headers: { Accept: 'application/fhir+xml' } }, { headers: { Authorization: '' } }]) {
    const again = await replayed(recorded, async ({ consumer }) => {
      await consumer.searchFreeSlots(day, { change });
    });
    expect(linesOf(again, 'judgement').map(({ judgement }) => judgement)).toMatchObject([
      { requirement: 'SLOT-041', outcome: 'not-tested', reason: expect.stringContaining('does not hold') as unknown },
    ]);
    expect(linesOf(again, 'not-held').map(({ question }) => question)).toEqual([
      expect.stringMatching(/^the answer to GET http:.*\/Slot\?/),
    ]);
  }
});

test('a booking that the run was not allowed to make is not made again, for the same reason', async () => {
  const [first, second]: [string[], string[]] = [[], []];
  const body =
    (heard: string[]) =>
    async ({ consumer }: SpecFixtures) => {
      for (const id of ['1', '2']) {
        await consumer.book(consumer.requestFor([{ ...aSlot, id }])).then(
          ({ exchange }) => heard.push(exchange),
          (error: unknown) => heard.push(messageOf(error)),
        );
      }
    };
  const recorded = await recordedAt(emptyHanded, body(first), ['maxBookings=1']);
  await replayed(recorded, body(second));
  expect(first).toEqual(['x-0-0001', expect.stringContaining('no more than 1')]);
  expect(second).toEqual(first);
});

test('a replay cannot use the network, whatever it is asked for', async () => {
  const recorded = await recordedAt(emptyHanded, async ({ consumer }) => void (await consumer.searchFreeSlots(day)));
  const problems: unknown[] = [];
  await replayed(recorded, async ({ bare, requestToken, practice }) => {
    const base = new URL(practice.baseUrl);
    const source = { kind: 'refresh', url: base.href, clientId: 'a', algorithm: 'RS256' } as const;
    const refreshToken = { kind: 'env', name: 'X', value: practice.token } as never;
    await bare.askInPlainHttp(base).catch((error: unknown) => problems.push(error));
    await requestToken({ ...source, refreshToken }).catch((error: unknown) => problems.push(error));
  });
  expect(problems.map((one) => isProblem(one, 'missing'))).toEqual([true, true]);
});

test('a test that was cut short is cut short again: nothing is concluded from where it ends', async () => {
  const recorded = await recordedAt(emptyHanded, async ({ consumer }) => void (await consumer.searchFreeSlots(day)));
  const log = new EvidenceLog(recorded.run.output, 'runner');
  log.write({ kind: 'cut-short', test: 'a test', practice: 'A20047', status: 'timedOut' });
  const again = await replayed(recorded, async ({ consumer }) => {
    await consumer.searchFreeSlots(day);
    await consumer.searchFreeSlots(week);
  });
  const judgedNow = linesOf(again, 'judgement').map(({ judgement }) => judgement.requirement);
  expect(judgedNow).toEqual(linesOf(recorded, 'judgement').map(({ judgement }) => judgement.requirement));
});

test('an answer in which something is masked is named, one without a secret is not', async () => {
  const token = `eyJ${'hbGciOiJub25lIn0'}.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJl`;
  const telling: Reply = (response, _request, before) =>
    void response
      .setHeader('Set-Cookie', 'session=0123456789abcdef')
      .end(before === 0 ? searchset : `{"resourceType":"Bundle","id":"${token}"}`);
  const recorded = await recordedAt(telling, async ({ consumer }) => {
    await consumer.searchFreeSlots(day);
    await consumer.searchFreeSlots(week);
  });
  expect(linesOf(recorded, 'masked')).toMatchObject([{ exchange: 'x-0-0002', parts: ['body'] }]);
});

test('the target is recorded as it was used, but for its secrets', async () => {
  const { run } = await recordedAt(emptyHanded, () => Promise.resolve(), ['pace.requestsPerSecond=7']);
  const [used, kept] = [loadRunTarget(run), readRunRecord(run.output).target];
  expect(JSON.parse(JSON.stringify(kept))).toEqual(JSON.parse(JSON.stringify(used)));
  expect(kept.practices[0]?.token).toMatchObject({ kind: 'static' });
  const files = readdirSync(run.output, { recursive: true, encoding: 'utf8', withFileTypes: true });
  const texts = files.filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'));
  expect(texts.filter((text) => text.includes('a-token-of-this-test'))).toEqual([]);
});

test('patients that were masked cannot be judged again, and the refusal says so', async () => {
  const { run } = await recordedAt(emptyHanded, () => Promise.resolve(), ['privacy.maskPatients=true']);
  expect(() => readRunRecord(run.output)).toThrow(/masked its patients.*--mask-patients/);
  expect(readFileSync(join(run.output, 'replay.json'), 'utf8')).not.toContain('9990548609');
});

test('a record that is damaged or of another version is refused with its place', async () => {
  const { run } = await recordedAt(emptyHanded, async ({ consumer }) => void (await consumer.searchFreeSlots(day)));
  const inRun = (name: string): string => join(run.output, name);
  const exchange = inRun('exchanges/x-0-0001.json');
  const whole = readFileSync(exchange, 'utf8');
  const content = JSON.parse(whole) as { response: object };
  const broken: readonly (readonly [string, RegExp])[] = [
    [whole.slice(0, 60), /cannot be read.*x-0-0001\.json/],
    [
      JSON.stringify({ ...content, response: { ...content.response, status: 'ok' } }),
      /\/response\/status must be integer/,
    ],
    [JSON.stringify({ ...content, response: undefined }), /cannot be read/],
    [JSON.stringify({ ...content, id: 'x-0-0002' }), /holds the exchange x-0-0002/],
  ];
  for (const [text, words] of broken) {
    writeFileSync(exchange, text);
    expect(() => readKeptExchange(run.output, 'x-0-0001')).toThrow(words);
  }
  rmSync(exchange);
  expect(() => readKeptExchange(run.output, 'x-0-0001')).toThrow(/no such file.*Restore the folder/s);

  writeFileSync(inRun('evidence/0.jsonl'), '{"kind":"told"}\n{"kind":\n');
  expect(() => readEvidence(run.output)).toThrow(/not JSON.*0\.jsonl:2/s);

  for (const [text, words] of [
    ['{"recordVersion":"9.0"}', /has version "9.0"; this harness reads 1\.0/],
    ['{"recordVersion":"1.0","settings":{"runId":1}}', /does not say which run/],
    ['[', /cannot be read/],
  ] as const) {
    writeFileSync(inRun('replay.json'), text);
    expect(() => readRunRecord(run.output)).toThrow(words);
  }
  rmSync(inRun('replay.json'));
  expect(() => readRunRecord(run.output)).toThrow(/holds no replay\.json/);
});
