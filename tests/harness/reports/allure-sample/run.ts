import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs the sample suite for real below the folder and returns where its Allure results are. */
export function sampleAllureResults(folder: string): string {
  const results = join(folder, 'allure-results');
  const runner = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const config = fileURLToPath(new URL('./playwright.config.ts', import.meta.url));
  // A runner that finds itself inside another one would refuse to start.
  const { TEST_WORKER_INDEX: _worker, TEST_PARALLEL_INDEX: _parallel, ...environment } = process.env;
  const run = spawnSync(process.execPath, [runner, 'test', `--config=${config}`], {
    env: { ...environment, SAMPLE_RESULTS: results, SAMPLE_OUTPUT: join(folder, 'test-results') },
    encoding: 'utf8',
  });
  if (run.status !== 1) throw new Error(`the sample suite ended with ${run.status}: ${run.stderr}${run.stdout}`);
  return results;
}
