import { test as base } from '@playwright/test';
import { emptyFolder } from '../temporary-folder.js';

/** `test` with an empty folder of its own. */
export const test = base.extend<{ folder: string }>({
  // Playwright wants a pattern and eslint wants it filled: the fixture needs nothing.
  folder: async ({ browserName: _unused }, use) => {
    await use(emptyFolder());
  },
});
