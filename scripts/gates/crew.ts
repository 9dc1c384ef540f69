import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../problem.js';
import type { Done, Work } from './work.js';

/**
 * Has the work done by `size` processes of their own, each taking the next piece when it is free. `onDone` is told of
 * every result in the order in which they come. Throws a `defect` Problem where a process ends before its work is done.
 */
export async function doWork(
  work: readonly Work[],
  { size, now }: { readonly size: number; readonly now: number },
  onDone: (done: Done) => void,
): Promise<void> {
  const left = [...work];
  await Promise.all(Array.from({ length: size }, () => member(left, now, onDone)));
}

function member(left: Work[], now: number, onDone: (done: Done) => void): Promise<void> {
  const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));
  const child = fork(entry, [String(now)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
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
