import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewNames } from './new-names.js';

/**
 * Adds one run's Allure results to those of others: the names of exchanges in steps and attachments are the new ones.
 * What describes the run as a whole (environment, executor, categories) is kept from the first.
 */
export function mergeAllureResults(from: string, to: string, names: NewNames): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, copy] = [join(from, name), join(to, name)];
    if (/-(?:result|container)\.json$|-attachment(?:\.(?:json|md|txt))?$/.test(name)) {
      writeFileSync(copy, names.inText(readFileSync(source, 'utf8')));
    } else if (!existsSync(copy)) copyFileSync(source, copy);
  }
}
