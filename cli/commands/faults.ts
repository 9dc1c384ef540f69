import { Command } from 'commander';
import { FAULTS } from '../../fixtures/provider/faults/index.js';

/** `faults`: lists the faults of the embedded provider, as a table or (`--json`) as `[{id,title,violates}]`. */
export function faultsCommand(): Command {
  return new Command('faults')
    .description('list the faults that the embedded provider can be given')
    .option('--json', 'print JSON')
    .action((flags: { readonly json?: true }) => {
      process.stdout.write(flags.json ? faultsAsJson() : faultsAsTable());
    });
}

function faultsAsJson(): string {
  return `${JSON.stringify(FAULTS.map(({ id, title, violates }) => ({ id, title, violates })))}\n`;
}

function faultsAsTable(): string {
  const width = Math.max(0, ...FAULTS.map(({ id }) => id.length));
  return FAULTS.map(({ id, title, violates }) => `${id.padEnd(width)}  ${title}  [${violates.join(' ')}]\n`).join('');
}
