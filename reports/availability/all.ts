import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { sweepFiles } from '../../fixtures/federation/sweep-log.js';
import type { SweepSummary } from '../../fixtures/federation/sweep.js';
import { cell } from '../writers/matrix-csv.js';
import { pageEnd, pageRow, pageStart } from './page.js';
import { columns, type SweptPractices } from './rows.js';
import { availabilitySummary } from './summary.js';

/** Text that becomes a file piece by piece. */
type Pieces = (summary: SweepSummary, practices: SweptPractices) => AsyncIterable<string>;

const writers: readonly (readonly [file: string, pieces: Pieces])[] = [
  [sweepFiles.json, asJson],
  [sweepFiles.csv, asCsv],
  [sweepFiles.html, asPage],
];

/** Writes the reports of a sweep into its folder, going through its practices one by one, and returns their names. */
export async function writeAvailability(
  summary: SweepSummary,
  practices: SweptPractices,
  folder: string,
): Promise<readonly string[]> {
  for (const [file, pieces] of writers) await write(join(folder, file), pieces(summary, practices));
  return writers.map(([file]) => file);
}

/** The summary, then every practice on a line of its own. */
async function* asJson(summary: SweepSummary, practices: SweptPractices): AsyncGenerator<string> {
  const { practices: count, ...head } = availabilitySummary(summary);
  yield `${JSON.stringify({ ...head, asked: count }, null, 2).slice(0, -2)},\n  "practices": [`;
  let separator = '\n';
  for await (const practice of practices()) {
    yield `${separator}    ${JSON.stringify(practice)}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}

async function* asCsv(_summary: SweepSummary, practices: SweptPractices): AsyncGenerator<string> {
  const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;
  yield line(columns.map(([name]) => name));
  for await (const practice of practices()) yield line(columns.map(([, value]) => value(practice)));
}

async function* asPage(summary: SweepSummary, practices: SweptPractices): AsyncGenerator<string> {
  yield pageStart(summary);
  for await (const practice of practices()) yield pageRow(practice);
  yield pageEnd();
}

async function write(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const stream = createWriteStream(file, { mode: 0o600 });
  for await (const piece of pieces) await put(stream, piece);
  stream.end();
  await finished(stream);
}

/** A disk slower than the sweep's lines must not pile them up. */
async function put(stream: WriteStream, piece: string): Promise<void> {
  if (!stream.write(piece)) await once(stream, 'drain');
}
