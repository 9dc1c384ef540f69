import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FEDERATION_FAULTS } from '../../../fixtures/provider/faults/federation.js';
import { SESSION_FAULTS } from '../../../fixtures/provider/faults/sessions.js';
import type { SessionFaults } from '../../../scripts/session-faults.js';

test.describe.configure({ mode: 'default' });

/** Walked once, in a process of its own: specs can only be collected where no test runner is about. */
let walked: SessionFaults;
test.beforeAll(() => {
  test.setTimeout(240_000);
  const script = fileURLToPath(new URL('../../../scripts/session-faults.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--import', 'tsx', script], {
    encoding: 'utf8',
    maxBuffer: 10_000_000,
  });
  walked = JSON.parse(output.trim().split('\n').at(-1) ?? '') as SessionFaults;
});

test('a provider without faults passes every requirement of sessions and federation', () => {
  expect(walked.unsound).toEqual([]);
});

test('there are at least twelve faults that break a session', () => {
  expect(walked.faults.filter((fault) => fault.violates.length > 0).length).toBeGreaterThanOrEqual(12);
});

for (const { id, title } of [...SESSION_FAULTS, ...FEDERATION_FAULTS]) {
  test(`"${title}" fails exactly the session requirements concerned`, () => {
    const fault = walked.faults.find((one) => one.id === id);
    expect([...(fault?.turned ?? ['not walked'])].sort()).toEqual([...(fault?.violates ?? [])].sort());
  });
}
