import type { Argument, Command, Option } from 'commander';
import { FAULTS } from '../../fixtures/provider/faults/index.js';
import { areas, catalogue, interactions } from '../../requirements/catalogue.js';
import { everyCommand } from '../every-command.js';

/** What may stand in a place of the command line: a file, one of these words, or something only its writer knows. */
export type Values = 'files' | readonly string[];

/** An option as a shell offers it. */
export interface CompletedOption {
  /** With dashes, the long form first. */
  readonly names: readonly string[];
  readonly description: string;
  /** Undefined where it takes no value. */
  readonly values: Values | undefined;
  /** Takes more than one value in a row. */
  readonly variadic: boolean;
}

/** A command as a shell offers it; `path` is empty for the program itself, `/run`, `/config/print` for what is below. */
export interface CompletedCommand {
  readonly path: string;
  readonly description: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  readonly operands: Values;
}

/** Everything a shell can complete, read off the program itself. */
export function completedCommands(program: Command): readonly CompletedCommand[] {
  return everyCommand(program).map(({ command, path }) => ({
    path: path.replace(/^\S+/, '').replaceAll(' ', '/'),
    description: command.description(),
    subcommands: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
    options: command.createHelp().visibleOptions(command).map(completedOption),
    operands: command.registeredArguments.map(valuesOfArgument)[0] ?? [],
  }));
}

/** The paths of all commands that have a word of their own. */
export const pathsOf = (commands: readonly CompletedCommand[]): readonly string[] =>
  commands.map(({ path }) => path).filter((path) => path !== '');

/** Words for options whose values are known, by the long name. */
const known: Readonly<Record<string, () => readonly string[]>> = {
  '--only': () => [...areas, ...interactions.filter((one) => !areas.some((area) => area === one)), ...catalogue.keys()],
  '--requirement': () => [...catalogue.keys()],
  '--level': () => ['shall', 'should', 'may'],
  '--fault': () => FAULTS.map(({ id }) => id),
};

/** How help names a value that is a file or a folder. */
const isPath = (placeholder: string): boolean => /file|folder|dir|path(?!=)|run|archive|pack/.test(placeholder);

function completedOption(option: Option): CompletedOption {
  const { long, short, description, flags, required, optional, variadic } = option;
  const names = [long, short].filter((name) => name !== undefined && name !== null);
  return {
    names,
    description,
    values: required || optional ? valuesOf(option, long ?? '', flags) : undefined,
    variadic,
  };
}

function valuesOf({ argChoices }: Option, long: string, flags: string): Values {
  if (argChoices !== undefined) return argChoices;
  if (Object.hasOwn(known, long)) return known[long]?.() ?? [];
  return isPath(/[<[](.*)[\]>]/.exec(flags)?.[1] ?? '') ? 'files' : [];
}

function valuesOfArgument(argument: Argument): Values {
  return argument.argChoices ?? (isPath(argument.name()) ? 'files' : []);
}
