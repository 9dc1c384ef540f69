import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

const mistakes = [
  { words: () => ['pack'], says: /missing required argument 'run'/ },
  { words: () => ['pack', emptyFolder()], says: /result file cannot be read/ },
  { words: () => ['verify', join(emptyFolder(), 'none.zip')], says: /no such file or folder/ },
  { words: () => ['verify', emptyFolder()], says: /There is no manifest\.json, so it is no evidence pack/ },
  { words: () => ['verify', fileWith('this is no archive', 'pack.zip')], says: /it is no ZIP file/ },
] as const;

for (const [place, { words, says }] of mistakes.entries()) {
  test(`mistake ${place + 1} with pack or verify (${says.source}) ends with exit code 2 and leaves nothing`, async () => {
    const { exitCode, stderr, stdout } = await gpcConformance(words());
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(existsSync('evidence-.zip')).toBe(false);
  });
}
