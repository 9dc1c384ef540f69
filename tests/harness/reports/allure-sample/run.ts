import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyFolder } from '../../temporary-folder.js';

const ofThisProcess: { results?: string } = {};

/**
 * Below the folder, the Allure results of a real run of the sample suite; returns their folder. A test process runs the
 * suite once: every test gets a copy of its own.
 */
export function sampleAllureResults(folder: string): string {
  ofThisProcess.results ??= ranIn(emptyFolder());
  const results = join(folder, 'allure-results');
  cpSync(ofThisProcess.results, results, { recursive: true });
  return results;
}

function ranIn(folder: string): string {
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
