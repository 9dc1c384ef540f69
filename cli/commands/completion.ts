import { Argument, Command } from 'commander';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import { completedCommands, type CompletedCommand } from '../completion/model.js';
import { zshCompletion } from '../completion/zsh.js';

const scripts: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `completion SHELL`: prints a script that completes commands, options, requirements, faults and files. */
export function completionCommand(wholeProgram: () => Promise<Command>): Command {
  return new Command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(scripts)))
    .action(async (shell: string) => {
      const commands = completedCommands(await wholeProgram());
      process.stdout.write(scripts[shell]?.(commands) ?? '');
    });
}
