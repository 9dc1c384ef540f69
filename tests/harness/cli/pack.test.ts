import { expect, test } from '@playwright/test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import { emptyFolder, fileWith, gpcConformance } from './command.js';

test.describe.configure({ mode: 'default', timeout: 240_000 });

test('the evidence of a real run is packed without its secrets, verified, and an altered pack is told', async () => {
  const provider = await startProvider({});
  const root = emptyFolder();
  try {
    const target = fileWith(provider.targetFile());
    const { practices } = parse(provider.targetFile()) as { practices: { token: { static: string } }[] };
    const secrets = practices.map(({ token }) => token.static.trim());
    const run = join(root, 'run');
    const words = ['run', '--only', 'SESS-001', '--practice', 'A20047', '--quiet', '--output', run];
    await gpcConformance([...words, '--target', target]);
    const file = join(root, 'evidence.zip');
    const packed = await gpcConformance(['pack', run, '--output', file, '--json']);
    expect(packed.exitCode).toBe(0);
    const { manifestHash, files } = JSON.parse(packed.stdout) as { manifestHash: string; files: number };

    const content = unzipSync(readFileSync(file));
    const whole = Object.values(content)
      .map((bytes) => Buffer.from(bytes).toString('latin1'))
      .join('\n');
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
    expect(secrets.filter((secret) => whole.includes(secret))).toEqual([]);
    expect(Buffer.from(content['target.yaml'] ?? []).toString()).toMatch(/odsCode: A20047 # file target\.yaml:\d+/);
    expect(JSON.parse(Buffer.from(content['versions.json'] ?? []).toString())).toMatchObject({
      harness: { name: 'gp-connect-appointments-conformance' },
      node: process.versions.node,
      playwright: '1.65.1',
    });

    const verified = await gpcConformance(['verify', file, '--manifest', manifestHash]);
    expect(verified.stdout).toBe(
      `As it was made: run ${runId(run)}, ${files} files, sha256 of the manifest ${manifestHash}\n`,
    );
    expect(verified.exitCode).toBe(0);

    const bytes = readFileSync(file);
    const place = bytes.indexOf('exchanges/') + 120;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const altered = await gpcConformance(['verify', file]);
    expect(altered.stdout).toMatch(
      /^ALTERED: .*\n {2}exchanges\/x-[\w-]+\.json (has other content|cannot be unpacked|has \d+ bytes)/,
    );
    expect(altered.exitCode).toBe(1);
  } finally {
    await provider.stop();
  }
});

const runId = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, 'conformance.json'), 'utf8')) as { run: { id: string } }).run.id;

const mistakes = [
  { words: () => ['pack'], says: /missing required argument 'run'/ },
  { words: () => ['pack', emptyFolder()], says: /result file cannot be read/ },
  { words: () => ['verify', join(emptyFolder(), 'none.zip')], says: /no such file or folder/ },
  { words: () => ['verify', emptyFolder()], says: /There is no manifest\.json, so it is no evidence pack/ },
  { words: () => ['verify', fileWith('this is no archive', 'pack.zip')], says: /it is no ZIP file/ },
] as const;

for (const [place, { words, says }] of mistakes.entries()) {
  test(`mistake ${place + 1} with pack or verify (${says.source}) ends with exit code 2 and leaves nothing`, async () => {
    const { exitCode, stderr, stdout } = await gpcConformance(words());
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(existsSync('evidence-.zip')).toBe(false);
  });
}
