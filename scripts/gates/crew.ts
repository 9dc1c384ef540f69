import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../problem.js';
import type { Done, Work } from './work.js';

/** How the work is to be done. */
interface Crew {
  /** The number of processes. */
  readonly size: number;
  /** The clock of all walks, in ms since 1970. */
  readonly now: number;
  /** `remembered`: verdicts on answers that came before, byte for byte, are not worked out again. */
  readonly judging: 'remembered' | 'afresh';
}

/** Nearly everything a walk makes is gone with the next request; with more room it is never looked at again. */
const roomForTheShortLived = '--max-semi-space-size=64';

/**
 * Has the work done by `size` processes of their own, each taking the next piece when it is free. `onDone` is told of
 * every result in the order in which they come. Throws a `defect` Problem where a process ends before its work is done.
 */
export async function doWork(
  work: readonly Work[],
  { size, ...how }: Crew,
  onDone: (done: Done) => void,
): Promise<void> {
  const left = [...work];
  await Promise.all(Array.from({ length: size }, () => member(left, how, onDone)));
}

function member(left: Work[], { now, judging }: Omit<Crew, 'size'>, onDone: (done: Done) => void): Promise<void> {
  const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));
  const child = fork(entry, [String(now), judging], {
    execArgv: [...process.execArgv, roomForTheShortLived],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((finished, failed) => {
    child.on('message', (done: Done) => {
      if (done.kind !== 'ready') onDone(done);
      if (!giveNext(child, left)) finished();
    });
    child.once('error', failed);
    child.once('exit', (code) => {
      if (code !== 0 && code !== null)
        failed(new Problem('defect', { what: `A process of the gates ended with ${code}` }));
    });
  });
}

/** False where nothing is left to do, and the process is let go. */
function giveNext(child: ChildProcess, left: Work[]): boolean {
  const next = left.shift();
  if (next === undefined) {
    child.disconnect();
    return false;
  }
  child.send(next);
  return true;
}
