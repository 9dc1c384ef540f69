import type { TestCase, TestResult } from '@playwright/test/reporter';

const marks: Readonly<Record<TestResult['status'], string>> = {
  passed: 'pass',
  failed: 'FAIL',
  timedOut: 'TIME',
  skipped: 'skip',
  interrupted: 'STOP',
};

/** Live progress: the numbered steps of each session as they happen, and one line a test with count and time left. */
export class Progress {
  private total = 0;
  private done = 0;
  private startedMs = 0;

  constructor(private readonly print: (line: string) => void) {}

  begin(total: number): void {
    this.total = total;
    this.startedMs = performance.now();
  }

  /** Shows steps that carry a step number of the specification; requests and judgements would be too many. */
  step(test: TestCase, title: string, failed: boolean): void {
    if (!/^\d[ab]? /.test(title)) return;
    this.print(`  ${practiceOf(test)}  ${title}${failed ? '  (failed)' : ''}`);
  }

  test(test: TestCase, result: TestResult): void {
    this.done += 1;
    const reason = result.status === 'skipped' ? skipReason(test, result) : '';
    const seconds = (result.duration / 1000).toFixed(1);
    const count = `[${this.done}/${this.total}${this.timeLeft()}]`;
    this.print(`${marks[result.status]}  ${practiceOf(test)}  ${test.title}  ${seconds} s ${count}${reason}`);
  }

  say(message: string): void {
    this.print(message);
  }

  private timeLeft(): string {
    if (this.done === 0 || this.done >= this.total) return '';
    const perTest = (performance.now() - this.startedMs) / this.done;
    return `, about ${Math.ceil((perTest * (this.total - this.done)) / 1000)} s left`;
  }
}

const practiceOf = (test: TestCase): string => test.parent.project()?.name ?? '';

function skipReason(test: TestCase, result: TestResult): string {
  const annotation = [...result.annotations, ...test.annotations].find((one) => one.type === 'skip');
  return annotation?.description === undefined ? '' : `\n      not tested: ${annotation.description}`;
}
