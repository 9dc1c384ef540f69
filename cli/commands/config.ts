/** `config print`: what a run would work with, and where each value came from. */
import { Command } from 'commander';
import { describeTarget, type DescribedValue } from '../../fixtures/target/describe.js';

interface PrintOptions {
  readonly target?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** The command `config` with its subcommand `print`. It sends nothing; a target with mistakes throws Problem('usage'). */
export function configCommand(): Command {
  const command = new Command('config').description('look at the configuration');
  command
    .command('print')
    .description('print the merged target, secrets masked, each value with where it came from')
    .option('--target <file>', 'the target file (otherwise TARGET or GPC_TARGET)')
    .option('--set <path=value>', 'lay a value over the file; may be repeated', collect, [])
    .option('--json', 'print JSON')
    .action((options: PrintOptions) => {
      const values = describeTarget({ file: options.target, settings: options.set });
      process.stdout.write(options.json === true ? `${JSON.stringify({ values }, null, 2)}\n` : table(values));
    });
  return command;
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function table(values: readonly DescribedValue[]): string {
  const rows = values.map(({ path, value, source }) => [path, shown(value), source] as const);
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  const [paths, texts] = [width(0), width(1)];
  return rows.map(([path, value, source]) => `${path.padEnd(paths)}  ${value.padEnd(texts)}  ${source}\n`).join('');
}

/** One line for any value; control characters stay escaped so that a file cannot write to the terminal. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  return JSON.stringify(value);
}
