import type { Command } from 'commander';

/** A command with the words that call it, such as `gpc-conformance config print`. */
interface Reached {
  readonly command: Command;
  readonly path: string;
}

/** The command and all below it, in the order of help. */
export function everyCommand(command: Command, above = ''): readonly Reached[] {
  const path = `${above} ${command.name()}`.trimStart();
  return [{ command, path }, ...command.commands.flatMap((one) => everyCommand(one, path))];
}
