import { defineConfig } from '@playwright/test';
import { allureOptions } from '../../../../reports/allure/options.js';

/** A small suite whose results the Allure tests look at: one test for every way in which a test can end. */
const practices = [
  { odsCode: 'A20047', name: "Dr Legg's Surgery", baseUrl: 'https://user:secret@provider.example/A20047?key=1' },
];

export default defineConfig({
  testDir: '.',
  testMatch: 'ways-to-end.ts',
  outputDir: process.env['SAMPLE_OUTPUT'] ?? 'unset',
  preserveOutput: 'never',
  workers: 1,
  timeout: 2_000,
  projects: [{ name: 'A20047' }],
  reporter: [
    ['../../../../reports/allure/no-advice-reporter.ts'],
    [
      '../../../../reports/allure/exchange-reporter.ts',
      allureOptions(process.env['SAMPLE_RESULTS'] ?? 'unset', {
        target: { name: 'Example supplier', practices },
        run: { runId: 'r-1', startedAt: '2026-11-22T15:46:00.000Z' },
      }),
    ],
  ],
});
