import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test, expect } from '@playwright/test';
import { ask, type Answers } from '../../../cli/commands/init.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import { program } from '../cli/command.js';
import { folderWith } from '../temporary-folder.js';
import { plainTarget, targetFile, withToken } from './target-files.js';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Surroundings {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the real command line in a process of its own, without a terminal and with this environment alone. */
function run(args: readonly string[], { cwd = process.cwd(), environment = {} }: Surroundings = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

const answers = [
  ...['--ods', 'A20047', '--name', 'Dr "Legg": #1 Surgery', '--base-url', 'https://provider.example/A20047/STU3/1'],
  ...['--token-env', 'SUPPLIER_TOKEN', '--nhs-number', '9990548609', '--logical-id', '2'],
];

test('init with flags writes a commented file under 40 lines that loads without a mistake', () => {
  const folder = folderWith({});
  const { code, out } = run(['init', ...answers, '--yes'], { cwd: folder });
  expect(code).toBe(0);
  expect(out).toContain('target.yaml');
  const text = readFileSync(join(folder, 'target.yaml'), 'utf8');
  expect(text.split('\n').length).toBeLessThan(40);
  expect(text.match(/^\s*#/gm)?.length).toBeGreaterThan(8);
  const target = loadTarget({ file: join(folder, 'target.yaml'), environment: { SUPPLIER_TOKEN: 't' } });
  expect(target.name).toBe('Dr "Legg": #1 Surgery');
  expect(target.practices).toMatchObject([
    {
      odsCode: 'A20047',
      baseUrl: 'https://provider.example/A20047/STU3/1',
      token: { kind: 'env', name: 'SUPPLIER_TOKEN' },
      patient: { nhsNumber: '9990548609', logicalId: '2' },
    },
  ]);
});

test('every commented example that init writes loads too once its comment sign is gone', () => {
  const folder = folderWith({ 'supplier-ca.pem': 'x', 'client.pem': 'x', 'client.key': 'x' });
  run(['init', ...answers], { cwd: folder });
  const file = join(folder, 'target.yaml');
  const [head = '', ...rest] = readFileSync(file, 'utf8').split('\n\n');
  const text = [head, ...rest.map((part) => part.replaceAll(/^# /gm, ''))].join('\n\n');
  writeFileSync(file, text);
  const names = ['SUPPLIER_TOKEN', 'OTHER_TOKEN', 'OTHER_PATIENT_TOKEN', 'KEY_PASSPHRASE', 'EXPIRED_TOKEN'];
  const target = loadTarget({ file, environment: Object.fromEntries(names.map((name) => [name, 'x-value'])) });
  expect(target.federation.map(({ odsCode }) => odsCode)).toEqual(['A20047', 'B82617']);
  expect(target.declares).toEqual({ xml: true, cancel: true });
  expect(target.evidence.expiredToken).toBeDefined();
});

test('init takes a token file in place of a variable, and defaults for what is not said', () => {
  const folder = folderWith({ 'token.txt': 'abc' });
  const few = ['--ods', 'A20047', '--base-url', 'https://provider.example', '--nhs-number', '9990548609'];
  expect(run(['init', ...few, '--token-file', 'token.txt', '--out', 'mine.yaml'], { cwd: folder }).code).toBe(0);
  const target = loadTarget({ file: join(folder, 'mine.yaml'), environment: {} });
  expect(target.name).toBe('A20047');
  expect(target.practices[0]).toMatchObject({ token: { kind: 'file', path: join(folder, 'token.txt') } });
  expect(target.practices[0]?.patient).toEqual({ nhsNumber: '9990548609' });
});

test('init overwrites a file only when forced', () => {
  const folder = folderWith({ 'target.yaml': 'mine' });
  const refused = run(['init', ...answers], { cwd: folder });
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('--force');
  expect(readFileSync(join(folder, 'target.yaml'), 'utf8')).toBe('mine');
  expect(run(['init', ...answers, '--force'], { cwd: folder }).code).toBe(0);
  expect(readFileSync(join(folder, 'target.yaml'), 'utf8')).toContain('A20047');
});

test('init without a terminal names every flag it still needs and writes nothing', () => {
  const folder = folderWith({});
  const { code, err } = run(['init', '--ods', 'A20047'], { cwd: folder });
  expect(code).toBe(2);
  expect(err).toContain('--base-url');
  expect(err).toContain('--nhs-number');
  expect(err).not.toContain('--token-env');
  expect(existsSync(join(folder, 'target.yaml'))).toBe(false);
});

test('init refuses wrong answers, all at once, and writes nothing', () => {
  const folder = folderWith({});
  const wrong = [
    '--ods',
    'a1',
    '--base-url',
    'https://x.example/',
    '--nhs-number',
    '9990548608',
    '--logical-id',
    'a b',
  ];
  const { code, err } = run(['init', ...wrong], { cwd: folder });
  expect(code).toBe(2);
  for (const path of ['odsCode', 'baseUrl', 'patient.nhsNumber', 'patient.logicalId']) expect(err).toContain(path);
  expect(existsSync(join(folder, 'target.yaml'))).toBe(false);
});

/** Answers each question as it is put, and gives back what was asked. */
async function converse(
  given: Partial<Answers>,
  replies: readonly string[],
): Promise<{ answers: Answers; asked: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = [...replies];
  let asked = '';
  output.on('data', (chunk: Buffer) => {
    asked += chunk.toString();
    if (!asked.endsWith(': ')) return;
    const reply = left.shift();
    if (reply === undefined) input.end();
    else input.write(`${reply}\n`);
  });
  return { answers: await ask(given, input, output), asked };
}

test('asked on a terminal, init asks only for what is not given and again after a wrong answer', async () => {
  const { answers, asked } = await converse({ ods: 'A20047' }, [
    ...['', 'https://x.example/', 'https://x.example', 'MY_TOKEN', '9990548608', '9990548609', '7'],
  ]);
  expect(answers).toEqual({
    ods: 'A20047',
    name: 'A20047',
    baseUrl: 'https://x.example',
    tokenEnv: 'MY_TOKEN',
    tokenFile: undefined,
    nhsNumber: '9990548609',
    logicalId: '7',
  });
  expect(asked).not.toContain('ODS code');
  expect(asked).toContain('ends with a slash');
  expect(asked).toContain('last digit would be 9');
  expect(asked).toMatch(/Environment variable that holds/);
});

test('init asks for no variable where a token file is given, and says so when the input ends early', async () => {
  const { asked } = await converse({ ods: 'A20047', tokenFile: 't' }, ['', 'https://x.example', '9990548609', '']);
  expect(asked).not.toContain('Environment variable');
  await expect(converse({}, ['A20047', 'x'])).rejects.toThrow(/ended before the last answer/);
});

test('config print shows the merged values, their sources, and no secret', () => {
  const file = targetFile(
    `${withToken('{ static: top-secret-1 }')}headers: { x-api-key: top-secret-2 }\ntls: { minVersion: TLSv1.3 }\n`,
  );
  const { code, out } = run(['config', 'print', '--target', file, '--set', 'pace.inFlight=3'], {
    environment: { GPC_TIMEOUTS_TEST_MS: '999' },
  });
  expect(code).toBe(0);
  expect(out).not.toMatch(/top-secret/);
  expect(out).toMatch(/^practices\[0\]\.token\.static +\*{3} +file .*target\.yaml:6$/m);
  expect(out).toMatch(/^headers\.x-api-key +\*{3} +file .*target\.yaml:12$/m);
  expect(out).toMatch(/^tls\.minVersion +TLSv1\.3 +file .*target\.yaml:13$/m);
  expect(out).toMatch(/^timeouts\.testMs +999 +environment GPC_TIMEOUTS_TEST_MS$/m);
  expect(out).toMatch(/^timeouts\.bodyMs +30000 +default$/m);
  expect(out).toMatch(/^pace\.inFlight +3 +flag$/m);
});

test('config print --json says the same for programs', () => {
  const { code, out } = run(['config', 'print', '--json'], { environment: { TARGET: targetFile(plainTarget) } });
  expect(code).toBe(0);
  const { values } = JSON.parse(out) as { values: { path: string; value: unknown; source: string }[] };
  expect(values).toContainEqual({ path: 'search.firstRangeDays', value: 6, source: 'default' });
  expect(values.find(({ path }) => path === 'practices[1].odsCode')?.source).toMatch(/^file .*:8$/);
  expect(values.every(({ source }) => source !== '')).toBe(true);
});

test('config print of a target with mistakes is exit 2 with all of them', () => {
  const file = targetFile(`${withToken('{ env: NOT_SET }')}speed: 1\n`);
  const { code, out, err } = run(['config', 'print', '--target', file]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain('2 mistakes');
});
