import { expect, test } from '@playwright/test';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { differences } from '../../../reports/diff/differences.js';
import type { ConformanceResult } from '../../../reports/result.js';
import { readResult } from '../../../reports/writers/json.js';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

test.describe.configure({ mode: 'default', timeout: 480_000 });

const resultIn = (folder: string): ConformanceResult => readResult(join(folder, 'conformance.json'));

/** What a merged run must have in common with a whole one to the letter; findings carry ids and times and are compared as in diff. */
const rowsOf = ({ requirements }: ConformanceResult) =>
  requirements.map(({ id, practice, outcome, reason, tests, findings }) => ({
    // Which of two practices' tests came first is a matter of the moment.
    ...{ id, practice, outcome, reason, tests: tests.toSorted() },
    findings: findings.length,
  }));

test('four shards merged are the run that was not divided: rows, verdict, exit code, bookings and reports @long', async () => {
  const provider = await startProvider({ faults: ['confirms-another-slot'] });
  const root = emptyFolder();
  const words = ['run', '--only', 'sessions', 'federation', '--practice', 'A20047', '--quiet'];
  const target = fileWith(provider.targetFile());
  const whole = join(root, 'whole');
  const parts = [1, 2, 3, 4].map((part) => join(root, String(part)));
  try {
    const undivided = await gpcConformance([...words, '--target', target, '--output', whole]);
    for (const [place, part] of parts.entries()) {
      const shard = ['--shard', `${place + 1}/4`, '--target', target, '--output', part];
      expect([1, 4]).toContain((await gpcConformance([...words, ...shard])).exitCode);
    }
    const merged = join(root, 'merged');
    const [one = '', two = '', three = '', four = ''] = parts;
    const command = await gpcConformance(['merge', three, one, four, two, '--output', merged]);
    expect(command.stderr).toBe('');
    expect(command.exitCode).toBe(undivided.exitCode);
    expect(command.exitCode).toBe(1);
    showsTheSame(resultIn(merged), resultIn(whole));
    isWhole(merged, parts);

    const less = await gpcConformance(['merge', one, two, four, '--output', join(root, 'less'), '--json']);
    const found = JSON.parse(less.stdout) as ConformanceResult;
    expect(found.verdictReason).toContain('Missing: shard 3/4 of the tests at A20047');
    expect(found.verdict).not.toBe('conformant');
    await refusesWhatDoesNotBelongTogether(root, whole, parts);
  } finally {
    await provider.stop();
  }
});

function showsTheSame(merged: ConformanceResult, whole: ConformanceResult): void {
  expect(rowsOf(merged)).toEqual(rowsOf(whole));
  expect(differences(whole, merged)).toMatchObject({ changes: [], onlyBefore: { rows: 0 }, onlyAfter: { rows: 0 } });
  expect({ ...merged.summary, verdict: merged.verdict }).toEqual({ ...whole.summary, verdict: whole.verdict });
  expect(merged.bookings).toEqual(whole.bookings);
  expect(merged.run.selection).toEqual(whole.run.selection);
  const walked = ({ sessions }: ConformanceResult) =>
    sessions.map(({ test: title, steps }) => `${title} ${steps.map(({ number }) => number).join(' ')}`).sort();
  expect(walked(merged)).toEqual(walked(whole));
}

/** Every exchange is there once, and all that names one names one that is there; the reports are there too. */
function isWhole(folder: string, parts: readonly string[]): void {
  const { exchanges, requirements, sessions, run } = resultIn(folder);
  const ids = new Set(exchanges.map(({ id }) => id));
  expect(ids.size).toBe(exchanges.length);
  expect(exchanges.length).toBe(parts.reduce((sum, part) => sum + resultIn(part).exchanges.length, 0));
  expect(run.parts?.map(({ id }) => id)).toEqual(parts.map((part) => resultIn(part).run.id));
  for (const { id, file } of exchanges)
    expect((JSON.parse(readFileSync(join(folder, file), 'utf8')) as { id: string }).id).toBe(id);
  const named = [
    ...requirements.flatMap(({ findings }) => findings.flatMap(({ exchange }) => exchange ?? [])),
    ...sessions.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges)),
  ];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
  for (const report of ['report.html', 'summary.md', 'junit.xml', 'allure-report/index.html', 'ledger.jsonl'])
    expect(existsSync(join(folder, report))).toBe(true);
  const allure = (path: string): number =>
    readdirSync(join(path, 'allure-results')).filter((name) => name.endsWith('-result.json')).length;
  expect(allure(folder)).toBe(parts.reduce((sum, part) => sum + allure(part), 0));
}

async function refusesWhatDoesNotBelongTogether(root: string, whole: string, parts: readonly string[]): Promise<void> {
  const [one = '', two = ''] = parts;
  const other = (name: string, file: string, change: (text: string) => string): string => {
    const folder = join(root, name);
    cpSync(two, folder, { recursive: true });
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
    return folder;
  };
  const version = other('version', 'conformance.json', (text) =>
    text.replace(/"version": "[^"]+"/, '"version": "9.9.9"'),
  );
  const setting = other('setting', 'target.yaml', (text) => text.replace(/^( +)reason: \w+/m, '$1reason: omit'));
  const bare = other('bare', 'basis.json', (text) => text);
  rmSync(join(bare, 'basis.json'));
  const cases: readonly (readonly [words: readonly string[], says: RegExp])[] = [
    [[one, one], /Given twice: run /],
    [[one, version], /another harness version cannot have one verdict/],
    [[one, setting], /another setting of the target \(policies\.reason\)/],
    [[one, bare], /holds no basis\.json/],
    [[one, join(root, 'nowhere')], /no such folder/],
    [[one, two, '--output', one], /it is, or lies in, the output folder/],
    [[one, two, '--output', root], /holds something else than an earlier merge/],
    [[], /missing required argument 'run'/],
  ];
  for (const [words, says] of cases) {
    const command = await gpcConformance(['merge', '--output', join(root, 'refused'), ...words]);
    expect(command.stderr).toMatch(says);
    expect(command.exitCode).toBe(2);
  }
  expect(existsSync(join(root, 'refused'))).toBe(false);
  expect(resultIn(whole).run.parts).toBeUndefined();
}
