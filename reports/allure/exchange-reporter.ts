import { mkdirSync } from 'node:fs';
import type { Suite, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { AllureReporter } from 'allure-playwright';
import { ExchangeWriter } from './exchange-writer.js';

/**
 * Writes Allure's results with each exchange inside the step that made it. Allure only looks for attachments in steps of
 * the runner's own attaching, which copies files and looks up stacks; ours are named in their step, without a copy. So
 * for each of these, Allure is told of such an attaching step.
 */
export default class ExchangeReporter extends AllureReporter {
  override onBegin(suite: Suite): void {
    super.onBegin(suite);
    const { resultsDir } = this.options;
    if (resultsDir === undefined) return;
    mkdirSync(resultsDir, { recursive: true });
    // The package takes no writer of one's own among its options.
    const runtime: unknown = Reflect.get(this, 'allureRuntime');
    if (hasWriter(runtime)) runtime.writer = new ExchangeWriter(resultsDir);
  }

  override onStepEnd(test: TestCase, result: TestResult, step: TestStep): void {
    if (step.category === 'test.step') {
      for (const attachment of step.attachments) {
        const attaching = attachingStep(step, attachment);
        super.onStepBegin(test, result, attaching);
        super.onStepEnd(test, result, attaching);
      }
    }
    super.onStepEnd(test, result, step);
  }
}

const hasWriter = (runtime: unknown): runtime is { writer: ExchangeWriter } =>
  typeof runtime === 'object' && runtime !== null && 'writer' in runtime;

function attachingStep(parent: TestStep, attachment: TestStep['attachments'][number]): TestStep {
  const title = `Attach "${attachment.name}"`;
  return {
    title,
    titlePath: () => [...parent.titlePath(), title],
    category: 'test.attach',
    parent,
    startTime: parent.startTime,
    duration: 0,
    steps: [],
    annotations: [],
    attachments: [attachment],
  };
}
