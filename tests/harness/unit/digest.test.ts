import { expect, test } from '@playwright/test';
import type { Finding } from '../../../requirements/finding.js';
import { countOf } from '../../../reports/digest.js';

const finding = (rule: string, change: Partial<Finding> = {}): Finding => ({
  rule,
  severity: 'error',
  path: 'Slot.status',
  message: 'not free',
  ...change,
});

test('findings that a long list only counts are counted with those that it shows', () => {
  expect(countOf([finding('slot'), finding('slot')])).toBe(2);
  expect(countOf([finding('slot'), finding('more', { severity: 'information', actual: '612' })])).toBe(613);
});
