import { expect, test } from '@playwright/test';
import { SteadyHeap } from '../../../fixtures/federation/steady-heap.js';

const megabyte = 1_048_576;

/** What lies on the heap, alive or not, in MB. */
const used = (): number => process.memoryUsage().heapUsed / megabyte;

/** So many MB of numbers, of which nothing is held any more. */
function litter(megabytes: number): void {
  const held = Array.from({ length: megabytes }, () => new Array<number>(megabyte / 8).fill(0.5));
  expect(held).toHaveLength(megabytes);
}

test('what was left behind is collected as soon as it is more than 48 MB, each time anew', () => {
  const heap = new SteadyHeap();
  heap.tidy();
  for (let time = 0; time < 3; time += 1) {
    const before = used();
    litter(60);
    heap.tidy();
    expect(used() - before).toBeLessThan(30);
  }
});
