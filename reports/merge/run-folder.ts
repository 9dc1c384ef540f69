import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Problem } from '../../problem.js';
import { readEvidenceFiles, type WorkerEvidence } from '../evidence-log.js';
import { reportFiles } from '../files.js';
import type { ConformanceResult, RunPart } from '../result.js';
import { readBasis, type RunBasis } from '../run-basis.js';
import { readResult } from '../writers/json.js';

/** The output folder of a run, read for merging. */
export interface RunFolder {
  /** Absolute path. */
  readonly folder: string;
  readonly result: ConformanceResult;
  readonly basis: RunBasis;
  readonly evidence: readonly WorkerEvidence[];
  /** The runs it stands for: itself, or those it was merged of. */
  readonly parts: readonly RunPart[];
}

/** Reads the output folder of a run. Throws a `usage` Problem where it is none, or is not whole. */
export function readRunFolder(path: string): RunFolder {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Problem('usage', { what: 'There is no such folder', where: path, mend: 'Give output folders of runs' });
  }
  const result = readResult(join(folder, reportFiles.result));
  return {
    folder,
    result,
    basis: readBasis(folder),
    evidence: readEvidenceFiles(folder),
    parts: result.run.parts ?? [partOf(result)],
  };
}

function partOf({ run, target }: ConformanceResult): RunPart {
  const { id, startedAt, durationMs, workers, selection } = run;
  const suite = target.practices.filter(({ role }) => role === 'suite');
  return { id, startedAt, durationMs, workers, selection, practices: suite.map(({ odsCode }) => odsCode) };
}
