import { defineConfig } from '@playwright/test';

/** Tests of the harness itself. The conformance suite has its own configuration at the project's root. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  globalSetup: './compile.ts',
  outputDir: '../../reports/out/harness-test-results',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  reporter: [['list']],
});
