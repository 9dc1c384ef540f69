import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { wantsColour } from '../../../reports/colour.js';
import { EvidenceLog, EvidenceTail, type EvidenceLine } from '../../../reports/evidence-log.js';
import { Progress, type NamedTest, type Screen } from '../../../reports/progress.js';
import type { Outcome } from '../../../requirements/outcome.js';
import { gpcConformance, inProject, program } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

const erased = '\r\u001b[2K';

const judged = (requirement: string, practice: string, outcome: Outcome): EvidenceLine => ({
  kind: 'judgement',
  test: 'a test',
  judgement: { requirement, practice, outcome, findings: [] },
});

const at = (practice: string, folder = 'sessions'): NamedTest => {
  return { practice, title: 'a patient books', file: `/suite/${folder}/a.spec.ts` };
};

interface Watched {
  readonly progress: Progress;
  /** Everything that was written, in the order of writing. */
  readonly written: string[];
  clockMs: number;
  readonly evidence: EvidenceLine[];
}

function watched(isTerminal: boolean, columns = 100): Watched {
  const written: string[] = [];
  const evidence: EvidenceLine[] = [];
  const screen: Screen = { isTerminal, columns: () => columns, write: (text) => void written.push(text) };
  const told: Watched = {
    written,
    evidence,
    clockMs: 0,
    progress: new Progress(screen, { fresh: () => evidence.splice(0), now: () => told.clockMs }),
  };
  return told;
}

test('the progress line says tests done, time left, requirement counts and the tests of each practice', () => {
  const told = watched(false);
  told.progress.begin(['A20047', 'A20047', 'A20047', 'B82617']);
  told.evidence.push(judged('SLOT-010', 'A20047', 'pass'), judged('SLOT-010', 'B82617', 'warn'));
  told.clockMs = 60_000;
  told.progress.test({ ...at('A20047'), status: 'passed', ms: 1200 });
  told.progress.renew();
  expect(told.written).toEqual(['[1/4] about 3 min 0 s left; 0 fail, 1 warn, 1 pass; A20047 1/3, B82617 0/1\n']);
  told.progress.end();
});

test('a requirement that fails after it passed is counted as failed, and once', () => {
  const told = watched(false);
  told.progress.begin(['A20047']);
  told.evidence.push(judged('SLOT-010', 'A20047', 'pass'));
  told.progress.renew();
  told.evidence.push(judged('SLOT-010', 'A20047', 'fail'), judged('SLOT-010', 'A20047', 'pass'));
  told.progress.renew();
  expect(told.written.at(-1)).toBe('[0/1]; 1 fail; A20047 0/1\n');
  told.progress.end();
});

test('on a terminal one line renews itself in place, within its width, and is gone at the end', () => {
  const told = watched(true, 40);
  told.progress.begin(Array.from({ length: 30 }, (_, index) => `P${10_000 + index}`));
  told.progress.renew();
  const [line = ''] = told.written;
  expect(line.startsWith(`${erased}[0/30]`)).toBe(true);
  expect(line).not.toContain('\n');
  expect([...line.replace(erased, '')].length).toBeLessThanOrEqual(39);
  told.progress.end();
  expect(told.written.at(-1)).toBe(erased);
});

test('a test that passes leaves no line, one that does not says so', () => {
  const told = watched(false);
  told.progress.begin(['A20047', 'A20047']);
  told.progress.test({ ...at('A20047'), status: 'passed', ms: 1200 });
  told.progress.test({ ...at('A20047'), status: 'failed', ms: 1200 });
  told.progress.test({ ...at('A20047'), status: 'skipped', ms: 0, reason: 'no slot' });
  expect(told.written).toEqual([
    'FAIL  A20047  a patient books  1.2 s\n',
    'skip  A20047  a patient books  0.0 s  not tested: no slot\n',
  ]);
  told.progress.end();
});

