import { expect, test } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceResult } from '../../../reports/result.js';
import { sampleResult } from '../reports/sample-result.js';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

function resultFile(change: (result: ConformanceResult) => object = (result) => result): string {
  return fileWith(JSON.stringify(change(sampleResult())), 'conformance.json');
}

/** The sample at one practice only, by its place. */
const atPractice = (odsCode: string) =>
  resultFile((result) => {
    const requirements = result.requirements.filter(({ practice }) => practice === odsCode);
    return { ...result, requirements };
  });

const mistakes = [
  { fault: 'one result only', words: () => ['diff', resultFile()], says: /missing required argument 'after'/ },
  {
    fault: 'both JSON and Markdown',
    words: () => ['diff', resultFile(), resultFile(), '--json', '--markdown'],
    says: /--json' cannot be used with option '--markdown'/,
  },
  {
    fault: 'a folder without a result',
    words: () => ['diff', emptyFolder(), resultFile()],
    says: /result file cannot be read/,
  },
  {
    fault: 'a result of another schema version',
    words: () => ['diff', resultFile(), resultFile((result) => ({ ...result, schemaVersion: '2.0' }))],
    says: /schema version 2\.0/,
  },
  {
    fault: 'a file that is no result',
    words: () => ['diff', resultFile(), fileWith('{"a": 1}', 'x.json')],
    says: /no conformance result/,
  },
  {
    fault: 'results with nothing in common',
    words: () => ['diff', atPractice('A20047'), atPractice('B82617')],
    says: /no requirement in common at any practice/,
  },
] as const;

for (const { fault, words, says } of mistakes) {
  test(`diff of ${fault} is wrong usage with exit code 2 and words that help`, async () => {
    const { exitCode, stderr, stdout } = await gpcConformance(words());
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });
}

test('another requirement set is said, and compared where both know a requirement', async () => {
  const other = resultFile((result) => ({
    ...result,
    harness: { ...result.harness, requirementSet: 'pfs-appointments-0.2' },
    requirements: result.requirements.filter(({ id }) => id !== 'SESS-001'),
  }));
  const folder = emptyFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'conformance.json'), JSON.stringify(sampleResult()));
  const { exitCode, stdout } = await gpcConformance(['diff', folder, other]);
  expect(stdout).toContain('Another requirement set: pfs-appointments-0.1 before, pfs-appointments-0.2 after');
  expect(stdout).toContain('Only before, not compared: 2 rows (requirements SESS-001)');
  expect(exitCode).toBe(0);
});

test('help says what worse means', async () => {
  const { exitCode, stdout } = await gpcConformance(['diff', '--help']);
  expect(stdout).toContain('Worse is: a requirement newly fails');
  expect(stdout).toContain('Examples:');
  expect(exitCode).toBe(0);
});
