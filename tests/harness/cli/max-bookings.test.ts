import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { readResult } from '../../../reports/writers/json.js';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

test.describe.configure({ mode: 'default', timeout: 240_000 });

test('a run with --max-bookings makes no more, and says of what needed more why it is not tested @slow', async () => {
  const provider = await startProvider({});
  try {
    const before = provider.diary('A20047').appointments.length;
    const output = emptyFolder();
    const words = ['run', '--quiet', '--only', 'sessions', '--practice', 'A20047', '--max-bookings', '2'];
    const run = await gpcConformance([...words, '--target', fileWith(provider.targetFile()), '--output', output]);
    const { bookings, requirements } = readResult(join(output, 'conformance.json'));
    expect(bookings).toMatchObject({ created: 2, cancelled: 2, left: [] });
    expect(provider.diary('A20047').appointments.length - before).toBe(2);
    const kept = requirements.filter(({ reason }) => reason?.includes('no more than 2 (maxBookings)') ?? false);
    expect(kept.length).toBeGreaterThan(0);
    expect(new Set(kept.map(({ outcome }) => outcome))).toEqual(new Set(['not-tested']));
    expect(requirements.filter(({ outcome }) => outcome === 'fail' || outcome === 'error')).toEqual([]);
    expect(run.exitCode).toBe(4);
  } finally {
    await provider.stop();
  }
});
