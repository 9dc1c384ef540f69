import { expect, test } from '@playwright/test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { readResult } from '../../../reports/writers/json.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

test.describe.configure({ mode: 'default', timeout: 480_000 });

const today = ukDate(Date.now());
const session = ['--only', 'SESS-004', '--practice', 'A20047', '--quiet'];

/** A waivers file beside the target, and the words of a run that uses it. */
function runWith(target: string, waivers: string): { readonly words: readonly string[]; readonly output: string } {
  writeFileSync(join(dirname(target), 'waivers.yaml'), waivers);
  const output = join(emptyFolder(), 'out');
  const words = ['run', ...session, '--target', target, '--set', 'waivers=waivers.yaml', '--output', output];
  return { words, output };
}

test('a waivers file with mistakes ends in usage, with each of them, before anything is sent', async () => {
  const target = fileWith(
    'name: nobody\npractices: [{ odsCode: A20047, baseUrl: "https://nowhere.invalid", token: none, patient: { nhsNumber: "9990548609" } }]\n',
  );
  const expires = addDays(today, 400);
  const { words, output } = runWith(
    target,
    `- { requirement: SESS-904, reason: r, owner: TODO, expires: "${expires}" }\n- { requirement: "*", reason: r }\n`,
  );
  const run = await gpcConformance(words);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('has 6 mistakes; nothing was sent');
  for (const place of [
    ':1  waivers[0].requirement',
    ':1  waivers[0].owner',
    ':1  waivers[0].expires',
    ':2  waivers[1].',
  ]) {
    expect(run.stderr).toContain(`waivers.yaml${place}`);
  }
  expect(existsSync(output)).toBe(false);
});

test('the waiver a failure offers waives it in the next run, and is unused once the provider is mended', async () => {
  const faulty = await startProvider({ faults: ['confirms-another-slot'] });
  try {
    const target = fileWith(faulty.targetFile());
    const before = runWith(target, '[]\n');
    expect((await gpcConformance(before.words)).exitCode).toBe(1);
    const summary = readFileSync(join(before.output, 'summary.md'), 'utf8');
    const [, ready = ''] = /```yaml\n([\s\S]*?)```/.exec(summary) ?? [];
    const waivers = ready.replace('TODO', 'J. Smith');

    const after = runWith(target, waivers);
    expect((await gpcConformance(after.words)).exitCode).toBe(0);
    const result = readResult(join(after.output, 'conformance.json'));
    expect(result).toMatchObject({ verdict: 'conformant', waivers: [{ state: 'used', accepts: ['A20047'] }] });
    expect(result.requirements).toMatchObject([{ id: 'SESS-004', outcome: 'waived' }]);
    expect(result.requirements[0]?.findings.length).toBeGreaterThan(0);

    const mended = await startProvider({});
    const clean = runWith(fileWith(mended.targetFile()), waivers);
    const run = await gpcConformance(clean.words);
    await mended.stop();
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('NON-CONFORMANT');
    const { verdictReason } = readResult(join(clean.output, 'conformance.json'));
    expect(verdictReason).toBe(
      'The waiver of SESS-004 (J. Smith) is unused, since nothing it accepts was found: take it away',
    );
  } finally {
    await faulty.stop();
  }
});
