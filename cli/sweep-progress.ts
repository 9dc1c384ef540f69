import type { Standing } from '../fixtures/federation/sweep.js';
import type { Screen } from '../reports/progress.js';
import { shortened } from '../reports/untrusted-text.js';

/** How often the line is renewed, in ms: often where it replaces itself, seldom where every line stays in a log. */
const renewal = { terminal: 500, log: 15_000 };

const erase = '\r\u001b[2K';

/** Live progress of a sweep in one line: practices done, what they came to, requests a second, time left. */
export class SweepProgress {
  private standing: Standing | undefined;
  private readonly started = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly screen: Screen) {
    this.timer = setInterval(() => this.renew(), screen.isTerminal ? renewal.terminal : renewal.log);
    this.timer.unref();
  }

  /** Takes down how the sweep stands. */
  readonly now = (standing: Standing): void => {
    this.standing = standing;
  };

  /** Takes the line away. */
  end(): void {
    clearInterval(this.timer);
    if (this.screen.isTerminal) this.screen.write(erase);
  }

  /** Renews the line. */
  renew(): void {
    if (this.standing === undefined) return;
    const line = progressLine(this.standing, performance.now() - this.started);
    const { isTerminal, write, columns } = this.screen;
    write(isTerminal ? `${erase}${shortened(line, columns() - 1)}` : `${line}\n`);
  }
}

/** The progress after so many ms of this process, such as `[630/6300] 580 with slots, 40 empty, 10 failing; 78/s; about 1 min 12 s left`. */
function progressLine({ merged, total, before, requests }: Standing, ms: number): string {
  const { practices: done, outcomes } = merged();
  const failing = outcomes.refused + outcomes.failed;
  const parts = [
    `[${done}/${total}] ${outcomes.slots} with slots, ${outcomes.empty} empty, ${failing} failing`,
    `${Math.round((requests / Math.max(1, ms)) * 1000)} requests/s`,
    ...timeLeft(done - before, total - done, ms),
  ];
  return parts.join('; ');
}

function timeLeft(done: number, left: number, ms: number): string[] {
  if (done <= 0 || left <= 0) return [];
  const seconds = Math.ceil((ms / done / 1000) * left);
  const minutes = Math.floor(seconds / 60);
  return [`about ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s left`];
}
