import { expect, test } from '@playwright/test';
import { hostileBehaviours } from '../../../fixtures/provider/hostile/index.js';
import { meet } from '../../../scripts/hostile/meet.js';
import { memoryLimitMb } from '../../../scripts/hostile/verdict.js';

test.describe.configure({ mode: 'default', timeout: 400_000 });

/** Behaviours that one run of the command meets side by side, each at a practice of its own beside a good one. */
const runs = [
  ['texts that do harm in terminals and pages', ['texts-terminal', 'texts-html', 'texts-markdown', 'texts-unseen']],
  ['a token that comes back in codes, ids and markup', ['token-echoed-in-codes', 'token-echoed-in-body', 'texts-xml']],
  [
    'answers without end and connections that break',
    [
      'hang-mid-body',
      'gzip-bomb',
      'header-of-one-megabyte',
      'reset-on-book',
      'certificate-swapped',
      'token-refused-with-codes',
    ],
  ],
] as const;

for (const [words, ids] of runs) {
  test(
    `a run that meets ${words} ends as documented, leaks nothing, and leaves the other practice alone`,
    { tag: '@slow' },
    async () => {
      const cases = await meet(hostileBehaviours.filter(({ id }) => (ids as readonly string[]).includes(id)));
      expect(cases.map(({ id }) => id).sort()).toEqual([...ids].sort());
      for (const { id, crashes, leaks, faults, peakMb } of cases) {
        expect({ id, crashes, leaks, faults }).toEqual({ id, crashes: [], leaks: [], faults: [] });
        expect(peakMb).toBeLessThan(memoryLimitMb);
      }
    },
  );
}
