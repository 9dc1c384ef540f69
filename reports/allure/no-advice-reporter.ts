import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/**
 * Takes out of each failed test's result the advice on mending it that the runner adds for its own users. It is no
 * evidence about the provider, and its file is removed as the test ends: a reporter that came too late for it would end
 * the run. Has to be listed before the reporters that read attachments.
 */
export default class NoAdviceReporter implements Reporter {
  onTestEnd(_test: TestCase, result: TestResult): void {
    const advice = result.attachments.findIndex((attachment) => attachment.name === 'error-context');
    if (advice !== -1) result.attachments.splice(advice, 1);
  }
}
