import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { request } from 'undici';
import { latencyFrom, latencySpread } from '../../../fixtures/provider/latency.js';
import { loadFrom } from '../../../fixtures/provider/load.js';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { randomFrom } from '../../../fixtures/provider/random.js';

const drawn = (spread: string, middle: number, count = 4_000): number[] => {
  const draw = latencyFrom(middle, latencySpread(spread), randomFrom(7));
  return Array.from({ length: count }, draw).sort((one, other) => one - other);
};

test('without options nothing is late, nothing fails and nothing is limited', () => {
  const load = loadFrom({});
  for (let place = 0; place < 1_000; place += 1) expect([load.latency(), load.refusal(place)]).toEqual([0, undefined]);
});

test('latencies keep to their spread: one value, two bounds, or half before the middle with a long tail', () => {
  expect(new Set(drawn('constant', 80))).toEqual(new Set([80]));
  const even = drawn('uniform:30', 100);
  expect([even[0], even.at(-1)].map((ms) => Math.round(ms ?? 0))).toEqual([70, 130]);
  const long = drawn('lognormal:0.5', 100);
  expect(long[2_000]).toBeGreaterThan(95);
  expect(long[2_000]).toBeLessThan(105);
  expect(long[3_960]).toBeGreaterThan(250);
});

test('no latency is ever negative', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(2_000), fc.nat(), (middle, ms, seed) => {
      const draw = latencyFrom(middle, { shape: 'uniform', ms }, randomFrom(seed));
      for (let place = 0; place < 20; place += 1) expect(draw()).toBeGreaterThanOrEqual(0);
    }),
  );
});

for (const text of ['uniform', 'lognormal:9', 'normal:3', 'uniform:-3', '']) {
  test(`"${text}" is no spread, and the message says what is`, () => {
    expect(() => latencySpread(text)).toThrow(/Give constant, uniform:MS/);
  });
}

test('the same seed fails the same requests, about as many as asked for', () => {
  const failures = (seed: number): boolean[] => {
    const load = loadFrom({ errorRate: 0.1, seed });
    return Array.from({ length: 2_000 }, () => load.refusal(0) !== undefined);
  };
  expect(failures(3)).toEqual(failures(3));
  expect(failures(3)).not.toEqual(failures(4));
  const share = failures(3).filter((failed) => failed).length / 2_000;
  expect(share).toBeGreaterThan(0.07);
  expect(share).toBeLessThan(0.13);
});

test('beyond the limit requests are refused with 429, and after the time that Retry-After names one is answered', () => {
  const load = loadFrom({ rateLimit: 2 });
  const at = (ms: number) => load.refusal(ms);
  expect([at(0), at(1)]).toEqual([undefined, undefined]);
  const refusal = at(2);
  expect(refusal?.family).toMatchObject({ status: 429, issue: 'throttled' });
  expect(refusal?.headers).toEqual({ 'retry-after': '1' });
  expect([at(1_003), at(1_004)]).toEqual([undefined, undefined]);
});

test('a limited provider answers 429 with an OperationOutcome over HTTP, and counts who was asked', async () => {
  const provider = await startProvider({ practices: [{ odsCode: 'H1' }, { odsCode: 'H2' }], rateLimit: 1 });
  try {
    const url = `${provider.baseUrls[0] ?? ''}/metadata`;
    const answers = [];
    for (let place = 0; place < 2; place += 1) {
      const { statusCode, headers, body } = await request(url);
      answers.push({
        statusCode,
        wait: headers['retry-after'],
        type: ((await body.json()) as { resourceType: string }).resourceType,
      });
    }
    expect(answers).toEqual([
      { statusCode: 200, wait: undefined, type: 'CapabilityStatement' },
      { statusCode: 429, wait: '1', type: 'OperationOutcome' },
    ]);
    expect([provider.asked('H1'), provider.asked('H2')]).toEqual([2, 0]);
  } finally {
    await provider.stop();
  }
});
