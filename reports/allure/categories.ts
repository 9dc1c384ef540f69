import { Status } from 'allure-js-commons';

/**
 * The drawers into which Allure sorts the tests. Playwright reports every thrown error as `failed`, so what a failure
 * is can only be told by how its message begins; the first category that matches takes the test.
 */
export interface AllureCategory {
  readonly name: string;
  readonly matchedStatuses: Status[];
  /** Matches the whole message, as Allure 2 demands; Allure 3 would be content with a part. */
  readonly messageRegex?: string;
}

const beginning = (words: string): string => `^(?:\\w+: )?${words}:[\\s\\S]*`;

/** In Allure's own form, for `categories.json` (Allure 2) and for the configuration of Allure 3. */
export const allureCategories: readonly AllureCategory[] = [
  { name: 'Waived conformance failure', matchedStatuses: [Status.FAILED], messageRegex: beginning('Waived') },
  { name: 'Conformance failure', matchedStatuses: [Status.FAILED], messageRegex: beginning('Conformance failure') },
  { name: 'Network', matchedStatuses: [Status.FAILED, Status.BROKEN], messageRegex: beginning('Network') },
  { name: 'Data or precondition missing', matchedStatuses: [Status.SKIPPED] },
  { name: 'Time-out of a test', matchedStatuses: [Status.BROKEN] },
  { name: 'Harness', matchedStatuses: [Status.FAILED] },
];

/** The label that marks a passed test in which something was warned of; Allure 3 sorts by it. */
export const warningLabel = { name: 'outcome', value: 'warn' } as const;

/** The label that marks a test whose failures are all accepted by waivers. */
export const waivedLabel = { name: 'outcome', value: 'waived' } as const;

/** Allure 3 counts these among the failures that are known and accepted, and not among those to look at. */
export const allureResolutions = {
  rules: [
    {
      resolution: 'accepted',
      comment: 'Accepted for a while by a waiver of the target; its owner, last day and reason stand in the message',
      messageRegexp: beginning('Waived'),
    },
  ],
} as const;

/** The categories for the configuration of Allure 3, which also has one for warnings. */
export const allureConfigCategories = [
  ...allureCategories,
  {
    name: 'Warning',
    matchers: { statuses: [Status.PASSED], labels: { [warningLabel.name]: `^${warningLabel.value}$` } },
  },
];
