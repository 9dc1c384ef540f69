import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentFor, type RunSettings } from '../fixtures/suite/run-settings.js';
import { Problem } from '../problem.js';
import { wantsColour } from '../reports/colour.js';
import { reportFiles } from '../reports/files.js';
import type { ConformanceResult } from '../reports/result.js';
import { consoleSummary, consoleVerdict } from '../reports/writers/console.js';
import { readResult } from '../reports/writers/json.js';

/** How the tests are divided: over how many practices, in how many workers (at most two if left out), and which part. */
export interface Division {
  readonly practices: number;
  readonly workers?: number;
  /** As `i/n`. */
  readonly shard?: string;
}

/**
 * Walks the suite as a Playwright project in a process of its own and waits for its end. The runner's exit code says less
 * than the result file, which decides.
 */
export function walkInRunner(settings: RunSettings, { practices, workers, shard }: Division): Promise<void> {
  const here = import.meta.url;
  const config = fileURLToPath(new URL(`../playwright.config.${here.endsWith('.ts') ? 'ts' : 'js'}`, here));
  const runner = createRequire(here).resolve('@playwright/test/cli');
  const words = [
    'test',
    `--config=${config}`,
    `--workers=${workers ?? Math.min(2, practices)}`,
    '--pass-with-no-tests',
  ];
  if (settings.only !== undefined) words.push(`--grep=@(?:${settings.only.join('|')})(?![\\w-])`);
  if (shard !== undefined) words.push(`--shard=${shard}`);
  const environment = { ...process.env, ...environmentFor(settings), PLAYWRIGHT_HTML_OPEN: 'never' };
  const child = spawn(process.execPath, [runner, ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
  // Where this process dies of a defect, the suite still ends in order.
  process.once('exit', () => child.kill('SIGINT'));
  // Ctrl-C reaches the suite by itself; it stops its tests and cancels its bookings, and this process waits for that.
  const onInterrupt = (): void => undefined;
  const onTerminate = (): void => void child.kill('SIGINT');
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
      done();
    });
  });
}

/** The result that a walk left. Throws a `defect` Problem where it left none. */
export function resultOf({ output, runId }: RunSettings): ConformanceResult {
  const file = join(output, reportFiles.result);
  const result = existsSync(file) ? readResult(file) : undefined;
  if (result?.run.id === runId) return result;
  throw new Problem('defect', { what: 'The run ended without a result', where: file });
}

/** Prints the result as it was asked for and returns the exit code of its verdict. */
export function told(result: ConformanceResult, settings: RunSettings, { json }: { readonly json?: boolean }): number {
  process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : summary(result, settings));
  return result.exitCode;
}

function summary(result: ConformanceResult, { output, quiet }: RunSettings): string {
  const { stdout } = process;
  const near = relative('', output);
  const folder = near.startsWith('..') ? output : near;
  const options = { colour: wantsColour(stdout), width: stdout.columns || 100, folder };
  return quiet ? consoleVerdict(result, options) : consoleSummary(result, options);
}
