import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const REQUIREMENTS = join(import.meta.dirname, '../../../requirements');

/** The ids of all requirements, read from the catalogue's data files. */
export async function loadCatalogueIds(): Promise<string[]> {
  const files = (await readdir(REQUIREMENTS)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(files.map((name) => readFile(join(REQUIREMENTS, name), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/^\s*-?\s*id: (\S+)$/gm)].map(([, id = '']) => id));
}
