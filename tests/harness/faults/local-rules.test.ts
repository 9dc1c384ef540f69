import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LOCAL_RULES } from '../../../fixtures/provider/faults/local-rules.js';

test.describe.configure({ mode: 'default', timeout: 480_000 });

/** What the target file says of a rule that a consumer has to know. */
const settings: Readonly<Record<string, string>> = {
  'no-cancelling-within-48-hours': 'search.leadTimeHours=49',
};

const told = new Map<string, string>();

/** What the walks past the rules say that are told with one setting: the conformant provider is walked once for all. */
function walksWith(setting: string | undefined): string {
  const key = setting ?? '';
  const before = told.get(key);
  if (before !== undefined) return before;
  const script = fileURLToPath(new URL('../../../scripts/try-faults.ts', import.meta.url));
  const rules = LOCAL_RULES.filter(({ id }) => settings[id] === setting).flatMap(({ id }) => ['--fault', id]);
  const flags = [...rules, ...(setting === undefined ? [] : ['--set', setting])];
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, ...flags], { encoding: 'utf8' });
  told.set(key, stdout);
  return stdout;
}

for (const { id, title } of LOCAL_RULES) {
  test(`a practice with a rule of its own is blamed for nothing: ${title} @slow`, () => {
    const words = walksWith(settings[id]);
    expect(words).toContain(`killed ${id}`);
    expect(words).not.toContain('lost:');
  });
}
