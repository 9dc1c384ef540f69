import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LOCAL_RULES } from '../../../fixtures/provider/faults/local-rules.js';

/** What the target file says of a rule that a consumer has to know. */
const settings: Readonly<Record<string, readonly string[]>> = {
  'no-cancelling-within-48-hours': ['--set', 'search.leadTimeHours=49'],
};

for (const { id, title } of LOCAL_RULES) {
  test(`a practice with a rule of its own is blamed for nothing: ${title} @slow`, () => {
    test.setTimeout(240_000);
    const script = fileURLToPath(new URL('../../../scripts/try-faults.ts', import.meta.url));
    const flags = ['--fault', id, ...(settings[id] ?? [])];
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, ...flags], { encoding: 'utf8' });
    expect(stdout).toContain(`killed ${id}`);
    expect(stdout).not.toContain('lost:');
  });
}
