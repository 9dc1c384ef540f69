import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startProvider, type RunningProvider } from '../../fixtures/provider/provider.js';
import { median } from '../figures.js';
import type { WalkFigures } from './walker.js';

/** How long the sessions are repeated: so many seconds, and so many walks at least. */
export interface Endurance {
  readonly seconds: number;
  readonly walks: number;
}

/** What repeating the sessions came to. */
export interface Endured {
  readonly walks: readonly WalkFigures[];
  /** Slots that are taken afterwards and were not before, at all practices: bookings left. */
  readonly left: readonly string[];
}

/**
 * Repeats the sessions in one process against one provider, which runs in this one. Throws where the process ends with an
 * error, with what it said.
 */
export async function endured({ seconds, walks }: Endurance): Promise<Endured> {
  const folder = mkdtempSync(join(tmpdir(), 'gpc-bench-endurance-'));
  const provider = await startProvider();
  try {
    const target = join(folder, 'target.yaml');
    writeFileSync(target, provider.targetFile());
    const codes = provider.baseUrls.map((url) => new URL(url).pathname.split('/')[1] ?? '');
    const before = takenAt(provider, codes);
    const told = await walked([target, String(seconds), String(walks)]);
    const left = [...takenAt(provider, codes)].filter((slot) => !before.has(slot));
    return { walks: told, left };
  } finally {
    await provider.stop();
    rmSync(folder, { recursive: true });
  }
}

/** The middle of the last third beside the middle of the first third. */
export function lastThirdBesideFirst(values: readonly number[]): number {
  const third = Math.max(1, Math.floor(values.length / 3));
  return median(values.slice(-third)) / median(values.slice(0, third));
}

/** How much the values rise from one to the next: the slope of the straight line through them by least squares. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rise = values.reduce((sum, value, place) => sum + (place - middle) * (value - mean), 0);
  const run = values.reduce((sum, _value, place) => sum + (place - middle) ** 2, 0);
  return run === 0 ? 0 : rise / run;
}

const takenAt = (provider: RunningProvider, codes: readonly string[]): ReadonlySet<string> =>
  new Set(codes.flatMap((code) => provider.diary(code).takenSlots.map((slot) => `${code} ${slot}`)));

async function walked(words: readonly string[]): Promise<readonly WalkFigures[]> {
  const walker = fileURLToPath(new URL('walker.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', walker, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const gone = new Promise<number | null>((done, failed) => child.once('error', failed).once('close', done));
  const walks: WalkFigures[] = [];
  for await (const line of createInterface({ input: child.stdout })) walks.push(JSON.parse(line) as WalkFigures);
  const exitCode = await gone;
  if (exitCode !== 0) throw new Error(`The walker ended with ${String(exitCode)}: ${complaint}`);
  return walks;
}
