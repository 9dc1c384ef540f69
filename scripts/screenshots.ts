/**
 * Draws the pictures of docs/images anew: runs the suite at an embedded provider with a few faults, opens the reports in
 * a real browser and photographs their main views. `--run DIR` photographs a run that is there already.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startEmbeddedProvider } from '../cli/child-process.js';
import { Problem } from '../problem.js';
import { reportFiles } from '../reports/files.js';
import { launchChromium } from './chromium.js';

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const command = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

/** Mistakes of different kinds, so that the pictures show what a reader will meet. */
const faults = ['books-a-taken-slot', 'lists-busy-slots', 'read-with-specialty', 'confirms-without-delivery-channel'];

/** One picture: what is opened, how, and what is done before it is taken. */
interface View {
  readonly image: string;
  readonly file: string;
  readonly options?: BrowserContextOptions;
  /** The element that is photographed; otherwise what the window shows. */
  readonly part?: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

const openFirst = (selector: string) => async (page: Page) => {
  await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).open = true`);
};

/** The part of the window that an element takes, once it has been brought to its upper edge. */
async function placeOf(page: Page, selector: string): Promise<Clip> {
  const place = await page.evaluate(`(() => {
    const part = document.querySelector(${JSON.stringify(selector)});
    part.scrollIntoView({ block: 'start', behavior: 'instant' });
    const { x, y, width, height } = part.getBoundingClientRect();
    return { x, y, width, height: Math.min(height, innerHeight - y) };
  })()`);
  return place as Clip;
}

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The session with the most lanes. */
const federated = 'details.session[id*="federation"]';

const views: readonly View[] = [
  { image: 'verdict.png', file: reportFiles.html },
  { image: 'verdict-dark.png', file: reportFiles.html, options: { colorScheme: 'dark' } },
  { image: 'phone.png', file: reportFiles.html, options: { viewport: { width: 390, height: 780 } } },
  { image: 'finding.png', file: reportFiles.html, part: 'article.finding' },
  {
    image: 'matrix.png',
    file: reportFiles.html,
    prepare: async (page) => {
      await page.evaluate('document.querySelector("#summary a.chip.fail").click()');
    },
  },
  { image: 'session.png', file: reportFiles.html, part: federated, prepare: openFirst(federated) },
  { image: 'availability.png', file: reportFiles.html, part: '#availability' },
  {
    image: 'allure.png',
    file: join('allure-report', 'index.html'),
    prepare: async (page) => {
      await page.waitForTimeout(2000);
    },
  },
];

async function faultyRun(): Promise<string> {
  const output = mkdtempSync(join(tmpdir(), 'gpc-screenshots-'));
  const provider = await startEmbeddedProvider(faults.flatMap((fault) => ['--fault', fault]));
  try {
    const words = [...process.execArgv, command, 'run', '--target', provider.targetFile, '--output', output];
    const { status } = spawnSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 1) throw new Problem('defect', { what: `The faulty run ended with exit code ${status ?? '-'}` });
    return output;
  } finally {
    await provider.stop();
  }
}

async function photograph(browser: Browser, folder: string, view: View): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...view.options });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, view.file)).href, { waitUntil: 'load' });
  await view.prepare?.(page);
  const path = join(images, view.image);
  const clip = view.part === undefined ? {} : { clip: await placeOf(page, view.part) };
  await page.screenshot({ path, ...clip });
  await context.close();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { run: { type: 'string' } } });
  const folder = values.run ?? (await faultyRun());
  if (!existsSync(join(folder, reportFiles.html)))
    throw new Problem('usage', { what: 'The run has no HTML report', where: folder });
  mkdirSync(images, { recursive: true });
  const browser = await launchChromium();
  try {
    for (const view of views) await photograph(browser, folder, view);
  } finally {
    await browser.close();
  }
  process.stdout.write(`${views.length} pictures in docs/images\n`);
}

await main();
