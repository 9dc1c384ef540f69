import { expect, test } from '@playwright/test';
import { bodyLines } from '../../../reports/html/body-lines.js';

const bodyOf = (slots: number): string =>
  JSON.stringify({
    entry: Array.from({ length: slots }, (_none, id) => ({ resource: { id: String(id), status: 'free' } })),
  });

test('a page lays out the body of an ordinary answer, and leaves one of megabytes as it came', () => {
  expect(bodyLines(bodyOf(10)).length).toBeGreaterThan(50);
  const large = bodyOf(100_000);
  expect(bodyLines(large)).toEqual([{ number: 1, text: large }]);
});
