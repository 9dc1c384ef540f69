import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { selectedPractices } from '../../fixtures/federation/selection.js';
import { recordedPractices } from '../../fixtures/federation/sweep-log.js';
import { Sweep, type SweepSummary } from '../../fixtures/federation/sweep.js';
import { singleUse, type RunSettings } from '../../fixtures/suite/run-settings.js';
import { loadRunTarget } from '../../fixtures/suite/run-target.js';
import { Problem } from '../../problem.js';
import { writeAvailability } from '../../reports/availability/all.js';
import { availabilitySummary } from '../../reports/availability/summary.js';
import { sweepVerdict, sweepWords } from '../../reports/availability/words.js';
import { standardError } from '../../reports/progress.js';
import { collected, wholeNumber } from '../options.js';
import { SweepProgress } from '../sweep-progress.js';

interface SweepFlags {
  readonly target?: string;
  readonly set: readonly string[];
  readonly concurrency?: number;
  readonly range?: number;
  readonly attempts?: number;
  readonly sample?: number;
  readonly practice: readonly string[];
  readonly book?: true;
  readonly keep: string;
  readonly output: string;
  readonly resume?: string;
  readonly quiet?: true;
  readonly json?: true;
}

/** `sweep`: step 1 of the federated session at every practice of the federation, and the merged view of all. */
export function sweepCommand(): Command {
  return new Command('sweep')
    .description('ask every practice of a federation for free slots, judge the answers and merge the availability')
    .option('--target <file>', 'target file (otherwise GPC_TARGET or TARGET)')
    .option('--set <path=value>', 'lay a value over the target file; may be repeated', collected, [])
    .option('--concurrency <n>', 'practices asked at once (otherwise pace.inFlight)', wholeNumber(1, 1000))
    .option('--range <days>', 'days of each range (otherwise search.firstRangeDays)', wholeNumber(0, 14))
    .option('--attempts <n>', 'ranges tried while there are no slots (otherwise search.attempts)', wholeNumber(1, 60))
    .option('--sample <n>', 'only so many practices, the same each time', wholeNumber(1, 1_000_000))
    .option('--practice <ods>', 'only this practice; may be repeated', collected, [])
    .option('--book', 'book where the earliest slot is, look at the appointment, and cancel it')
    .option('--keep <which>', 'exchanges to keep: findings (of practices with findings or failures) or all', 'findings')
    .option('--output <folder>', 'where the sweep goes; an unfinished one there is taken up', 'reports/out/sweep')
    .option('--resume <folder>', 'take up the sweep in this folder')
    .option('--quiet', 'print nothing but the verdict')
    .option('--json', 'print the merged view as JSON instead of the summary')
    .addHelpText('after', exitCodes)
    .action(async (flags: SweepFlags) => {
      process.exitCode = await sweep(flags);
    });
}

const exitCodes = `
Exit codes: 0 all answered and conform, 1 some broke a SHALL, 2 wrong usage,
3 none could be asked, 4 some could not be asked or the sweep is not finished`;

async function sweep(flags: SweepFlags): Promise<number> {
  const run = settingsFrom(flags);
  const target = loadRunTarget(run);
  const practices = selectedPractices(target, {
    practices: flags.practice,
    ...(flags.sample !== undefined && { sample: flags.sample }),
  });
  const progress = flags.quiet === true || flags.json === true ? undefined : new SweepProgress(standardError);
  const one = new Sweep({
    ...{ run, target, practices, keeping: keepingFrom(flags.keep) },
    session: flags.book === true ? 'book' : 'search',
    begin: flags.resume === undefined ? 'anew-or-unfinished' : 'resume',
    ...(progress !== undefined && { onProgress: progress.now }),
  });
  const summary = await untilSignal(one).finally(() => progress?.end());
  await writeAvailability(summary, () => recordedPractices(run.output), run.output);
  process.stdout.write(told(summary, run.output, flags));
  return summary.exitCode;
}

function settingsFrom(flags: SweepFlags): RunSettings {
  const named = flags.target ?? process.env['GPC_TARGET'] ?? process.env['TARGET'];
  if (named === undefined || named === '') {
    throw new Problem('usage', { what: 'No target file is named', mend: 'Give one with --target' });
  }
  const laid: readonly (readonly [path: string, value: number | undefined])[] = [
    ['pace.inFlight', flags.concurrency],
    ['search.firstRangeDays', flags.range],
    ['search.attempts', flags.attempts],
  ];
  const settings = laid.flatMap(([path, value]) => (value === undefined ? [] : [`${path}=${value}`]));
  return {
    ...singleUse(resolve(named), resolve(flags.resume ?? flags.output)),
    targetSettings: [...flags.set, ...settings],
    readOnly: flags.book !== true,
  };
}

function keepingFrom(text: string): 'all' | 'findings' {
  if (text === 'all' || text === 'findings') return text;
  throw new Problem('usage', { what: `--keep ${text} is neither all nor findings`, mend: 'Give one of the two' });
}

/** The first Ctrl-C lets the practices under way be recorded; a second one ends the process at once. */
async function untilSignal(one: Sweep): Promise<SweepSummary> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const stop = (): void => one.stop();
  for (const signal of signals) process.once(signal, stop);
  try {
    return await one.run();
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

function told(summary: SweepSummary, output: string, { json, quiet }: SweepFlags): string {
  if (json === true) return `${JSON.stringify(availabilitySummary(summary))}\n`;
  if (quiet === true) return `${sweepVerdict(summary)}\n`;
  const near = relative('', output);
  return sweepWords(summary, near.startsWith('..') || near === '' ? output : near);
}
