/**
 * Makes `base/` from the pinned package:
 *   tsx profiles/definitions/generate.ts [TARBALL]           writes the files
 *   tsx profiles/definitions/generate.ts --check [TARBALL]   exit 1 if the committed files are not what would be written
 *   tsx profiles/definitions/generate.ts --check-hashes      exit 1 if a committed file differs from the manifest; no input
 * Without TARBALL the package is fetched with `npm pack` into a temporary folder.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BaseManifest, editedFiles, writeBaseFiles } from './base-files.js';
import { basePackage, readBasePackage } from './base-package.js';

const folder = fileURLToPath(new URL('./base/', import.meta.url));

function committed(file: string): string | undefined {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function fetchPackage(): Buffer {
  const temporary = mkdtempSync(join(tmpdir(), 'base-definitions-'));
  try {
    execFileSync('npm', ['pack', `${basePackage.name}@${basePackage.version}`, '--silent'], { cwd: temporary });
    const [tarball] = readdirSync(temporary);
    if (tarball === undefined) throw new Error(`npm pack ${basePackage.name}@${basePackage.version} left no file`);
    return readFileSync(join(temporary, tarball));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function checkHashes(): string[] {
  const manifest = JSON.parse(committed('manifest.json') ?? '{"files":[]}') as BaseManifest;
  return editedFiles(manifest, committed);
}

function staleFiles(written: ReadonlyMap<string, string>): string[] {
  return [...written].filter(([file, text]) => committed(file) !== text).map(([file]) => file);
}

function fail(files: readonly string[], mend: string): void {
  if (files.length === 0) return;
  process.exitCode = 1;
  console.error(`Not as generated: ${files.map((file) => `profiles/definitions/base/${file}`).join(', ')}. ${mend}`);
}

const [option, tarball] = process.argv
  .slice(2)
  .sort((one, other) => Number(other.startsWith('-')) - Number(one.startsWith('-')));
if (option === '--check-hashes') {
  fail(checkHashes(), 'Undo the edit, or run generate.ts.');
} else {
  const path = option === '--check' ? tarball : option;
  const written = writeBaseFiles(readBasePackage(path === undefined ? fetchPackage() : readFileSync(path)));
  if (option === '--check') {
    fail(staleFiles(written), 'Run generate.ts and commit the result.');
  } else {
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of written) writeFileSync(join(folder, file), text);
  }
}
