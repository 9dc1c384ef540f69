import { mergeOutcomes, type Outcome } from '../requirements/outcome.js';
import type { EvidenceLine } from './evidence-log.js';
import { forTerminal } from './untrusted-text.js';

/** Where progress is shown. `columns` is asked anew for every line, because a terminal may be resized. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns: () => number;
}

/** The error stream, so that the other one holds the summary or the JSON alone. */
export const standardError: Screen = {
  write: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  // A terminal that does not know its width says 0.
  columns: () => process.stderr.columns || 100,
};

/** What progress is told by: the evidence that came since it was last asked for, and a clock in ms. */
export interface ProgressSources {
  readonly fresh: () => readonly EvidenceLine[];
  readonly now?: () => number;
}

/** A test of the suite, as progress names it; `file` is its path. */
export interface NamedTest {
  readonly practice: string;
  readonly title: string;
  readonly file: string;
}

/** How a test ended, in the runner's words; `reason` says why it was skipped. */
export interface EndedTest extends NamedTest {
  readonly status: 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted';
  readonly ms: number;
  readonly reason?: string | undefined;
}

/** How often the line is renewed, in ms: often where it replaces itself, seldom where every line stays in a log. */
const renewal = { terminal: 250, log: 15_000 };

const marks: Readonly<Record<Exclude<EndedTest['status'], 'passed'>, string>> = {
  failed: 'FAIL',
  timedOut: 'TIME',
  skipped: 'skip',
  interrupted: 'STOP',
};

/** The outcomes worth a count while a run goes on, in the order in which they are shown. */
const counted: readonly Outcome[] = ['fail', 'error', 'warn', 'pass', 'not-tested'];

/**
 * Live progress of a run. One line says how far it is: tests done, requirement counts so far, time left, tests of each
 * practice. On a terminal it renews itself in place, in a log it comes every 15 s. Above it stay the numbered steps of
 * the sessions and every test that did not pass. Without a screen nothing is shown.
 */
export class Progress {
  private readonly practices = new Map<string, { total: number; done: number }>();
  private readonly outcomes = new Map<string, Outcome>();
  private readonly now: () => number;
  private timer: NodeJS.Timeout | undefined;
  private startedMs = 0;

  constructor(
    private readonly screen: Screen | undefined,
    private readonly sources: ProgressSources,
  ) {
    this.now = sources.now ?? (() => performance.now());
  }

  /** Starts with the practice of every test that will run. */
  begin(practices: readonly string[]): void {
    this.startedMs = this.now();
    for (const practice of practices) {
      const before = this.practices.get(practice)?.total ?? 0;
      this.practices.set(practice, { total: before + 1, done: 0 });
    }
    if (this.screen === undefined) return;
    this.timer = setInterval(() => this.renew(), this.screen.isTerminal ? renewal.terminal : renewal.log);
    this.timer.unref();
  }

  /** Shows the steps of sessions that carry a step number of the specification; anything more would be too much. */
  step({ practice, file }: NamedTest, title: string, outcome: 'done' | 'failed'): void {
    if (!/^\d[ab]? /.test(title) || !/[\\/](?:sessions|federation)[\\/]/.test(file)) return;
    this.keep([`  ${practice}`, forTerminal(title), ...(outcome === 'failed' ? ['(failed)'] : [])]);
  }

  test({ practice, title, status, ms, reason }: EndedTest): void {
    const counts = this.practices.get(practice);
    if (counts !== undefined) counts.done += 1;
    if (status === 'passed') return;
    const why = reason === undefined ? [] : [`not tested: ${forTerminal(reason)}`];
    this.keep([marks[status], practice, forTerminal(title), `${(ms / 1000).toFixed(1)} s`, ...why]);
  }

  /** Puts one line above the progress, where it stays. Its text may come from a provider. */
  say(message: string): void {
    this.keep([forTerminal(message, 1_000)]);
  }

  /** Renews the progress line. */
  renew(): void {
    if (this.screen === undefined) return;
    const { isTerminal, write } = this.screen;
    write(isTerminal ? `${this.erased()}${this.line(this.screen.columns() - 1)}` : `${this.line(400)}\n`);
  }

  /** Ends the progress: its line is taken away again, so that the summary follows what stays. */
  end(): void {
    clearInterval(this.timer);
    if (this.screen !== undefined && this.erased() !== '') this.screen.write(this.erased());
  }

  private keep(parts: readonly string[]): void {
    this.screen?.write(`${this.erased()}${parts.join('  ')}\n`);
  }

  private erased(): string {
    return this.screen?.isTerminal === true ? '\r\u001b[2K' : '';
  }

  private line(longest: number): string {
    const every = [...this.practices];
    const [total, done] = [sum(every.map(([, one]) => one.total)), sum(every.map(([, one]) => one.done))];
    const practices = every.map(([code, one]) => `${code} ${one.done}/${one.total}`).join(', ');
    const parts = [`[${done}/${total}]${this.timeLeft(done, total)}`, this.counts(), practices];
    return forTerminal(parts.filter((part) => part !== '').join('; '), longest);
  }

  private counts(): string {
    for (const line of this.sources.fresh()) {
      if (line.kind !== 'judgement') continue;
      const { requirement, practice, outcome } = line.judgement;
      const key = `${requirement} ${practice}`;
      this.outcomes.set(key, mergeOutcomes(this.outcomes.get(key) ?? outcome, outcome));
    }
    const all = [...this.outcomes.values()];
    return counted
      .map((outcome) => [all.filter((one) => one === outcome).length, outcome] as const)
      .filter(([count, outcome]) => count > 0 || outcome === 'fail')
      .map(([count, outcome]) => `${count} ${outcome}`)
      .join(', ');
  }

  private timeLeft(done: number, total: number): string {
    if (done === 0 || done >= total) return '';
    const seconds = Math.ceil(((this.now() - this.startedMs) / done / 1000) * (total - done));
    const minutes = Math.floor(seconds / 60);
    return ` about ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s left`;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
