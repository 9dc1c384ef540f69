import { expect, test } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import type { HostRule } from '../../../fixtures/federation/host.js';
import { Visits, type Visit, type VisitLimits } from '../../../fixtures/federation/visits.js';
import type { Practice } from '../../../fixtures/target/target.js';

const practicesAt = (host: string, count: number): Practice[] =>
  Array.from({ length: count }, (_, place) => ({
    odsCode: `${host}${place}`,
    name: `${host}${place}`,
    baseUrl: `http://${host}.example/${place}`,
    token: { kind: 'none' },
    patient: { nhsNumber: '9990548609' },
    headers: {},
    otherPremises: [],
  }));

const quickRule: HostRule = { unconnected: 3, unanswered: 6, pauseMs: 40 };
const limits: VisitLimits = { concurrency: 6, perHost: 4 };

const walk = (practices: readonly Practice[], visit: Visit, own = limits): Promise<void> =>
  new Visits(practices, own, visit, quickRule).run();

test('every practice is visited once, and never more at once than are allowed in all and at a host', async () => {
  const host = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), count: fc.integer({ min: 1, max: 12 }) });
  const hosts = fc.uniqueArray(host, { selector: ({ name }) => name, minLength: 1 });
  const property = fc.asyncProperty(
    hosts,
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 1, max: 4 }),
    async (all, concurrency, perHost) => {
      const practices = all.flatMap(({ name, count }) => practicesAt(name, count));
      const visited: string[] = [];
      const underWay = new Map<string, number>();
      const counts: number[] = [];
      await walk(
        practices,
        async ({ odsCode }) => {
          const at = odsCode.slice(0, 1);
          visited.push(odsCode);
          underWay.set(at, (underWay.get(at) ?? 0) + 1);
          counts.push([...underWay.values()].reduce((sum, one) => sum + one, 0));
          expect(underWay.get(at)).toBeLessThanOrEqual(perHost);
          await pause(0);
          underWay.set(at, (underWay.get(at) ?? 0) - 1);
          return 'answered';
        },
        { concurrency, perHost },
      );
      expect([...visited].sort()).toEqual(practices.map(({ odsCode }) => odsCode).sort());
      expect(Math.max(...counts)).toBeLessThanOrEqual(concurrency);
    },
  );
  await fc.assert(property, { numRuns: 40 });
});

test('a slow host takes up its own share, and the others are done before it', async () => {
  const order: string[] = [];
  const practices = [...practicesAt('slow', 8), ...practicesAt('quick', 40)];
  await walk(practices, async ({ odsCode }) => {
    await pause(odsCode.startsWith('slow') ? 120 : 2);
    order.push(odsCode);
    return 'answered';
  });
  expect(order.slice(0, 40).filter((odsCode) => odsCode.startsWith('slow')).length).toBeLessThanOrEqual(6);
  expect(order).toHaveLength(48);
});

test('a host without connection is found out by a few visits and one more after a pause; its other practices hear why', async () => {
  const asked: string[] = [];
  const reasons: string[] = [];
  await walk([...practicesAt('dead', 20), ...practicesAt('alive', 20)], async ({ odsCode }, { death }) => {
    if (death !== undefined) reasons.push(death);
    else asked.push(odsCode);
    await pause(1);
    return odsCode.startsWith('dead') ? 'unconnected' : 'answered';
  });
  const dead = asked.filter((odsCode) => odsCode.startsWith('dead'));
  expect(dead.length).toBeGreaterThan(3);
  expect(dead.length).toBeLessThanOrEqual(3 + limits.perHost);
  expect(reasons).toHaveLength(20 - dead.length);
  expect(reasons[0]).toContain('not asked: the last');
  expect(asked.filter((odsCode) => odsCode.startsWith('alive'))).toHaveLength(20);
});

test('a host that comes back during the pause gets all its other practices asked', async () => {
  const started = performance.now();
  const answered: string[] = [];
  await walk(practicesAt('back', 30), async ({ odsCode }, { death }) => {
    expect(death).toBeUndefined();
    if (performance.now() - started < 30) return 'unconnected';
    answered.push(odsCode);
    return 'answered';
  });
  expect(answered.length).toBeGreaterThan(20);
});

test('slow practices among those that answer do not make their host dead', async () => {
  let place = 0;
  const practices = practicesAt('mixed', 60);
  let answered = 0;
  await walk(
    practices,
    async (_practice, { death }) => {
      expect(death).toBeUndefined();
      place += 1;
      await pause(1);
      if (place % 5 !== 0) return 'unanswered';
      answered += 1;
      return 'answered';
    },
    { concurrency: 1, perHost: 1 },
  );
  expect(answered).toBe(12);
});

test('a visit that waits as the host asked gives its seat to others, and nothing new begins at that host meanwhile', async () => {
  const began: string[] = [];
  const practices = [...practicesAt('busy', 6), ...practicesAt('other', 12)];
  let heldUntil = 0;
  await walk(
    practices,
    async ({ odsCode }, seat) => {
      began.push(odsCode);
      if (odsCode.startsWith('busy')) expect(performance.now()).toBeGreaterThanOrEqual(heldUntil - 5);
      if (odsCode === 'busy0') {
        heldUntil = performance.now() + 150;
        seat.slowDown(150);
        await seat.rest(150);
      } else await pause(2);
      return 'answered';
    },
    { concurrency: 1, perHost: 1 },
  );
  expect(began.filter((odsCode) => odsCode.startsWith('busy'))).toHaveLength(6);
  const place = began.indexOf('busy1');
  expect(began.slice(0, place).filter((odsCode) => odsCode.startsWith('other'))).toHaveLength(12);
});

test('a stopped walk begins nothing more and ends with what is under way', async () => {
  let begun = 0;
  const visits = new Visits(practicesAt('a', 50), limits, async () => {
    begun += 1;
    if (begun === 5) visits.stop();
    await pause(5);
    return 'answered';
  });
  await visits.run();
  expect(begun).toBe(5);
});

test('a defect in a visit ends the walk with that error', async () => {
  const defect = new Error('a defect');
  await expect(walk(practicesAt('a', 5), () => Promise.reject(defect))).rejects.toBe(defect);
});
