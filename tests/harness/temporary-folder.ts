/** Folders outside the project for what a test writes; all of a test process's are gone when it ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ofThisProcess: { folder?: string } = {};

/** Made by the first test that needs one: the runner loads all tests, and most of its processes write nothing. */
function folderOfThisProcess(): string {
  if (ofThisProcess.folder !== undefined) return ofThisProcess.folder;
  const folder = mkdtempSync(join(tmpdir(), 'gpc-test-'));
  // A process that a test killed may be at its last line still.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  ofThisProcess.folder = folder;
  return folder;
}

/** A new empty folder. */
export const emptyFolder = (): string => mkdtempSync(join(folderOfThisProcess(), 'folder-'));

/** A new folder that holds these files, by path below it. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The path of a file with this text, alone in a new folder. */
export const fileWith = (text: string, name = 'target.yaml'): string => join(folderWith({ [name]: text }), name);
