import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A valid document of the corpus, with the profiles it is held against. */
export interface CorpusDocument {
  readonly id: string;
  readonly file: string;
  readonly format: 'json' | 'xml';
  readonly profiles: readonly string[];
}

const corpus = new URL('../../tests/harness/corpus/', import.meta.url);

/** The corpus documents that both validators call valid; `file` is an absolute path. */
export function validDocuments(): readonly CorpusDocument[] {
  const lines = readFileSync(new URL('corpus.jsonl', corpus), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as CorpusDocument & { base: string | null })
    .filter((document) => document.base === null)
    .map(({ id, file, format, profiles }) => ({ id, file: fileURLToPath(new URL(file, corpus)), format, profiles }));
}
