import { expect, test } from '@playwright/test';
import { tidyUp } from '../../../fixtures/suite/tidy-up.js';
import { remembered } from '../../../requirements/remembered.js';

test('what was asked before is not worked out again, also where nothing came of it', () => {
  const asked: (string | undefined)[] = [];
  const known = remembered((text: string | undefined) => {
    asked.push(text);
    return text === 'a' ? 1 : undefined;
  });
  expect([known('a'), known('b'), known(undefined), known('a'), known('b'), known(undefined)]).toEqual([
    ...[1, undefined, undefined],
    ...[1, undefined, undefined],
  ]);
  expect(asked).toEqual(['a', 'b', undefined]);
});

test('a text that is too long to come again is worked out each time', () => {
  let times = 0;
  const known = remembered((text: string) => {
    times += 1;
    return text.length;
  });
  expect([known('x'.repeat(201)), known('x'.repeat(201)), times]).toEqual([201, 201, 2]);
});

test('neither a short text nor what was made of it holds on to the long one it was cut out of', () => {
  const known = remembered((text: string) => text.slice(10));
  const half = 524_288;
  tidyUp();
  const before = process.memoryUsage().heapUsed;
  for (let time = 0; time < 200; time += 1) {
    const body = Buffer.from(`${String(time).padStart(40, '-')}${'x'.repeat(half)}`).toString('latin1');
    known(body.slice(0, 40));
  }
  tidyUp();
  expect((process.memoryUsage().heapUsed - before) / half).toBeLessThan(20);
});
