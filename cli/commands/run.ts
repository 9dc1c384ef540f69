import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { newRunId, type RunSettings } from '../../fixtures/suite/run-settings.js';
import { loadRunTarget, suitePractices } from '../../fixtures/suite/run-target.js';
import { nearest } from '../../fixtures/target/nearest.js';
import { sampledPractices } from '../../fixtures/target/sample.js';
import type { Target } from '../../fixtures/target/target.js';
import { Problem } from '../../problem.js';
import { catalogue } from '../../requirements/catalogue.js';
import { unverified } from '../../reports/verification.js';
import { startEmbeddedProvider } from '../child-process.js';
import { collected, wholeNumber } from '../options.js';
import { select } from '../selection.js';
import { resultOf, told, walkInRunner } from '../suite-process.js';

interface RunFlags {
  readonly target?: string;
  readonly set: readonly string[];
  readonly only: readonly string[];
  readonly level?: string;
  readonly practice: readonly string[];
  readonly sample?: number;
  readonly readOnly?: boolean;
  readonly maskPatients?: boolean;
  readonly maxBookings?: number;
  readonly strict?: boolean;
  readonly workers?: number;
  readonly shard?: string;
  readonly output: string;
  readonly allure: 'single' | 'multi';
  readonly history?: string;
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
    .option('--sample <n>', 'only so many of the practices, the same each time', wholeNumber(1, 1_000_000))
    .option('--read-only', 'make no booking and no cancellation')
    .option('--mask-patients', 'mask NHS numbers, names, addresses and ids of patients in all that is written')
    .option('--max-bookings <n>', 'make at most n bookings; what needs more is not tested', wholeNumber(1, 1_000_000))
    .option('--strict', 'let warnings fail')
    .option('--workers <n>', 'practices tested at the same time', wholeNumber(1, 64))
    .option('--shard <i/n>', 'only the i-th of n parts of the tests')
    .option('--output <folder>', 'where reports and evidence go', 'reports/out')
    .addOption(
      new Option('--allure <form>', 'the Allure report as one file, or as a folder for a web server')
        .choices(['single', 'multi'])
        .default('single'),
    )
    .option(
      '--history <file>',
      'where Allure keeps earlier runs for its trends (otherwise history.jsonl in the output)',
    )
    .option('--quiet', 'print nothing but the verdict')
    .option('--json', 'print the result as JSON instead of the summary')
    .addHelpText('after', exitCodes)
    .action(async (flags: RunFlags) => {
      process.exitCode = await run(flags);
    });
}

const exitCodes = `
Exit codes: 0 conformant, 1 non-conformant, 2 wrong usage, 3 unreachable, 4 incomplete,
5 defect of the harness`;

const collectedWords = (text: string, before: readonly string[]): readonly string[] => [...before, ...text.split(',')];

async function run(flags: RunFlags): Promise<number> {
  const selected = select(flags);
  if (flags.shard !== undefined && !/^[1-9]\d*\/[1-9]\d*$/.test(flags.shard)) {
    throw new Problem('usage', { what: `--shard ${flags.shard} is no part`, mend: 'Give it as i/n, for example 1/4' });
  }
  const named = flags.target ?? process.env['GPC_TARGET'] ?? process.env['TARGET'];
  const embedded = named === undefined ? await startEmbeddedProvider(['--tls']) : undefined;
  try {
    const asked = settingsFrom(
      flags,
      embedded?.targetFile ?? named ?? '',
      selected.map((one) => one.id),
    );
    const target = loadRunTarget(asked);
    refuseUnknownPractices(asked, target);
    const settings = flags.sample === undefined ? asked : sampleOf(asked, target, flags.sample);
    if (!target.tls.rejectUnauthorized) process.stderr.write(`${unverified}\n`);
    await walkInRunner(settings, { practices: suitePractices(settings, target).length, ...flags });
    return told(resultOf(settings), settings, flags);
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
    targetSettings: settingsOfFlags(flags),
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
    allure: flags.allure,
    ...(flags.history !== undefined && { history: resolve(flags.history) }),
  };
}

/** The same run at so many of its practices; how many is told in the result. */
function sampleOf(asked: RunSettings, target: Target, sample: number): RunSettings {
  const practices = sampledPractices(suitePractices(asked, target), sample).map(({ odsCode }) => odsCode);
  return { ...asked, practices, selection: { ...asked.selection, sample: String(sample) } };
}

/** Flags that stand for a key of the target file are laid over it, as `--set` does. */
const settingsOfFlags = ({ set, maskPatients, maxBookings }: RunFlags): readonly string[] => [
  ...set,
  ...(maskPatients === true ? ['privacy.maskPatients=true'] : []),
  ...(maxBookings === undefined ? [] : [`maxBookings=${maxBookings}`]),
];

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
