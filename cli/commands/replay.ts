import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { recordedExchangeIds } from '../../fixtures/suite/replayed-run.js';
import { readRunRecord } from '../../fixtures/suite/run-record.js';
import { newRunId, type RunSettings } from '../../fixtures/suite/run-settings.js';
import { suitePractices } from '../../fixtures/suite/run-target.js';
import { ledgerFile } from '../../fixtures/suite/workbench.js';
import { readKeptExchange } from '../../fixtures/transport/kept-exchange.js';
import { Problem } from '../../problem.js';
import { reportFiles } from '../../reports/files.js';
import { departures } from '../../reports/replay/departures.js';
import { readResult } from '../../reports/writers/json.js';
import { resultOf, told, walkInRunner } from '../suite-process.js';

interface ReplayFlags {
  readonly output?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly check?: true;
}

/** `replay RUN`: judges a recorded run again, without network, and ends with the exit code of the verdict. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('judge a run again from what it recorded, without asking anybody')
    .argument('<run>', 'output folder of the run, or its conformance.json')
    .option('--output <folder>', 'where the new reports go (otherwise beside the run, as <run>-replay)')
    .option('--check', 'hold the new result against that of the run: exit 0 if identical, 1 with what differs')
    .option('--quiet', 'print nothing but the verdict')
    .option('--json', 'print the result as JSON instead of the summary')
    .addHelpText('after', explanation)
    .action(async (run: string, flags: ReplayFlags) => {
      process.exitCode = await replay(folderOf(run), flags);
    });
}

const explanation = `
The same version comes to the identical result; a newer one judges the old answers by its own
checks. What it asks for and the record does not hold is not-tested, and said. A run with masked
patients cannot be replayed.

Exit codes: 0 conformant, 1 non-conformant (with --check: 1 where anything differs, 0 where nothing
does), 2 wrong usage or a record that cannot be read, 3 unreachable, 4 incomplete, 5 defect of the
harness`;

async function replay(folder: string, flags: ReplayFlags): Promise<number> {
  const { settings: recorded, target } = readRunRecord(folder);
  const output = resolve(flags.output ?? `${folder}-replay`);
  refuseOutput(output, folder);
  for (const id of recordedExchangeIds(folder)) readKeptExchange(folder, id);
  const original = flags.check === true ? readResult(join(folder, reportFiles.result)) : undefined;
  const { runId, startedAt } = recorded;
  const settings: RunSettings = {
    ...recorded,
    ...{ runId: newRunId(), startedAt: new Date().toISOString(), targetSettings: [], output },
    replay: { folder, runId, startedAt },
    quiet: flags.quiet === true || flags.json === true,
  };
  const { shard } = recorded.selection;
  const practices = suitePractices(settings, target).length;
  await walkInRunner(settings, { practices, ...(shard !== undefined && { shard }) });
  const result = resultOf(settings);
  const exitCode = told(result, settings, flags);
  return original === undefined ? exitCode : checked(departures(original, result));
}

/** The absolute path of a run's folder, given as such or by its result file. */
function folderOf(run: string): string {
  const found = statSync(run, { throwIfNoEntry: false });
  if (found === undefined) {
    const mend = 'Give the output folder of a run';
    throw new Problem('usage', { what: 'There is no such run', where: resolve(run), mend });
  }
  return realpathSync(found.isDirectory() || basename(run) !== reportFiles.result ? run : dirname(run));
}

/** A folder with the ledger of a real run may hold open bookings, which nothing may overwrite. */
function refuseOutput(output: string, folder: string): void {
  const isRunItself = existsSync(output) && realpathSync(output) === folder;
  const holdsRun = existsSync(ledgerFile(output)) && !isOfReplay(output);
  if (!isRunItself && !holdsRun) return;
  throw new Problem('usage', {
    what: isRunItself ? 'A run cannot be replayed into its own folder' : 'The folder holds a run of its own',
    where: output,
    mend: 'Give another folder with --output',
  });
}

/** The folder of an earlier replay may be used again: its ledger is a copy. */
function isOfReplay(output: string): boolean {
  const file = join(output, reportFiles.result);
  return existsSync(file) && readResult(file).run.replayOf !== undefined;
}

function checked(found: readonly string[]): number {
  const words =
    found.length === 0 ? 'Identical with the result of the run' : `Differs from the run:\n${found.join('\n')}`;
  process.stderr.write(`${words}\n`);
  return found.length === 0 ? 0 : 1;
}
