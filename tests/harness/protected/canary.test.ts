import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { gpcConformance, inProject, program } from '../cli/command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';
import { startCanaryScene, type CanaryScene, type Manners } from './canary-scene.js';
import { everythingIn, leaksIn } from './leaks.js';

test.describe.configure({ mode: 'parallel', timeout: 400_000 });

/** Throws in one process of a run, with every secret of the environment in its words, once a file is there. */
const crash = `
  import { existsSync } from 'node:fs';
  const isHere = () => process.env.TEST_WORKER_INDEX !== undefined ? process.env.CRASH_IN === 'worker'
    : process.argv[1].includes('playwright') ? process.env.CRASH_IN === 'runner'
    : process.env.CRASH_IN === 'command' && process.argv.includes('run');
  const timer = setInterval(() => {
    if (!existsSync(process.env.CRASH_WHEN) || !isHere()) return;
    clearInterval(timer);
    console.log(process.env);
    const secrets = Object.entries(process.env).filter(([name]) => name.startsWith('CANARY_')).map(([, value]) => value);
    if (process.env.CRASH_BY === 'rejection') Promise.reject(new Error('crashed with ' + secrets.join(' ')));
    else throw Object.assign(new Error('crashed with ' + secrets.join(' ')), { cause: new Error(secrets.join(' ')), secrets });
  }, 20);
  timer.unref();
`;

interface Case {
  readonly words: string;
  readonly manners: Manners;
  readonly only: readonly string[];
  readonly settings?: readonly string[];
  /** Which process crashes, and by what, once a search was made. */
  readonly crash?: readonly [where: 'worker' | 'runner' | 'command', by: 'error' | 'rejection'];
  readonly signal?: 'SIGINT' | 'SIGTERM' | 'SIGKILL';
  /** Exit codes with which the run may end; null for a signal. */
  readonly ends: readonly (number | null)[];
  /** What its output or a file of it has to say, so that it is known to have been that kind of run. */
  readonly says: RegExp;
}

const short = ['SESS-001'];
const quick = ['timeouts.headersMs=1500', 'timeouts.testMs=6000'];

