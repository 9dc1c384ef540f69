import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import type { PracticeOptions } from './fixtures/conformance.js';
import { maskPatientsOf } from './fixtures/suite/masked-patients.js';
import { guardProcess } from './fixtures/suite/guarded-process.js';
import { readRunSettings } from './fixtures/suite/run-settings.js';
import { loadRunTarget, suitePractices } from './fixtures/suite/run-target.js';
import { allureOptions } from './reports/allure/options.js';

/** The conformance suite as a plain Playwright project: one project a practice, one test at a time in each diary. */
const run = readRunSettings();
const target = loadRunTarget(run);
guardProcess(1);
maskPatientsOf(target);
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

export default defineConfig<PracticeOptions>({
  testDir: './tests/conformance',
  testMatch: `**/*.spec.${extension}`,
  outputDir: join(run.output, 'test-results'),
  globalSetup: `./fixtures/suite/global-setup.${extension}`,
  globalTeardown: `./fixtures/suite/global-teardown.${extension}`,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: target.timeouts.testMs,
  preserveOutput: 'never',
  projects: suitePractices(run, target).map(({ odsCode }, index) => ({
    name: odsCode,
    workers: 1,
    // The federated session crosses all practices, so it is walked once, beside the first one's own sessions.
    testIgnore: index === 0 ? [] : '**/federation/**',
    use: { odsCode, trace: 'off' as const },
  })),
  reporter: [
    [`./reports/allure/no-advice-reporter.${extension}`],
    [
      `./reports/allure/exchange-reporter.${extension}`,
      allureOptions(join(run.output, 'allure-results'), { target, run }),
    ],
    [`./reports/playwright-reporter.${extension}`],
  ],
});