test('the numbered steps of sessions stay above the progress, those of other tests are not shown', () => {
  const told = watched(false);
  told.progress.begin(['A20047']);
  told.progress.step(at('A20047'), '1a search free slots', 'done');
  told.progress.step(at('A20047', 'book'), '1a search free slots', 'done');
  told.progress.step(at('A20047'), 'SESS-001 SHALL', 'done');
  expect(told.written).toEqual(['  A20047  1a search free slots\n']);
  told.progress.end();
});

test('what a provider says cannot steer the terminal through the progress', () => {
  const told = watched(false);
  told.progress.begin(['A20047']);
  told.progress.say('FAIL \u001b[2J\u0007 gone');
  expect(told.written.join('')).not.toMatch(/[^\P{Cc}\n]/u);
  told.progress.end();
});

test('evidence is read as it comes, and a line that is not complete yet waits', () => {
  const output = emptyFolder();
  const tail = new EvidenceTail(output);
  expect(tail.next()).toEqual([]);
  const log = new EvidenceLog(output, 'worker-0');
  log.write(judged('SLOT-010', 'A20047', 'pass'));
  expect(tail.next()).toEqual([judged('SLOT-010', 'A20047', 'pass')]);
  expect(tail.next()).toEqual([]);
  new EvidenceLog(output, 'worker-1').write(judged('SLOT-011', 'A20047', 'fail'));
  log.write(judged('SLOT-012', 'A20047', 'warn'));
  expect(tail.next()).toHaveLength(2);
});

const colours = [
  { terminal: true, environment: {}, wanted: true },
  { terminal: false, environment: {}, wanted: false },
  { terminal: true, environment: { NO_COLOR: '1' }, wanted: false },
  { terminal: true, environment: { NO_COLOR: '' }, wanted: true },
  { terminal: false, environment: { FORCE_COLOR: '1' }, wanted: true },
  { terminal: true, environment: { FORCE_COLOR: '0' }, wanted: false },
  { terminal: true, environment: { NO_COLOR: '1', FORCE_COLOR: '1' }, wanted: false },
] as const;

for (const { terminal, environment, wanted } of colours) {
  const where = terminal ? 'on a terminal' : 'in a file';
  test(`colour is ${wanted ? 'used' : 'left out'} ${where} with ${JSON.stringify(environment)}`, () => {
    expect(wantsColour({ isTTY: terminal }, environment)).toBe(wanted);
  });
}

test('a run keeps its output for the summary and shows progress beside it', async () => {
  test.setTimeout(180_000);
  const provider = await startProvider({ practices: 1, faults: ['confirms-another-slot'] });
  try {
    const words = ['run', '--target', fileWith(provider.targetFile()), '--only', 'SESS-001', 'SESS-004', '--output'];
    const told = await gpcConformance([...words, emptyFolder()]);
    expect(told.stdout).toMatch(/^NON-CONFORMANT \(exit code 1\)/);
    expect(told.stdout).toContain('Most important findings');
    expect(told.stdout).not.toContain('1a search');
    expect(told.stderr).toMatch(/^ {2}A20047 {2}1a search free slots at A20047/m);
    expect(told.stderr).toMatch(/^FAIL {2}A20047/m);
    expect(told.exitCode).toBe(1);
  } finally {
    await provider.stop();
  }
});

test('on a real terminal the progress line renews itself in place @slow', async () => {
  test.skip(!existsSync('/usr/bin/script'), 'there is no program here that gives a command a terminal');
  test.setTimeout(180_000);
  const provider = await startProvider({ practices: 1 });
  try {
    const folder = emptyFolder();
    const target = fileWith(provider.targetFile());
    const run = `run --target ${target} --only SESS-001 --output ${join(folder, 'out')}`;
    const command = `${process.execPath} ${program} ${run}`;
    const child = spawn('script', ['-qec', command, join(folder, 'typescript')], {
      cwd: inProject('.'),
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TERM: 'xterm' },
    });
    const status = await new Promise((done) => child.once('exit', done));
    const seen = readFileSync(join(folder, 'typescript'), 'utf8');
    expect(seen).toContain(`${erased}[0/`);
    expect(seen).toContain('\u001b[32m');
    expect(status).toBe(0);
  } finally {
    await provider.stop();
  }
});
