import type { TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { AllureReporter } from 'allure-playwright';

/**
 * Writes Allure's results with each exchange inside the step that made it. Allure only looks for attachments in steps of
 * the runner's own attaching, which copies files and looks up stacks; ours are named in their step, without a copy. So
 * for each of these, Allure is told of such an attaching step.
 */
export default class ExchangeReporter extends AllureReporter {
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
