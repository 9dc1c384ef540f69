import { expect, test } from '@playwright/test';
import type { Command } from 'commander';
import { exampleLines } from '../../../cli/examples.js';
import { everyCommand } from '../../../cli/every-command.js';
import { commandLine } from '../../../cli/program.js';
import { gpcConformance } from './command.js';
import { parsedBy, shellWords } from './command-lines.js';

/** The text that `--help` prints for a command. */
function helpOf(command: Command): string {
  let shown = '';
  command.configureOutput({ writeOut: (text) => void (shown += text) });
  command.outputHelp();
  return shown;
}

test('the help of every command ends with examples, says them once, and fits 100 columns', async () => {
  const program = await commandLine();
  const reached = everyCommand(program);
  expect(reached.length).toBeGreaterThan(14);
  for (const { command, path } of reached) {
    command.configureHelp({ helpWidth: 100 });
    const help = helpOf(command);
    expect(help.split('\nExamples:').length - 1, `examples of ${path}`).toBe(1);
    expect(help, `an example of ${path}`).toMatch(new RegExp(`\n +${path}`));
    const [explained = ''] = help.split('\nExamples:');
    expect(Math.max(...explained.split('\n').map((line) => line.length)), path).toBeLessThanOrEqual(100);
  }
});

test('every command and every option says what it is for', async () => {
  const reached = everyCommand(await commandLine());
  const silent = reached.flatMap(({ command, path }) => [
    ...(command.description() === '' ? [path] : []),
    ...command.options.filter(({ description }) => description === '').map(({ flags }) => `${path} ${flags}`),
  ]);
  expect(silent).toEqual([]);
});

for (const [path, words] of exampleLines) {
  test(`"${`${path} ${words}`.trimEnd()}", in the help of ${path}, is a line that the program takes`, async () => {
    expect(await parsedBy(shellWords(`${path} ${words}`).slice(1))).toEqual('taken');
  });
}

test('an example with an option that does not exist would be noticed', async () => {
  expect(await parsedBy(['run', '--onyl', 'SESS-001'])).toContain("unknown option '--onyl'");
  expect(await parsedBy(['config', 'prnt'])).toContain('prnt');
  expect(await parsedBy(['schema', 'nothing'])).toContain('Allowed choices');
});

test('every command that reads something can say it as JSON', async () => {
  const silent = ['init', 'provider', 'cleanup', 'completion', 'schema', 'evidence', 'pack'];
  const without = everyCommand(await commandLine())
    .filter(({ command }) => command.commands.length === 0 && !silent.includes(command.name()))
    .filter(({ command }) => !command.options.some(({ long }) => long === '--json'))
    .map(({ path }) => path);
  expect(without).toEqual([]);
});

const misspelt = [
  { words: ['vaildate', 'x.json'], says: /Did you mean validate/ },
  { words: ['doctr'], says: /Did you mean doctor/ },
  { words: ['run', '--practise', 'A20047'], says: /Did you mean --practice/ },
  { words: ['config', 'prnt'], says: /Did you mean print/ },
  { words: ['list', '--only', 'SLOT-O10'], says: /Did you mean SLOT-010/ },
  { words: ['list', '--only', 'slotsearch'], says: /Did you mean slot-search/ },
  { words: ['schema', 'traget'], says: /Allowed choices are target/ },
  { words: ['completion', 'powershell'], says: /Allowed choices are bash, zsh, fish/ },
] as const;

for (const { words, says } of misspelt) {
  test(`"${words.join(' ')}" is answered with the word that was meant`, async () => {
    const { exitCode, stderr } = await gpcConformance([...words]);
    expect(stderr).toMatch(says);
    expect(exitCode).toBe(2);
  });
}
