import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { readResult } from '../../../reports/writers/json.js';
import { gpcConformance } from '../cli/command.js';
import { emptyFolder } from '../temporary-folder.js';
import { secrets, startProtected } from './protected-target.js';

test.describe.configure({ mode: 'default', timeout: 300_000 });

test('a run through private authority, client certificate, proxy and token exchange all at once is green', async () => {
  const guarded = await startProtected('exchange');
  try {
    const output = emptyFolder();
    const run = await gpcConformance(
      [
        'run',
        '--target',
        guarded.file,
        '--output',
        output,
        '--practice',
        'A20047',
        '--only',
        'sessions',
        'security',
        'http',
      ],
      secrets,
    );
    const result = readResult(join(output, 'conformance.json'));
    const worse = result.requirements.filter((one) => ['fail', 'warn', 'error'].includes(one.outcome));
    expect(worse.map((one) => `${one.id} ${one.outcome} ${one.reason ?? ''}`)).toEqual([]);
    expect(result.summary.pass).toBeGreaterThan(50);
    expect(result.bookings.created).toBeGreaterThan(3);
    expect(result.bookings.left).toEqual([]);
    expect(run.exitCode).toBe(result.exitCode);

    const tunnels = new Set(guarded.proxy.places);
    expect(tunnels).toContain(`CONNECT ${new URL(guarded.gateway.origin).host}`);
    expect(tunnels).toContain(`CONNECT ${new URL(guarded.authorisation.url).host}`);
    expect(run.stdout + run.stderr).not.toMatch(/passphrase-of-key-88|proxy-password-77|identity-token-of-nhs-login/);
  } finally {
    await guarded.stop();
  }
});

const dead = [
  ['the identity token is not accepted', { IDENTITY_TOKEN: 'stale' }, /token endpoint refuses with 400 invalid_grant/],
  ['the proxy refuses the credentials', { PROXY_PASSWORD: 'wrong' }, /proxy/i],
] as const;

for (const [words, changed, says] of dead) {
  test(`where ${words}, the run ends with exit code 3 and the reason, before any booking`, async () => {
    const guarded = await startProtected('exchange');
    try {
      const output = emptyFolder();
      const words = ['run', '--target', guarded.file, '--output', output, '--only', 'SESS-001'];
      const run = await gpcConformance(words, { ...secrets, ...changed });
      expect(run.exitCode).toBe(3);
      expect(run.stdout + run.stderr).toMatch(says);
      expect(readResult(join(output, 'conformance.json')).bookings.created).toBe(0);
    } finally {
      await guarded.stop();
    }
  });
}
