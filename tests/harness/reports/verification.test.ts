import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentInfo } from '../../../reports/allure/environment.js';
import { consoleSummary } from '../../../reports/writers/console.js';
import { writeReports } from '../../../reports/writers/all.js';
import { unverified } from '../../../reports/verification.js';
import { test } from './fresh-folder.js';
import { sampleResult } from './sample-result.js';

const loud = /CERTIFICATES WERE NOT VERIFIED/;
const files = ['conformance.json', 'summary.md', 'report.html', 'junit.xml'] as const;
const inJson = /"tlsVerification": "off"/;

test('a run that took any certificate says so in every report, and any other run does not', async ({ folder }) => {
  const sample = sampleResult();
  const results = { off: { ...sample, target: { ...sample.target, tlsVerification: 'off' as const } }, on: sample };
  for (const [verification, result] of Object.entries(results)) {
    const output = join(folder, verification);
    await writeReports(result, output, {});
    for (const file of files) {
      const text = readFileSync(join(output, file), 'utf8');
      expect((file === 'conformance.json' ? inJson : loud).test(text), `${file}, ${verification}`).toBe(
        verification === 'off',
      );
    }
    expect(loud.test(consoleSummary(result, { colour: false, width: 100 }))).toBe(verification === 'off');
  }
});

test('it stands above the verdict where people read first', async ({ folder }) => {
  const sample = sampleResult();
  const result = { ...sample, target: { ...sample.target, tlsVerification: 'off' as const } };
  await writeReports(result, folder, {});
  const before = (text: string, other: RegExp): boolean => text.search(loud) < text.search(other);
  expect(before(consoleSummary(result, { colour: false, width: 100 }), /NON-CONFORMANT/)).toBe(true);
  expect(before(readFileSync(join(folder, 'summary.md'), 'utf8'), /\(exit code/)).toBe(true);
  expect(before(readFileSync(join(folder, 'report.html'), 'utf8'), /\(exit code/)).toBe(true);
});

test('the environment page of Allure names it', () => {
  const facts = { name: 'x', practices: [], run: { runId: 'r', startedAt: '' } };
  const page = (rejectUnauthorized: boolean): Record<string, string> =>
    environmentInfo({ target: { ...facts, tls: { rejectUnauthorized } }, run: facts.run });
  expect(page(false)['TLS verification']).toBe(unverified);
  expect(page(true)).not.toHaveProperty('TLS verification');
});
