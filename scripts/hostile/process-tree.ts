import { readdirSync, readFileSync } from 'node:fs';

/** Watches the memory of a process and all its descendants, as the kernel counts it (`/proc`; Linux only). */
export class TreeMemory {
  private readonly highWater = new Map<number, number>();
  private largestSum = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly root: number,
    everyMs = 200,
  ) {
    this.timer = setInterval(() => this.look(), everyMs);
  }

  /** Ends the watch. In MB: the most that any one process ever held, and the most that all held at a time. */
  end(): { readonly peakMb: number; readonly treeMb: number } {
    clearInterval(this.timer);
    const peak = Math.max(0, ...this.highWater.values());
    return { peakMb: Math.round(peak / 1024), treeMb: Math.round(this.largestSum / 1024) };
  }

  private look(): void {
    let sum = 0;
    for (const pid of descendants(this.root)) {
      const status = textOf(`/proc/${pid}/status`);
      this.highWater.set(pid, Math.max(this.highWater.get(pid) ?? 0, kilobytes(status, 'VmHWM')));
      sum += kilobytes(status, 'VmRSS');
    }
    this.largestSum = Math.max(this.largestSum, sum);
  }
}

const kilobytes = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);

/** The process itself and everything below it that is alive. */
function descendants(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

function parentOf(pid: string): number | undefined {
  // The name in brackets may hold anything, so what comes after its last bracket counts.
  const [, parent] = /^.*\)\s+\S\s+(\d+)/s.exec(textOf(`/proc/${pid}/stat`)) ?? [];
  return parent === undefined ? undefined : Number(parent);
}

/** A process may end between two looks. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
