import { readFileSync } from 'node:fs';
import { test, expect } from '@playwright/test';
import { RULES } from '../../../profiles/index.js';
import { NATIVE_KEYS } from '../../../profiles/validator/invariants/native.js';
import { comparisonPage, renderComparison } from './comparison.js';
import { invariantExamples } from './invariant-examples.js';
import { ruleExamples } from './rule-examples.js';
import { findingsOf, invariantRules, renderRules, rulesPage } from './rules-page.js';

test.describe('the rules', () => {
  test('each have an example, in their order', () => {
    expect(ruleExamples.map(({ rule }) => rule)).toEqual(Object.keys(RULES));
    expect(Object.keys(invariantExamples)).toEqual(NATIVE_KEYS);
  });

  for (const example of [...ruleExamples, ...invariantRules]) {
    test(`${example.rule} is broken by its example`, () => {
      expect(findingsOf(example).map(({ rule }) => rule)).toContain(example.rule);
    });
  }

  test('are documented as they are now', () => {
    expect(readFileSync(rulesPage, 'utf8'), 'run npx tsx tests/harness/profiles/rules-page.ts').toBe(
      `${renderRules().trimEnd()}\n`,
    );
  });

  test('are compared with the independent validator as they are now', () => {
    expect(readFileSync(comparisonPage, 'utf8'), 'run npx tsx tests/harness/profiles/comparison.ts').toBe(
      renderComparison(),
    );
  });
});
