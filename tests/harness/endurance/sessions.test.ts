import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { endured, lastThirdBesideFirst, slope } from '../../../bench/endurance/walks.js';

/** What is kept of answers fills up in the first walks, and fresh connections stay open a minute after their session. */
const grownAtMost = 1.5;
const connectionsAWalk = 3;

test(
  'a few walks through the sessions in one process keep no answers and no connections, and leave no booking',
  { tag: '@long' },
  async () => {
    test.setTimeout(300_000);
    const { walks, left } = await endured({ seconds: 0, walks: 5 });
    expect(left).toEqual([]);
    expect(walks.flatMap(({ defects }) => defects)).toEqual([]);
    expect(walks.map(({ failed }) => failed)).toEqual(walks.map(() => 0));
    expect(walks.every(({ requests }) => requests > 50)).toBe(true);
    const descriptors = walks.map((one) => one.descriptors);
    expect((descriptors.at(-1) ?? Infinity) - (descriptors[0] ?? 0)).toBeLessThanOrEqual(4 * connectionsAWalk);
    const memory = walks.map(({ memoryMb }) => memoryMb);
    expect((memory.at(-1) ?? Infinity) / (memory[0] ?? 0)).toBeLessThan(grownAtMost);
  },
);

test('the slope of values that rise evenly is their step, and that of a flat line nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 2, max: 40 }), (step, count) => {
      expect(slope(Array.from({ length: count }, (_none, place) => 100 + step * place))).toBeCloseTo(step, 6);
    }),
  );
});

test('thirds are compared by their middles, so that one walk that stands out says nothing', () => {
  expect(lastThirdBesideFirst([10, 10, 10, 50, 50, 50, 20, 900, 20])).toBe(2);
  expect(lastThirdBesideFirst([10, 900, 10, 10, 10, 10, 10, 10, 10])).toBe(1);
});
