/**
 * Loaded into every process of a measured command (NODE_OPTIONS --import): leaves what the process took, and its CPU profile
 * where one is asked for, in files named by its number when it exits. A process that is killed leaves nothing.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { basename, join } from 'node:path';
import process from 'node:process';

const { BENCH_FACTS: facts, BENCH_PROFILES: profiles } = process.env;

if (facts !== undefined) process.on('exit', () => writeFacts(facts));
if (profiles !== undefined) profileInto(profiles);

function writeFacts(folder) {
  const { user, system } = process.cpuUsage();
  const taken = { peakMb: peakMb(), processorMs: (user + system) / 1000 };
  writeFileSync(join(folder, `${process.pid}.json`), `${JSON.stringify(taken)}\n`);
}

/** The most memory this process has had at any time. What the kernel says of children at large includes their parent's. */
function peakMb() {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

function profileInto(folder) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 1000 });
  session.post('Profiler.start');
  process.on('exit', () => {
    session.post('Profiler.stop', (error, stopped) => {
      if (error !== null) throw error;
      mkdirSync(folder, { recursive: true });
      const role = basename(process.argv[1] ?? 'node').replace(/\W+/g, '-');
      const worker = process.env['TEST_WORKER_INDEX'] === undefined ? '' : `-worker${process.env['TEST_WORKER_INDEX']}`;
      const file = `${role}${worker}-${process.pid}.cpuprofile`;
      writeFileSync(join(folder, file), JSON.stringify(stopped.profile));
    });
  });
}
