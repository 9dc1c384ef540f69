import { Command } from 'commander';
import { mergeRuns } from '../../reports/merge/merge.js';
import { consoleSummary } from '../../reports/writers/console.js';
import { wantsColour } from '../../reports/colour.js';

interface MergeFlags {
  readonly output: string;
  readonly history?: string;
  readonly json?: true;
}

/** `merge RUN...`: one result and all reports of shards or practices that ran apart, with the exit code of its verdict. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description('make one result, with all reports, of the shards of a run or of runs of different practices')
    .argument('<run...>', 'output folders of the runs')
    .option('--output <folder>', 'where the merged run goes', 'reports/merged')
    .option('--history <file>', 'where Allure keeps earlier merged runs for its trends (otherwise nowhere)')
    .option('--json', 'print the result as JSON instead of the summary')
    .addHelpText('after', rule)
    .action(async (runs: readonly string[], flags: MergeFlags) => {
      process.exitCode = await merge(runs, flags);
    });
}

const rule = `
The runs must be of one target, one version and the same options, apart from --shard and --practice.
Where a shard is missing the verdict is at best incomplete; where runs overlap, the worst outcome
counts.

Exit codes: those of run; 2 also for runs that do not belong together`;

async function merge(runs: readonly string[], { output, history, json }: MergeFlags): Promise<number> {
  const result = await mergeRuns(runs, output, history === undefined ? {} : { history });
  const colour = wantsColour(process.stdout);
  const summary = (): string =>
    consoleSummary(result, { colour, width: process.stdout.columns || 100, folder: output });
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : summary());
  return result.exitCode;
}
