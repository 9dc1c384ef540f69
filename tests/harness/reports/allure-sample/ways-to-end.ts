import { writeFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { label, links } from 'allure-js-commons';
import { waivedLabel, warningLabel } from '../../../../reports/allure/categories.js';
import { hostile } from '../sample-result.js';

class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
}

test('passes', async () => {
  await test.step('2a book a slot', () =>
    test.step('POST /Appointment', () => {
      const path = test.info().outputPath('x-1-0002.json');
      writeFileSync(path, '{"id":"x-1-0002"}');
      test.info().attachments.push({ name: 'x-1-0002 201', path, contentType: 'application/json' });
    }));
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

test('fails with a waiver', async () => {
  await label(waivedLabel.name, waivedLabel.value);
  await links({ url: 'https://tracker.example/GPC-12', name: 'waiver of SLOT-010', type: 'issue' });
  throw new ConformanceFailure(
    'Waived: SLOT-010\nSLOT-010 at A20047 waived until 2027-01-31 by J. Smith: mended in 4.2',
  );
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
