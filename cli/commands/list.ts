import { Command } from 'commander';
import { collected } from '../options.js';
import { select } from '../selection.js';

interface ListFlags {
  readonly only: readonly string[];
  readonly level?: string;
  readonly json?: boolean;
}

/** `list`: the requirements a run would be held against, with level and source. Sends nothing, touches no report. */
export function listCommand(): Command {
  return new Command('list')
    .description('list requirements: id, level, how they are tested, statement and source')
    .option('--only <what...>', 'requirement ids, areas, interactions or globs', collected, [])
    .option('--level <level>', 'shall, should (and above) or may (everything)')
    .option('--json', 'print JSON')
    .action((flags: ListFlags) => {
      const selected = select(flags);
      if (flags.json === true) {
        const shown = selected.map(({ id, area, level, testable, statement, source }) => {
          return { id, area, level, testable, statement, source };
        });
        process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
        return;
      }
      for (const { id, level, testable, statement } of selected) {
        process.stdout.write(`${id.padEnd(9)} ${level.padEnd(6)} ${testable.padEnd(12)} ${statement}\n`);
      }
      process.stdout.write(`${selected.length} requirements\n`);
    });
}
