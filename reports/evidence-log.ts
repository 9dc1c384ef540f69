import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppendedLines } from '../appended-lines.js';
import { messageOf, Problem, type ProblemKind } from '../problem.js';
import type { Judgement } from '../requirements/judgement.js';
import type { ExchangeRecord, StepRecord } from './result.js';

/** One line of evidence, written by a worker the moment it is known, so that a killed worker loses nothing. */
export type EvidenceLine =
  | { readonly kind: 'judgement'; readonly test: string; readonly judgement: Judgement }
  | { readonly kind: 'step'; readonly test: string; readonly practice: string; readonly step: StepRecord }
  | { readonly kind: 'exchange'; readonly exchange: ExchangeRecord }
  | { readonly kind: 'defect'; readonly test: string; readonly message: string }
  | ToldLine
  | { readonly kind: 'masked'; readonly exchange: string; readonly parts: readonly string[] }
  | { readonly kind: 'cut-short'; readonly test: string; readonly practice: string; readonly status: string }
  | { readonly kind: 'ended'; readonly status: string; readonly defects: readonly string[] }
  | { readonly kind: 'not-held'; readonly test: string; readonly practice: string; readonly question: string };

/** What a test at a practice was told from outside: by a provider, a token endpoint, the clock, the ledger. */
export interface ToldLine {
  readonly kind: 'told';
  readonly test: string;
  readonly practice: string;
  readonly channel: string;
  readonly question: string;
  readonly value?: unknown;
  /** What came instead of a value. */
  readonly problem?: ToldProblem;
}

/** A Problem as JSON; `reset` where its cause was a connection that the other side gave up. */
export interface ToldProblem {
  readonly kind: ProblemKind;
  readonly what: string;
  readonly where?: string;
  readonly mend?: string;
  readonly reset?: true;
}

const folderOf = (output: string): string => join(output, 'evidence');

/** Appends evidence lines of one worker to its own file below the output folder. */
export class EvidenceLog {
  private readonly file: string;

  constructor(output: string, worker: string) {
    mkdirSync(folderOf(output), { recursive: true, mode: 0o700 });
    this.file = join(folderOf(output), `${worker}.jsonl`);
  }

  /** All lines at once: what is known at the same time costs the file system one call. */
  write(...lines: readonly EvidenceLine[]): void {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    appendFileSync(this.file, text, { mode: 0o600 });
  }
}

/** The evidence that one process of a run left. */
export interface WorkerEvidence {
  readonly worker: string;
  readonly lines: readonly EvidenceLine[];
}

/** All evidence lines of a run, worker by worker in the order in which they were written. Throws as `readEvidenceFiles`. */
export const readEvidence = (output: string): readonly EvidenceLine[] =>
  readEvidenceFiles(output).flatMap(({ lines }) => lines);

/** The evidence of a run by worker. Throws a `usage` Problem that names file and line where one is not JSON. */
export function readEvidenceFiles(output: string): readonly WorkerEvidence[] {
  if (!existsSync(folderOf(output))) return [];
  const files = readdirSync(folderOf(output)).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return files.map((file) => {
    const lines = readFileSync(join(folderOf(output), file), 'utf8').split('\n');
    return {
      worker: file.replace(/\.jsonl$/, ''),
      lines: lines.flatMap((line, place) =>
        line === '' ? [] : [lineIn(line, `${join(folderOf(output), file)}:${place + 1}`)],
      ),
    };
  });
}

function lineIn(line: string, where: string): EvidenceLine {
  try {
    return JSON.parse(line) as EvidenceLine;
  } catch (cause) {
    const mend = 'Restore the folder as the run has written it';
    throw new Problem('usage', {
      what: `The evidence has a line that is not JSON: ${messageOf(cause)}`,
      where,
      mend,
      cause,
    });
  }
}

/** Reads the evidence of a run while it is being written: only what is new, so that asking often stays cheap. */
export class EvidenceTail {
  private readonly files = new Map<string, AppendedLines>();

  constructor(private readonly output: string) {}

  /** The lines that were completed since the last call. */
  next(): readonly EvidenceLine[] {
    if (!existsSync(folderOf(this.output))) return [];
    return readdirSync(folderOf(this.output)).flatMap((name) => {
      const file = this.files.get(name) ?? new AppendedLines(join(folderOf(this.output), name));
      this.files.set(name, file);
      return file.next().lines.map((line) => JSON.parse(line) as EvidenceLine);
    });
  }
}
