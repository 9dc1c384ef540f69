/** The corpus of valid and faulty documents, as its index describes it. */

import { readFileSync } from 'node:fs';

/** What the independent validator said. */
export interface OracleVerdict {
  readonly valid: boolean;
  readonly verdict?: 'misses' | 'crash';
  readonly note?: string;
}

/** One document of the corpus. */
export interface CorpusRow {
  readonly id: string;
  readonly file: string;
  readonly format: 'json' | 'xml';
  /** Null for valid documents. */
  readonly base: string | null;
  readonly fault: string | null;
  readonly family: string;
  readonly path: string | null;
  readonly profiles: readonly string[];
  readonly oracle: OracleVerdict;
  readonly contested?: string;
}

const folder = new URL('../corpus/', import.meta.url);

/** Every row of the index, in its order. */
export const corpus: readonly CorpusRow[] = readFileSync(new URL('corpus.jsonl', folder), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as CorpusRow);

export const validRows = corpus.filter((row) => row.base === null);
export const mutantRows = corpus.filter((row) => row.base !== null);

/** The bytes of a row's document. */
export function bytesOf(row: CorpusRow): Uint8Array {
  return readFileSync(new URL(row.file, folder));
}

/** The row of this id. */
export function rowOf(id: string): CorpusRow {
  const row = corpus.find((each) => each.id === id);
  if (row === undefined) throw new Error(`the corpus has no document ${id}`);
  return row;
}

/** A value of the JSON documents: objects that a test may change. */
export type Changeable = Record<string, unknown>;

/** A fresh copy of a valid JSON document. */
export function documentOf(id: string): Changeable {
  return JSON.parse(readFileSync(new URL(rowOf(id).file, folder), 'utf8')) as Changeable;
}

/** The bytes of a JSON value. */
export function bytesOfJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, null, 2));
}

/** The bytes of a text. */
export function bytesOfText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
