import { Command, Option } from 'commander';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../problem.js';
import { differences, type Differences } from '../../reports/diff/differences.js';
import { differencesInMarkdown, differencesInWords } from '../../reports/diff/words.js';
import { reportFiles } from '../../reports/files.js';
import type { ConformanceResult } from '../../reports/result.js';
import { readResult } from '../../reports/writers/json.js';

interface DiffFlags {
  readonly json?: true;
  readonly markdown?: true;
}

/** `diff A B`: what changed from one result to a later one. Exit 0 where it is not worse, 1 where it is, 2 unreadable. */
export function diffCommand(): Command {
  return new Command('diff')
    .description('say what changed from one result to a later one, and whether it is worse')
    .argument('<before>', 'output folder of the earlier run, or its conformance.json')
    .argument('<after>', 'the same of the later run')
    .addOption(new Option('--json', 'print JSON').conflicts('markdown'))
    .option('--markdown', 'print Markdown, for a pull request')
    .addHelpText('after', rule)
    .action((before: string, after: string, flags: DiffFlags) => {
      process.exitCode = compare(before, after, flags);
    });
}

const rule = `
Worse is: a requirement newly fails (a SHALL; with --strict also a SHOULD), or what passed or was
attested is no longer judged (not-tested, error, manual). Ids, times, addresses and counts within
findings are no change. What only one of the results holds (another selection, practice or
requirement set) is named and not compared; times are told and never worse.

Exit codes: 0 not worse, 1 worse, 2 a result that cannot be read, or nothing to compare`;

function compare(before: string, after: string, flags: DiffFlags): number {
  const found = differences(resultAt(before), resultAt(after));
  if (found.compared === 0) {
    throw new Problem('usage', {
      what: 'The two results have no requirement in common at any practice, so there is nothing to compare',
      where: `${before}, ${after}`,
      mend: 'Give two runs of the same practices whose selections overlap',
    });
  }
  process.stdout.write(written(found, flags));
  return found.isWorse ? 1 : 0;
}

function written(found: Differences, { json, markdown }: DiffFlags): string {
  if (json) return `${JSON.stringify(found)}\n`;
  return markdown ? differencesInMarkdown(found) : differencesInWords(found, process.stdout.columns || 160);
}

/** The result of a run by its output folder or by its file. Throws a `usage` Problem as `readResult` does. */
function resultAt(path: string): ConformanceResult {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return readResult(isFolder ? join(path, reportFiles.result) : path);
}
