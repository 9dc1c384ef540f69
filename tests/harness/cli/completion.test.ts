import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bashCompletion } from '../../../cli/completion/bash.js';
import { fishCompletion } from '../../../cli/completion/fish.js';
import { completedCommands } from '../../../cli/completion/model.js';
import { zshCompletion } from '../../../cli/completion/zsh.js';
import { everyCommand } from '../../../cli/every-command.js';
import {} from '../temporary-folder.js';
import { commandLine } from '../../../cli/program.js';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

const isThere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** What bash offers after these words; the last one is being written. */
async function offeredByBash(...words: readonly string[]): Promise<readonly string[]> {
  const script = fileWith(bashCompletion(completedCommands(await commandLine())), 'completion.bash');
  const folder = emptyFolder();
  writeFileSync(join(folder, 'target.yaml'), '');
  mkdirSync(join(folder, 'targets'));
  const line = ['gpc-conformance', ...words].map((word) => `'${word}'`).join(' ');
  const program = `source '${script}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _gpc_conformance; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .filter((word) => word !== '')
    .toSorted();
}

test.describe('completion in bash', () => {
  test.skip(() => !isThere('bash'), 'there is no bash here');

  test('offers every command at the start, and those that begin as the word does', async () => {
    const names = (await commandLine()).commands.map((command) => command.name());
    expect(await offeredByBash('')).toEqual(expect.arrayContaining(names));
    expect(await offeredByBash('val')).toEqual(['validate']);
    expect(await offeredByBash('config', 'pr')).toEqual(['print']);
  });

  test('offers every option of a command, and no others', async () => {
    const options = everyCommand(await commandLine()).find(({ path }) => path === 'gpc-conformance run')?.command
      .options;
    const offered = await offeredByBash('run', '--');
    expect(offered).toEqual([...(options ?? []).map(({ long }) => long), '--help'].toSorted());
    expect(await offeredByBash('list', '--lev')).toEqual(['--level']);
  });

  test('offers requirements, areas and faults where they are asked for', async () => {
    expect(await offeredByBash('run', '--only', 'SESS-00')).toContain('SESS-001');
    expect(await offeredByBash('run', '--only', 'SESS-001', 'fed')).toEqual(['federation']);
    expect(await offeredByBash('list', '--level', '')).toEqual(['may', 'shall', 'should']);
    expect(await offeredByBash('provider', '--fault', 'books-with-2')).toContain('books-with-200');
    expect(await offeredByBash('schema', 'ta')).toEqual(['target']);
    expect(await offeredByBash('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
  });

  test('offers files and folders where a file is asked for, and options again after it', async () => {
    expect(await offeredByBash('run', '--target', 'tar')).toEqual(['target.yaml', 'targets']);
    expect(await offeredByBash('validate', 'target')).toEqual(['target.yaml', 'targets']);
    expect(await offeredByBash('run', '--target', 'target.yaml', '--sh')).toEqual(['--shard']);
    expect(await offeredByBash('run', '--target', 'target.yaml', '')).toContain('--shard');
  });

  test('offers nothing where only the user knows the value', async () => {
    expect(await offeredByBash('run', '--practice', '')).toEqual([]);
  });
});

/** What fish offers for the line, without its descriptions. */
async function offeredByFish(line: string): Promise<readonly string[]> {
  const script = fileWith(fishCompletion(completedCommands(await commandLine())), 'completion.fish');
  const program = `source '${script}'; complete -C '${line}'`;
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', program], {
    cwd: emptyFolder(),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.split('\t')[0] ?? '');
}

test('fish offers commands, options, requirements and values where each is asked for', async () => {
  test.skip(!isThere('fish'), 'there is no fish here');
  expect(await offeredByFish('gpc-conformance val')).toEqual(['validate']);
  expect(await offeredByFish('gpc-conformance config pr')).toEqual(['print']);
  expect(await offeredByFish('gpc-conformance list --lev')).toEqual(['--level']);
  expect(await offeredByFish('gpc-conformance list --level ')).toEqual(['may', 'shall', 'should']);
  expect(await offeredByFish('gpc-conformance run --only SESS-00')).toContain('SESS-001');
});

for (const [shell, script] of Object.entries({ bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion })) {
  test(`the script for ${shell} is one that ${shell} can read, and names every command and option`, async () => {
    const commands = completedCommands(await commandLine());
    const text = script(commands);
    if (isThere(shell)) expect(spawnSync(shell, ['-n', fileWith(text)], { encoding: 'utf8' }).stderr).toBe('');
    else test.info().annotations.push({ type: 'not tried', description: `there is no ${shell} here to read it` });
    for (const { options, subcommands } of commands) {
      for (const { name } of subcommands) expect(text).toContain(name);
      for (const { names } of options)
        expect(text).toContain((names[0] ?? '').replace(shell === 'fish' ? '--' : '', ''));
    }
    expect(text).toContain('SLOT-010');
    expect(text).not.toContain('undefined');
  });
}

test('the command prints the script that the shell is given', async () => {
  const { stdout, exitCode } = await gpcConformance(['completion', 'bash']);
  expect(stdout).toBe(bashCompletion(completedCommands(await commandLine())));
  expect(exitCode).toBe(0);
});
