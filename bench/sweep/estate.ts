import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningProvider } from '../../fixtures/provider/provider.js';

/** The practices of England. */
export const nation = 6_300;

/** Writes the target of a provider, with its federation as a table beside it, into a folder and returns its path. */
export function estateIn(folder: string, provider: RunningProvider): string {
  const file = join(folder, 'estate.yaml');
  writeFileSync(join(folder, 'practices.csv'), provider.federationTable());
  writeFileSync(file, provider.targetFile({ federationFile: 'practices.csv' }));
  return file;
}

/** The settings of a sweep that asks so many practices at once, all of them at the one host of the provider. */
export const atOnce = (concurrency: number): readonly string[] => [
  ...['--concurrency', String(concurrency)],
  ...['--set', `pace.connectionsPerHost=${concurrency}`],
];
