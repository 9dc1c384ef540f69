import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Judgement } from '../requirements/judgement.js';
import type { ExchangeRecord, StepRecord } from './result.js';

/** One line of evidence, written by a worker the moment it is known, so that a killed worker loses nothing. */
export type EvidenceLine =
  | { readonly kind: 'judgement'; readonly test: string; readonly judgement: Judgement }
  | { readonly kind: 'step'; readonly test: string; readonly practice: string; readonly step: StepRecord }
  | { readonly kind: 'exchange'; readonly exchange: ExchangeRecord }
  | { readonly kind: 'defect'; readonly test: string; readonly message: string };

const folderOf = (output: string): string => join(output, 'evidence');

/** Appends evidence lines of one worker to its own file below the output folder. */
export class EvidenceLog {
  private readonly file: string;

  constructor(output: string, worker: string) {
    mkdirSync(folderOf(output), { recursive: true, mode: 0o700 });
    this.file = join(folderOf(output), `${worker}.jsonl`);
  }

  write(line: EvidenceLine): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }
}

/** All evidence lines of a run, worker by worker in the order in which they were written. */
export function readEvidence(output: string): readonly EvidenceLine[] {
  if (!existsSync(folderOf(output))) return [];
  const files = readdirSync(folderOf(output)).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return files.flatMap((file) =>
    readFileSync(join(folderOf(output), file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as EvidenceLine),
  );
}
