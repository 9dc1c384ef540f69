import type { AllureReporter } from 'allure-playwright';

import { allureCategories } from './categories.js';
import { environmentInfo, type AllureFacts } from './environment.js';

/** What allure-playwright takes; the package does not export the type under a name. */
type AllureOptions = ConstructorParameters<typeof AllureReporter>[0];

/** The options with which allure-playwright writes its results into the folder. */
export function allureOptions(resultsFolder: string, facts: AllureFacts): AllureOptions {
  return {
    resultsDir: resultsFolder,
    detail: true,
    suiteTitle: true,
    environmentInfo: environmentInfo(facts),
    categories: [...allureCategories],
    globalLabels: { layer: 'api' },
  };
}
