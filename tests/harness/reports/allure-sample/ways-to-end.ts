import { test } from '@playwright/test';
import { label } from 'allure-js-commons';
import { warningLabel } from '../../../../reports/allure/categories.js';
import { hostile } from '../sample-result.js';

class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
}

test('passes', async () => {
  await test.step('1a search for free slots', async () => {
    await test.info().attach('x-1-0001 200', { body: hostile.script, contentType: 'text/html' });
  });
});

test('passes with a warning', async () => {
  await label(warningLabel.name, warningLabel.value);
});

test('fails', () => {
  throw new ConformanceFailure(`Conformance failure: SLOT-010\n${hostile.script}`);
});

test('has no network', () => {
  throw new Error('Network: no answer within 30000 ms');
});

test('has no data', () => {
  test.skip(true, 'no free slot in any range tried');
});

test('meets a defect', () => {
  throw new TypeError('x is not a function');
});

test('takes too long', async () => {
  await new Promise((done) => setTimeout(done, 10_000));
});
