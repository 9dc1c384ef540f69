import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** The package's own list of arguments is made for a server without processes; in it, closing a page ends the browser. */
const args = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'];

/** A real Chromium without a window, from the package that brings it along. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  return playwright.launch({ executablePath: await unpackedOnce(), args, headless: true });
}

/** Where Chromium is. It is unpacked at first use; the lock keeps processes from running one that is half unpacked. */
async function unpackedOnce(): Promise<string> {
  const lock = join(tmpdir(), 'chromium-is-being-unpacked');
  for (let waited = 0; !lockTaken(lock) && waited < 60_000; waited += 200) await setTimeout(200);
  try {
    return await chromium.executablePath();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function lockTaken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
