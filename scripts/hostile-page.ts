/** Writes `docs/hostile-provider.md`; with `--check` only says, by exit code 1, that it is not current. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { hostilePage } from './hostile/page.js';

const file = 'docs/hostile-provider.md';
const current = await format(hostilePage(), { ...(await resolveConfig(file)), parser: 'markdown' });

if (!process.argv.includes('--check')) {
  writeFileSync(file, current);
} else if (readFileSync(file, 'utf8') !== current) {
  console.error(`${file} is not current: run "npx tsx scripts/hostile-page.ts" and commit what it wrote`);
  process.exitCode = 1;
}
