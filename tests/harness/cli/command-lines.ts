import { CommanderError } from 'commander';
import { everyCommand } from '../../../cli/every-command.js';
import { commandLine } from '../../../cli/program.js';

/**
 * Holds words against our own program without doing what they ask for: `taken`, or what is wrong with them. Options,
 * choices and number of arguments are the program's own.
 */
export async function parsedBy(words: readonly string[]): Promise<string> {
  const program = await commandLine(words[0]);
  let said = '';
  for (const { command } of everyCommand(program)) {
    command.configureOutput({ writeErr: (text) => void (said += text), writeOut: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 'taken';
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 'taken';
    if (thrown instanceof CommanderError) return `${said}${thrown.message}`;
    throw thrown;
  }
}

/**
 * The words of one simple command of a shell, up to a redirection, pipe or `||`: quotes are taken off, variables stand
 * for themselves.
 */
export function shellWords(line: string): readonly string[] {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\|\||&&|[|;>&])|((?:\\.|[^\s"'|;>&])+)/g)];
  const end = words.findIndex((word) => word[3] !== undefined);
  return words.slice(0, end === -1 ? undefined : end).map((word) => word[1] ?? word[2] ?? word[4] ?? '');
}
