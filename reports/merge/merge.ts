import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { messageOf, Problem } from '../../problem.js';
import { generateAllureReport, type AllureReportOptions } from '../allure/report.js';
import { reportFiles, runFiles } from '../files.js';
import type { ConformanceResult } from '../result.js';
import { writeBasis } from '../run-basis.js';
import { concludedResult } from '../run-report.js';
import { writeReports } from '../writers/all.js';
import { readResult } from '../writers/json.js';
import { mergedBasis, mergedEvidence, mergedFacts, type RenamedRun } from './merged-result.js';
import { mergeAllureResults } from './allure-results.js';
import { newNames, type NewNames } from './new-names.js';
import { readRunFolder, type RunFolder } from './run-folder.js';
import { refuseStrangers } from './same-target.js';
import { shardOf } from './shards.js';

/**
 * Merges the output folders of several runs into one, with all reports, and returns its result. Rows, verdict and exit
 * code are made by the same code as those of a run, from everything the runs have judged. Throws a `usage` Problem where
 * the runs do not belong together or the folder is in use, a `defect` Problem where a report cannot be written. `allure`
 * says where the Allure report finds earlier runs for its trends.
 */
export async function mergeRuns(
  folders: readonly string[],
  output: string,
  allure: AllureReportOptions = {},
): Promise<ConformanceResult> {
  const [first, ...others] = inOrder(folders.map(readRunFolder)).map(renamed);
  if (first === undefined) throw new Problem('usage', { what: 'No run is named', mend: 'Give output folders of runs' });
  const runs = [first, ...others] as const;
  refuseStrangers(runs);
  const evidence = mergedEvidence(runs);
  const result = concludedResult(evidence, mergedFacts(runs));
  const folder = emptied(resolve(output), runs);
  for (const run of runs) copyRecord(run, folder);
  writeBasis(folder, mergedBasis(runs, evidence));
  await writeReports(result, folder);
  await generateAllureReport(join(folder, reportFiles.allureResults), join(folder, 'allure-report'), allure);
  return result;
}

/** A run in its place among the others, from 1. */
interface PlacedRun extends RenamedRun {
  readonly names: NewNames;
  readonly place: number;
}

/** Shards in the order of their tests, so that what is kept of long lists is what a whole run would keep. */
function inOrder(runs: readonly RunFolder[]): readonly RunFolder[] {
  const rank = ({ result }: RunFolder): number => shardOf(result.run).index;
  return runs.toSorted(
    (one, other) => rank(one) - rank(other) || one.result.run.startedAt.localeCompare(other.result.run.startedAt),
  );
}

function renamed(run: RunFolder, index: number): PlacedRun {
  const names = newNames(run, index + 1);
  return { ...run, names, place: index + 1, lines: run.evidence.flatMap((worker) => names.in(worker.lines)) };
}

/** What stood in the folder before was merged as well and can be merged again; anything else is not ours to remove. */
function emptied(folder: string, runs: readonly RunFolder[]): string {
  const inside = runs.find((run) => !relative(run.folder, folder).startsWith('..'));
  if (inside !== undefined) throw inUse(folder, `it is, or lies in, the output folder of ${inside.result.run.id}`);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!isMerged(folder)) throw inUse(folder, 'it holds something else than an earlier merge');
    for (const name of [...Object.values(reportFiles), ...Object.values(runFiles), 'allure-report'])
      rmSync(join(folder, name), { recursive: true, force: true });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function isMerged(folder: string): boolean {
  const file = join(folder, reportFiles.result);
  return existsSync(file) && readResult(file).run.parts !== undefined;
}

const inUse = (folder: string, why: string): Problem =>
  new Problem('usage', {
    what: `The merged run cannot be written there: ${why}`,
    where: folder,
    mend: 'Name a new folder with --output',
  });

/** Copies what a run recorded, each exchange under its new name. */
function copyRecord(run: PlacedRun, folder: string): void {
  const { names, place } = run;
  for (const name of [runFiles.exchanges, runFiles.evidence])
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  for (const { id, file } of run.result.exchanges) {
    const content = { ...recorded(run.folder, file), id: names.of(id) };
    writePrivately(join(folder, names.of(file)), `${JSON.stringify(content, null, 1)}\n`);
  }
  for (const { worker, lines } of run.evidence) {
    const text = lines.map((line) => `${JSON.stringify(names.in(line))}\n`).join('');
    writePrivately(join(folder, runFiles.evidence, `${place}_${worker}.jsonl`), text);
  }
  appendLedger(run.folder, folder);
  if (place === 1)
    writePrivately(join(folder, runFiles.target), readFileSync(join(run.folder, runFiles.target), 'utf8'));
  mergeAllureResults(join(run.folder, reportFiles.allureResults), join(folder, reportFiles.allureResults), names);
}

function recorded(folder: string, file: string): object {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;
  } catch (cause) {
    const what = `A recorded exchange cannot be read: ${messageOf(cause)}`;
    throw new Problem('usage', {
      what,
      where: join(folder, file),
      mend: 'Restore the folder as the run wrote it',
      cause,
    });
  }
}

/** Bookings that were left can be cancelled from the merged folder too. */
function appendLedger(from: string, to: string): void {
  const ledger = join(from, runFiles.ledger);
  if (existsSync(ledger)) writeFileSync(join(to, runFiles.ledger), readFileSync(ledger), { flag: 'a', mode: 0o600 });
}

const writePrivately = (file: string, text: string): void => writeFileSync(file, text, { mode: 0o600 });
