import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';

/** `test` with an empty folder of its own, which is gone afterwards. */
export const test = base.extend<{ folder: string }>({
  // Playwright wants a pattern and eslint wants it filled: the fixture needs nothing.
  folder: async ({ browserName: _unused }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'reports-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});
