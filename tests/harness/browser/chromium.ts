import { pathToFileURL } from 'node:url';
import { test as base } from '@playwright/test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/chromium.js';

/** A page opened from disk, with what it did that it should not have done. */
export interface OpenedPage {
  readonly page: Page;
  /** URLs of every request but the page itself and data it holds. */
  readonly requests: string[];
  /** Errors and refusals by its policy that the browser reported. */
  readonly complaints: string[];
}

interface BrowserFixtures {
  /** Opens a file from disk in a browser of its own; `fragment` is what follows the `#`. */
  readonly open: (file: string, fragment?: string, options?: BrowserContextOptions) => Promise<OpenedPage>;
}

/** `test` with a real Chromium that opens reports from disk, as their readers do. */
export const test = base.extend<BrowserFixtures, { realBrowser: Browser }>({
  realBrowser: [
    // Playwright wants a pattern and eslint wants it filled: the fixture needs nothing.
    async ({ browserName: _unused }, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  open: async ({ realBrowser }, use) => {
    const pages: Page[] = [];
    await use(async (file, fragment = '', options = {}) => {
      const context = await realBrowser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      pages.push(page);
      const opened: OpenedPage = { page, requests: [], complaints: [] };
      const address = pathToFileURL(file).href;
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(data|blob|about):/.test(url)) opened.requests.push(url);
      });
      page.on('pageerror', (error) => opened.complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') opened.complaints.push(message.text());
      });
      await page.goto(`${address}${fragment === '' ? '' : `#${fragment}`}`, { waitUntil: 'load' });
      return opened;
    });
    for (const page of pages) await page.context().close();
  },
});