const cases: readonly Case[] = [
  { words: 'passes', manners: 'friendly', only: short, ends: [0], says: /"verdict": "conformant"/ },
  {
    ...{ words: 'fails', manners: 'talkative' },
    only: ['SESS-001', 'SLOT-010', 'ERR-001', 'SEC-001', 'SEC-023'],
    ...{ ends: [1], says: /"actual": "free \*\*\*/ },
  },
  { words: 'times out', manners: 'silent', only: short, settings: quick, ends: [3, 4], says: /time-out|timedOut/ },
  ...(['worker', 'runner', 'command'] as const).map((where): Case => ({
    ...{ words: `crashes in the ${where}`, manners: 'friendly', only: short, crash: [where, 'error'] },
    ...{ ends: [1, 4, 5], says: /crashed with \*\*\*/ },
  })),
  {
    ...{
      words: 'crashes by a rejection nobody handles',
      manners: 'friendly',
      only: short,
      crash: ['worker', 'rejection'],
    },
    ...{ ends: [1, 4, 5], says: /crashed with \*\*\*/ },
  },
  ...(['SIGINT', 'SIGTERM', 'SIGKILL'] as const).map((signal): Case => ({
    ...{ words: `is interrupted by ${signal}`, manners: 'talkative', only: ['sessions'], signal },
    ...{ ends: [null, 0, 1, 3, 4, 5, 130], says: /\*\*\*/ },
  })),
];

/** The temporary folder of the runs, apart from the machine's own, so that all of it can be looked through. */
const temporary = emptyFolder();

/** Where the runner keeps what it has made of the sources, as in every other run: it need not be made again for these. */
const compiled = join(tmpdir(), `playwright-transform-cache-${process.geteuid?.() ?? ''}`);

const ownFolders = { TMPDIR: temporary, PLAYWRIGHT_TRANSFORM_CACHE_DIR: compiled };

interface Run {
  readonly output: string;
  readonly printed: Readonly<Record<'stdout' | 'stderr', string>>;
  readonly exitCode: number | null;
}

async function run(scene: CanaryScene, wanted: Case): Promise<Run> {
  const output = join(emptyFolder(), 'out');
  mkdirSync(output, { mode: 0o755 });
  const flag = join(emptyFolder(), 'now');
  const settings = (wanted.settings ?? []).flatMap((setting) => ['--set', setting]);
  const words = ['run', '--target', scene.target, '--output', output, ...settings, '--only', ...wanted.only];
  const crashing = wanted.crash !== undefined && {
    ...{ NODE_OPTIONS: `--import ${fileWith(crash, 'crash.mjs')}`, CRASH_WHEN: flag },
    ...{ CRASH_IN: wanted.crash[0], CRASH_BY: wanted.crash[1] },
  };
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(TEST_|PW_|PLAYWRIGHT_|TARGET$|GPC_|NODE_OPTIONS)/.test(name),
  );
  const child = spawn(process.execPath, [program, ...words], {
    ...{ cwd: inProject('.'), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
    env: { ...Object.fromEntries(kept), ...scene.environment, ...crashing, ...ownFolders, NO_COLOR: '1' },
  });
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const interrupt = async (): Promise<void> => {
    await Promise.race([scene.searched(4), ended]);
    if (wanted.crash !== undefined) writeFileSync(flag, '');
    if (wanted.signal !== undefined && child.exitCode === null) process.kill(-(child.pid ?? 0), wanted.signal);
  };
  const [exitCode] = await Promise.all([ended, interrupt()]);
  await everyProcessEnded(child.pid ?? 0);
  return { output, printed: { stdout: await stdout, stderr: await stderr }, exitCode };
}

/** An interrupted command may end before the suite that it started, which still cleans its folder up. */
async function everyProcessEnded(group: number): Promise<void> {
  await expect.poll(() => isAlive(group), { timeout: 60_000 }).toBe(false);
}

function isAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

for (const one of cases) {
  // Workers that die one after the other, and tests that end nobody knows how, take their time.
  const length = one.crash?.[0] === 'worker' ? ' @long' : '';
  test(`no secret of any kind is in a file or a line of a run that ${one.words}, and all files are their owner's alone${length}`, async () => {
    const scene = await startCanaryScene(one.manners);
    try {
      const { output, printed, exitCode } = await run(scene, one);
      const { stdout, stderr } = printed;
      expect(one.ends, `${stdout}\n${stderr}`).toContain(exitCode);
      expect(leaksIn([output, temporary], printed, scene.canaries()).slice(0, 20)).toEqual([]);
      expect(scene.told()).toBeGreaterThan(1);
      expect(
        [stdout, stderr, ...contentsIn(output)].some((content) => one.says.test(content)),
        stderr,
      ).toBe(true);
      expect(openToOthers(output)).toEqual([]);
    } finally {
      await scene.stop();
    }
  });
}

const contentsIn = (folder: string): readonly string[] =>
  everythingIn(folder).flatMap((path) => (statSync(path).isFile() ? [readFileSync(path, 'utf8')] : []));

/** Files and folders that somebody besides their owner may use. Windows knows no such modes. */
const openToOthers = (folder: string): readonly string[] =>
  process.platform === 'win32'
    ? []
    : [folder, ...everythingIn(folder)].filter((path) => (statSync(path).mode & 0o077) !== 0);

test('the search for secrets finds them in files and lines, in every coding', () => {
  const secret = 'a "secret" of some / length & more 0123456789';
  const folder = emptyFolder();
  const found = (content: string | Buffer, name = 'file'): number => {
    writeFileSync(join(folder, name), content);
    return leaksIn([folder], {}, new Map([['planted', secret]])).length;
  };
  expect(found('nothing')).toBe(0);
  for (const coding of ['base64', 'base64url'] as const) {
    for (const before of ['', '1', '12', '123'])
      expect(found(Buffer.from(`${before}${secret}!`).toString(coding))).toBeGreaterThan(0);
  }
  expect(found(encodeURIComponent(secret))).toBeGreaterThan(0);
  expect(found(JSON.stringify({ secret }))).toBeGreaterThan(0);
  expect(found(`cut ${secret.slice(0, 30)}…`)).toBeGreaterThan(0);
  expect(found('nothing')).toBe(0);
  expect(found(gzipSync(secret), 'file.gz')).toBeGreaterThan(0);
  expect(leaksIn([], { stdout: `said ${secret}` }, new Map([['planted', secret]]))).toContain(
    'planted as itself in stdout',
  );
});

test('credentials in a base URL are refused before anything is sent, and not quoted', async () => {
  const target = `name: x\npractices:\n  - { odsCode: A20047, baseUrl: 'https://someone:hunter2hunter2@provider.example/x', token: none, patient: { nhsNumber: '9990548609' } }\n`;
  const { stdout, stderr, exitCode } = await gpcConformance([
    'run',
    '--target',
    fileWith(target),
    '--output',
    emptyFolder(),
  ]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('carries a user name or password');
  expect(stdout + stderr).not.toMatch(/hunter2|someone:/);
});
