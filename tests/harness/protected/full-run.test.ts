import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { readResult } from '../../../reports/writers/json.js';
import { gpcConformance } from '../cli/command.js';
import { emptyFolder } from '../temporary-folder.js';
import { secrets, startProtected } from './protected-target.js';

test.describe.configure({ mode: 'default', timeout: 900_000 });

const pace = {
  ...{ requestsPerSecond: 200, inFlight: 6, transientRetries: 1 },
  perPractice: { requestsPerSecond: 100, inFlight: 3 },
};

test('the whole suite is green through authorisation server, mutual TLS, private authority, proxy and pace at once @protected', async () => {
  const guarded = await startProtected('tokenEndpoint', { pace });
  try {
    const output = emptyFolder();
    const run = await gpcConformance(['run', '--quiet', '--target', guarded.file, '--output', output], secrets);
    expect([0, 1, 4], run.stdout + run.stderr).toContain(run.exitCode);
    const {
      summary,
      verdict,
      exitCode,
      requirements,
      bookings,
      run: facts,
    } = readResult(join(output, 'conformance.json'));
    const notJudged = requirements.filter(({ outcome }) => ['fail', 'warn', 'error', 'not-tested'].includes(outcome));
    expect(notJudged.map((one) => `${one.id} ${one.practice} ${one.outcome} ${one.reason ?? ''}`)).toEqual([]);
    expect([verdict, exitCode, run.exitCode]).toEqual(['conformant', 0, 0]);
    expect(summary.pass).toBeGreaterThan(600);
    expect(bookings.created).toBeGreaterThan(20);
    expect([bookings.cancelled, bookings.left]).toEqual([bookings.created, []]);

    const hosts = new Set(guarded.proxy.places.map((place) => place.replace(/^CONNECT /, '')));
    expect(hosts).toContain(new URL(guarded.gateway.origin).host);
    expect(hosts).toContain(new URL(guarded.authorisation.url).host);
    expect(facts.exchanges).toBeGreaterThan(1_000);
    for (const secret of Object.values(secrets)) expect(run.stdout + run.stderr).not.toContain(secret);
    process.stdout.write(
      `${verdict}, exit code ${exitCode}: ${JSON.stringify(summary)}, ${facts.exchanges} exchanges in ` +
        `${(facts.durationMs / 1000).toFixed(0)} s, ${bookings.created} bookings, ${bookings.cancelled} cancelled\n`,
    );
  } finally {
    await guarded.stop();
  }
});
