import { expect, test } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { publint } from 'publint';
import { schemaNames } from '../../../cli/schemas.js';
import { readResult } from '../../../reports/writers/json.js';
import { inProject } from '../cli/command.js';
import { filesOf, installed, packed, runIn, type Installed } from './installed.js';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

let archive = '';
let app: Installed;

test.beforeAll(() => {
  archive = packed();
  app = installed(archive);
  test.info().annotations.push({ type: 'dependencies', description: app.dependencies });
});

test('the package is packed as publint asks, in under 2 MB @long', async () => {
  const bytes = readFileSync(archive);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages } = await publint({ pack: { tarball }, strict: true });
  expect(messages).toEqual([]);
  expect(statSync(archive).size).toBeLessThan(2_000_000);
});

test('the package holds what a run needs and nothing of its own tests, sources or the machine that made it @long', () => {
  const files = filesOf(app);
  const names = [...files.keys()];
  expect(names).toEqual(
    expect.arrayContaining([
      'cli/bin.js',
      'dist/requirements/slot-search.yaml',
      'dist/tests/conformance/sessions/simple-booking.spec.js',
      'dist/reports/html/report.css',
      'dist/profiles/index.d.ts',
      'dist/schemas/target.schema.json',
      'docs/target-file.md',
      'LICENSE',
    ]),
  );
  const foreign = /(^|\/)(bench|corpus|harness|node_modules)\/|\.test\.|(?<!\.d)\.ts$|\.tgz$|\.env$/;
  expect(names.filter((name) => foreign.test(name))).toEqual([]);
  const places = [inProject('.').replace(/\/$/, ''), homedir(), `${tmpdir()}/`].filter((place) => place.length > 3);
  const telling = [...files].filter(([, text]) => places.some((place) => text.includes(place))).map(([name]) => name);
  expect(telling).toEqual([]);
});

test('installed in an empty folder, the command walks the sessions at a provider that it started itself @long', async () => {
  const run = await runIn(app.folder, ['gpc-conformance', 'run', '--only', 'SESS-001', 'profiles']);
  expect(run.stderr).not.toMatch(/defect|Error:/);
  expect(run.stdout).toMatch(/^CONFORMANT \(exit code 0\)/);
  expect(run.exitCode).toBe(0);
  const result = readResult(join(app.folder, 'reports', 'out', 'conformance.json'));
  expect(result.summary).toMatchObject({ fail: 0, error: 0, 'not-tested': 0 });
  expect(result.sessions.length).toBeGreaterThan(0);
  for (const report of ['report.html', 'junit.xml', 'allure-report/index.html']) {
    expect(existsSync(join(app.folder, 'reports', 'out', report)), report).toBe(true);
  }
});

test('installed in an empty folder, it walks a session at the provider that a target file names @long', async () => {
  const provider = spawn('gpc-conformance', ['provider', '--practices', '1', '--target-out', 'target.yaml'], {
    cwd: app.folder,
    env: { ...process.env, PATH: `${join(app.folder, 'node_modules', '.bin')}:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    expect(await firstLine(provider)).toMatchObject({ ready: true });
    const words = ['run', '--target', 'target.yaml', '--only', 'sessions', '--output', 'second', '--json'];
    const run = await runIn(app.folder, ['gpc-conformance', ...words]);
    expect(run.exitCode).toBe(0);
    const result = readResult(join(app.folder, 'second', 'conformance.json'));
    expect(result).toMatchObject({ verdict: 'conformant', bookings: { left: [] } });
    expect(result.bookings.created).toBeGreaterThan(0);
  } finally {
    const ended = once(provider, 'exit');
    provider.kill('SIGTERM');
    await ended;
  }
});

async function firstLine({ stdout }: ChildProcess): Promise<unknown> {
  if (stdout === null) throw new Error('the provider has no output');
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line);
  throw new Error('the provider ended before it listened');
}

test('the validator is a typed library: right use compiles and runs, wrong use does not compile @long', async () => {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const compile = async (text: string): Promise<string> => {
    writeFileSync(join(app.folder, 'use.mts'), text);
    const words = ['--strict', '--module', 'nodenext', '--target', 'es2023', 'use.mts'];
    return (await runIn(app.folder, [process.execPath, compiler, ...words])).stdout;
  };
  const right = `import { createValidator, type Validation } from 'gp-connect-appointments-conformance/profiles';
    const bytes = new TextEncoder().encode('{"resourceType":"Patient","gender":"x"}');
    const validation: Validation = createValidator().validate(bytes);
    console.log(validation.valid, validation.findings.map(({ rule }) => rule).join(' '));`;
  expect(await compile(right)).toBe('');
  const { stdout, exitCode } = await runIn(app.folder, [process.execPath, 'use.mjs']);
  expect(stdout).toMatch(/^false .*binding/);
  expect(exitCode).toBe(0);
  expect(await compile(right.replace('.valid,', '.isValid,'))).toContain("'isValid' does not exist");
});

test('every published schema is found by its name in the package @long', async () => {
  for (const name of schemaNames) {
    const where = `gp-connect-appointments-conformance/schemas/${name}.schema.json`;
    const load = `import schema from '${where}' with { type: 'json' }; console.log(schema.$id);`;
    const { stdout, stderr } = await runIn(app.folder, [process.execPath, '--input-type=module', '-e', load]);
    expect(stdout, stderr).toMatch(/schema\.json/);
  }
});
