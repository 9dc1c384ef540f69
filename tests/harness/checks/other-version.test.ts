import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { otherVersion } from '../../../fixtures/consumer/other-version.js';

const versions = [
  ['1', '2'],
  ['2', '1'],
  ['10', '11'],
  ['99', '98'],
  ['0d3f5e52-6a0c-4d3b-9a5e-0f6c1f1e2a7b', '0d3f5e52-6a0c-4d3b-9a5e-0f6c1f1e2a6b'],
  ['abc', 'abb'],
  ['A', 'B'],
  ['--', '-x'],
] as const;

for (const [version, other] of versions) {
  test(`the other version beside ${version} is ${other}`, () => {
    expect(otherVersion(version)).toBe(other);
  });
}

test('another version is never the same one, and as long and of the same characters', () => {
  const shape = (text: string): string => text.replace(/\d/g, '0').replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A');
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9.-]{0,63}[A-Za-z0-9]$/), (version) => {
      const other = otherVersion(version);
      expect(other).not.toBe(version);
      expect(shape(other)).toBe(shape(version));
    }),
  );
});
