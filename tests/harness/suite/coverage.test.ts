import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';

const command = (...words: readonly string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', ...words], { encoding: 'utf8' });

test('every automatic requirement is judged, shown by a test and proven by a fault, and no id is unknown', () => {
  const { stdout, status } = command('cli/main.ts', 'requirements', '--json');
  const open: unknown = JSON.parse(stdout);
  expect(open).toMatchObject({
    total: 445,
    automatic: 365,
    notJudged: [],
    withoutFault: [],
    notShown: [],
    unknown: [],
  });
  expect(status).toBe(0);
});

test('docs/coverage.md is what the suite, the rules and the faults of this version come to', () => {
  const { stderr, status } = command('scripts/coverage.ts', '--check');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
