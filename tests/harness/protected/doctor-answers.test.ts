import { expect, test } from '@playwright/test';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { behindFront, diagnosed, diagnosedAt, withProvider, type Instead } from './doctor-scene.js';

test.describe('what a practice answers', () => {
  const nothing: Instead = () => false;

  test('is in order where it is, with the figures that tell', async () => {
    await withProvider(async (practice) => {
      const found = await diagnosed({ ...practice });
      expect([...found.values()].map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'ok'));
      expect(found.get('metadata')?.detail).toMatch(
        /^FHIR 3\.0\.1, declares .*Appointment \(.*create.*Slot \(search-type\)/,
      );
      expect(found.get('patient')?.facts).toEqual({ count: 5 });
      expect(found.get('slots')?.detail).toMatch(/^\d+ free in the next 14 days, the first starts \d{4}-\d\d-\d\dT/);
      expect(found.get('clock')?.detail).toBe('the clocks agree');
      expect(found.get('rate')?.facts).toMatchObject({ requests: 6, answered: 6, tooMany: 0 });
    });
  });

  test('is asked for with reads only, ten at most', async () => {
    await withProvider(async (practice) => {
      const asked: string[] = [];
      await behindFront(practice, ({ method = '' }) => {
        asked.push(method);
        return false;
      });
      expect(new Set(asked)).toEqual(new Set(['GET']));
      expect(asked.length).toBeLessThanOrEqual(10);
      expect(asked.length).toBeGreaterThan(6);
    });
  });

  test('to a patient it does not know, or whose id is not known here, is told apart', async () => {
    await withProvider(async ({ patient, ...practice }) => {
      const { nhsNumber } = patient;
      const stranger = await diagnosed({ ...practice, patient: { nhsNumber, logicalId: 'nobody-of-this-name' } });
      expect(stranger.get('patient')).toMatchObject({ state: 'fail', mend: expect.stringMatching(/logicalId|token/) });
      const unsaid = await diagnosed({ ...practice, patient: { nhsNumber } });
      expect(unsaid.get('patient')).toMatchObject({ state: 'warn', problem: 'patient-id-not-known' });
      expect(unsaid.get('patient')?.mend).toContain('SESS-005');
    });
  });

  test('without free slots is warned of', async () => {
    await withProvider(async (practice) => {
      const empty = JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: 0 });
      const found = await behindFront(practice, ({ url = '' }, answer) => {
        if (url.includes('/Slot?')) answer.writeHead(200, { 'content-type': 'application/fhir+json' }).end(empty);
        return url.includes('/Slot?');
      });
      expect(found.get('slots')).toMatchObject({ state: 'warn', problem: 'no-free-slots' });
    });
  });

  for (const [seconds, state] of [
    [40, 'warn'],
    [-120, 'warn'],
    [900, 'fail'],
  ] as const) {
    test(`with a clock ${seconds} s off comes to ${state}`, async () => {
      const date = (): string => new Date(Date.now() + seconds * 1000).toUTCString();
      const server = createHttpServer((_asked, answer) => answer.writeHead(404, { Date: date() }).end());
      const clock = (await diagnosedAt(server)).get('clock');
      expect(clock).toMatchObject({ state, problem: 'clock-off', ...(state === 'fail' && { exit: 4 }) });
      const told = Number(clock?.facts?.['offsetSeconds']);
      expect(Math.abs(told - seconds)).toBeLessThanOrEqual(1);
      expect(clock?.detail).toContain(seconds > 0 ? 'ahead of ours' : 'behind ours');
    });
  }

  test('without a Date header leaves the clock to be compared by hand', async () => {
    const server = createHttpServer((_asked, answer: ServerResponse) => {
      answer.sendDate = false;
      answer.writeHead(404).end();
    });
    expect((await diagnosedAt(server)).get('clock')).toMatchObject({ state: 'warn', problem: 'no-date-header' });
  });

  test('with 429 in a burst is told with what it asks to wait, and no request is repeated', async () => {
    await withProvider(async (practice) => {
      let asked = 0;
      const found = await behindFront(practice, (_asked, answer, count) => {
        asked = count;
        if (count > 6) answer.writeHead(429, { 'Retry-After': '7' }).end();
        return count > 6;
      });
      expect(found.get('rate')).toMatchObject({ state: 'warn', problem: 'rate-limited', facts: { tooMany: 3 } });
      expect(found.get('rate')?.detail).toContain('asks to wait 7 s');
      expect(found.get('rate')?.mend).toContain('pace.perPractice.requestsPerSecond');
      expect(asked).toBe(9);
    });
  });

  test('as too busy all along is no provider that cannot be reached', async () => {
    await withProvider(async (practice) => {
      const found = await behindFront(practice, (_asked, answer) => {
        answer.writeHead(503).end();
        return true;
      });
      expect(found.get('metadata')).toMatchObject({ state: 'fail', exit: 4, problem: 'too-busy' });
      expect((await behindFront(practice, nothing)).get('metadata')).toMatchObject({ state: 'ok' });
    });
  });
});
