/** The two commands of the target file as a program of their own, so that tests run them as a user does. */
import { Command, CommanderError } from 'commander';
import { configCommand } from '../../../cli/commands/config.js';
import { initCommand } from '../../../cli/commands/init.js';
import { isProblem } from '../../../problem.js';

try {
  await new Command('program').addCommand(initCommand()).addCommand(configCommand()).exitOverride().parseAsync();
} catch (thrown) {
  if (!isProblem(thrown, 'usage') && !(thrown instanceof CommanderError)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = 2;
}
