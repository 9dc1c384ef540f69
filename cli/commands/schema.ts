import { Argument, Command } from 'commander';
import { schemaNames, schemaText, type SchemaName } from '../schemas.js';

/** `schema NAME`: prints the JSON Schema of a file, for editors and other programs. Sends nothing, writes nothing. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of a file, so that editors complete and explain it')
    .addArgument(new Argument('<name>', 'which file').choices(schemaNames))
    .action((name: SchemaName) => {
      process.stdout.write(schemaText(name));
    });
}
