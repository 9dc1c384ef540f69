import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { environmentFor, newRunId, type RunSettings } from '../../fixtures/suite/run-settings.js';
import { loadRunTarget, suitePractices } from '../../fixtures/suite/run-target.js';
import { nearest } from '../../fixtures/target/nearest.js';
import type { Target } from '../../fixtures/target/target.js';
import { Problem } from '../../problem.js';
import { catalogue } from '../../requirements/catalogue.js';
import type { ConformanceResult } from '../../reports/result.js';
import { wantsColour } from '../../reports/colour.js';
import { consoleSummary, consoleVerdict } from '../../reports/writers/console.js';
import { readResult } from '../../reports/writers/json.js';
import { startEmbeddedProvider } from '../child-process.js';
import { collected, wholeNumber } from '../options.js';
import { select } from '../selection.js';

interface RunFlags {
  readonly target?: string;
  readonly set: readonly string[];
  readonly only: readonly string[];
  readonly level?: string;
  readonly practice: readonly string[];
  readonly readOnly?: boolean;
  readonly maskPatients?: boolean;
  readonly strict?: boolean;
  readonly workers?: number;
  readonly shard?: string;
  readonly output: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `run`: walks the suite at every practice of the target and ends with the exit code of its verdict. */
export function runCommand(): Command {
  return new Command('run')
    .description('walk the consumer sessions at a provider, judge every answer and write the reports')
    .option('--target <file>', 'target file (otherwise GPC_TARGET or TARGET; without any, the embedded provider)')
    .option('--set <path=value>', 'lay a value over the target file; may be repeated', collected, [])
    .option('--only <what...>', 'requirement ids, areas, interactions or globs such as "SESS-*"', collectedWords, [])
    .option('--level <level>', 'shall, should (and above) or may (everything)')
    .option('--practice <ods>', 'only this practice; may be repeated', collected, [])
    .option('--read-only', 'make no booking and no cancellation')
    .option('--mask-patients', 'mask NHS numbers, names, addresses and ids of patients in all that is written')
    .option('--strict', 'let warnings fail')
    .option('--workers <n>', 'practices tested at the same time', wholeNumber(1, 64))
    .option('--shard <i/n>', 'only the i-th of n parts of the tests')
    .option('--output <folder>', 'where reports and evidence go', 'reports/out')
    .option('--quiet', 'print nothing but the verdict')
    .option('--json', 'print the result as JSON instead of the summary')
    .addHelpText('after', exitCodes)
    .action(async (flags: RunFlags) => {
      process.exitCode = await run(flags);
    });
}

const exitCodes = `
Exit codes: 0 conformant, 1 non-conformant, 2 wrong usage, 3 unreachable, 4 incomplete, 5 defect of the harness`;

const collectedWords = (text: string, before: readonly string[]): readonly string[] => [...before, ...text.split(',')];

async function run(flags: RunFlags): Promise<number> {
  const selected = select(flags);
  if (flags.shard !== undefined && !/^[1-9]\d*\/[1-9]\d*$/.test(flags.shard)) {
    throw new Problem('usage', { what: `--shard ${flags.shard} is no part`, mend: 'Give it as i/n, for example 1/4' });
  }
  const named = flags.target ?? process.env['GPC_TARGET'] ?? process.env['TARGET'];
  const embedded = named === undefined ? await startEmbeddedProvider(['--tls']) : undefined;
  try {
    const settings = settingsFrom(
      flags,
      embedded?.targetFile ?? named ?? '',
      selected.map((one) => one.id),
    );
    const target = loadRunTarget(settings);
    refuseUnknownPractices(settings, target);
    await playwright(settings, target, flags);
    return reported(settings, flags);
  } finally {
    await embedded?.stop();
  }
}

function settingsFrom(flags: RunFlags, targetFile: string, ids: readonly string[]): RunSettings {
  const { only, level, practice } = flags;
  return {
    runId: newRunId(),
    startedAt: new Date().toISOString(),
    targetFile: resolve(targetFile),
    targetSettings: [...flags.set, ...(flags.maskPatients === true ? ['privacy.maskPatients=true'] : [])],
    output: resolve(flags.output),
    ...(ids.length < catalogue.size && { only: ids }),
    selection: {
      ...(only.length > 0 && { only: only.join(' ') }),
      ...(level !== undefined && { level }),
      ...(practice.length > 0 && { practice: practice.join(' ') }),
      ...(flags.shard !== undefined && { shard: flags.shard }),
    },
    ...(practice.length > 0 && { practices: practice }),
    readOnly: flags.readOnly === true,
    strict: flags.strict === true,
    quiet: flags.quiet === true || flags.json === true,
  };
}

function refuseUnknownPractices(settings: RunSettings, target: Target): void {
  const known = target.practices.map((practice) => practice.odsCode);
  for (const wanted of settings.practices ?? []) {
    if (known.includes(wanted)) continue;
    const suggestion = nearest(wanted, known, wanted.length);
    throw new Problem('usage', {
      what: `The target has no practice ${wanted}`,
      where: settings.targetFile,
      mend: `It has ${known.join(', ')}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
    });
  }
  if (suitePractices(settings, target).length === 0) {
    throw new Problem('usage', { what: 'No practice is selected', where: settings.targetFile });
  }
}

/** Runs the suite as a Playwright project. Its own exit code says less than the result file, which decides. */
function playwright(settings: RunSettings, target: Target, flags: RunFlags): Promise<void> {
  const here = import.meta.url;
  const config = fileURLToPath(new URL(`../../playwright.config.${here.endsWith('.ts') ? 'ts' : 'js'}`, here));
  const runner = createRequire(here).resolve('@playwright/test/cli');
  const workers = flags.workers ?? Math.min(2, suitePractices(settings, target).length);
  const words = ['test', `--config=${config}`, `--workers=${workers}`, '--pass-with-no-tests'];
  if (settings.only !== undefined) words.push(`--grep=@(?:${settings.only.join('|')})(?![\\w-])`);
  if (flags.shard !== undefined) words.push(`--shard=${flags.shard}`);
  const environment = { ...process.env, ...environmentFor(settings), PLAYWRIGHT_HTML_OPEN: 'never' };
  const child = spawn(process.execPath, [runner, ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
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

function reported(settings: RunSettings, flags: RunFlags): number {
  const file = join(settings.output, 'conformance.json');
  const result = existsSync(file) ? readResult(file) : undefined;
  if (result === undefined || result.run.id !== settings.runId) {
    throw new Problem('defect', { what: 'The run ended without a result', where: file });
  }
  process.stdout.write(flags.json === true ? `${JSON.stringify(result)}\n` : summary(result, settings));
  return result.exitCode;
}

function summary(result: ConformanceResult, { output, quiet }: RunSettings): string {
  const { stdout } = process;
  const near = relative('', output);
  const folder = near.startsWith('..') ? output : near;
  const options = { colour: wantsColour(stdout), width: stdout.columns ?? 100, folder };
  return quiet ? consoleVerdict(result, options) : consoleSummary(result, options);
}
