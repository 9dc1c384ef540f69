/**
 * Kills the sweep of a nation (`kill -9`) at half-way and resumes it: by the provider's own count no practice is asked again
 * that was recorded, none is missing, and of the booking nothing is left. `--practices N` for a smaller try.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sweepFiles } from '../../fixtures/federation/sweep-log.js';
import { startProvider, type RunningProvider } from '../../fixtures/provider/provider.js';
import { commandLine, measuredCommand } from '../command.js';
import { atMost, tell, told, type Figure } from '../figures.js';
import { atOnce, estateIn, nation } from './estate.js';

const latencyMs = 100;
const concurrency = 8;
/** Practices that are being asked, and half as many that are being judged. */
const underWay = concurrency * 1.5;
/** How often the lines of the sweep are counted, in ms. */
const lookMs = 200;

const { values: flags } = parseArgs({ options: { practices: { type: 'string', default: String(nation) } } });
const practices = Number(flags.practices);

const folder = mkdtempSync(join(tmpdir(), 'gpc-bench-interrupted-'));
const provider = await startProvider({ practices, latencyMs });
try {
  const figures = await interrupted(provider);
  tell(figures);
} finally {
  await provider.stop();
  rmSync(folder, { recursive: true });
}

async function interrupted(running: RunningProvider): Promise<readonly Figure[]> {
  const codes = running.baseUrls.map((url) => new URL(url).pathname.split('/')[1] ?? '');
  const output = join(folder, 'sweep');
  const words = ['sweep', '--target', estateIn(folder, running), '--book', '--quiet', ...atOnce(concurrency)];
  const before = new Set(appointmentsOf(running, codes).map(({ name }) => name));
  await killedAtHalfWay([...words, '--output', output], output);
  // What was under way at the kill is still answered, and counted, by the provider.
  await pause(5 * latencyMs);
  const recorded = recordedIn(output);
  const asked = new Map(codes.map((code) => [code, running.asked(code)]));
  const { ms } = await measuredCommand([...words, '--resume', output]);
  const lines = recordedIn(output);
  const made = appointmentsOf(running, codes).filter(({ name }) => !before.has(name));
  // Where it books, the sweep asks again, as it has to.
  const booked = new Set(made.map(({ code }) => code));
  const isRecorded = new Set(recorded);
  const again = recorded.filter((code) => !booked.has(code) && running.asked(code) !== asked.get(code));
  const twice = codes.filter((code) => !isRecorded.has(code) && !booked.has(code) && running.asked(code) > 1);
  const missing = new Set(codes).size - new Set(lines).size;
  const named = (what: string): string => `interrupted sweep of ${practices}: ${what}`;
  return [
    told(named('recorded when it was killed'), recorded.length, 'practices'),
    atMost(named('asked again although recorded'), again.length, 'practices', 0),
    atMost(named('asked twice, as they were under way at the kill'), twice.length, 'practices', underWay),
    atMost(named('missing at the end'), missing, 'practices', 0),
    atMost(named('recorded more than once'), lines.length - new Set(lines).size, 'practices', 0),
    told(named('bookings made'), made.length, 'bookings'),
    atMost(named('bookings left'), made.filter(({ stands }) => stands).length, 'bookings', 0),
    told(named('the rest, after it was resumed'), ms / 1000, 's'),
  ];
}

/** Starts the sweep and kills it as soon as half of the practices are recorded. Throws where it ends by itself. */
async function killedAtHalfWay(words: readonly string[], output: string): Promise<void> {
  const child = spawn(process.execPath, commandLine(words), { stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = once(child, 'exit');
  while (recordedIn(output).length < practices / 2) {
    if (child.exitCode !== null) throw new Error('The sweep ended before it was killed');
    await pause(lookMs);
  }
  child.kill('SIGKILL');
  await gone;
}

/** The codes of the practices with a whole line. */
function recordedIn(output: string): readonly string[] {
  const file = join(output, sweepFiles.lines);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return lines.map((line) => (JSON.parse(line) as { readonly practice: string }).practice);
}

/** Every appointment in the diaries, by a name of its own. */
function appointmentsOf(running: RunningProvider, codes: readonly string[]) {
  return codes.flatMap((code) =>
    running
      .diary(code)
      .appointments.map(({ id, status }) => ({ code, name: `${code} ${id}`, stands: status !== 'cancelled' })),
  );
}
