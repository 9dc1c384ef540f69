import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { messageOf, Problem, type ProblemKind } from '../problem.js';
import { redactor } from '../fixtures/transport/redaction.js';
import { knownSecrets } from '../fixtures/target/secret.js';
import { cleanupCommand } from './commands/cleanup.js';
import { configCommand } from './commands/config.js';
import { faultsCommand } from './commands/faults.js';
import { initCommand } from './commands/init.js';
import { listCommand } from './commands/list.js';
import { providerCommand } from './commands/provider.js';
import { runCommand } from './commands/run.js';

/** Exit codes of the contract for what keeps a command from doing its work. */
const exitCodes: Readonly<Record<ProblemKind, number>> = {
  usage: 2,
  unreachable: 3,
  network: 3,
  missing: 4,
  defect: 5,
};

const commands = [runCommand, providerCommand, listCommand, initCommand, configCommand, cleanupCommand, faultsCommand];

/** Builds the command line with all its commands. */
function commandLine(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('gpc-conformance')
    .description('Conformance harness for GP Connect (Patient Facing) Appointment Management providers')
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError('See "gpc-conformance --help" for what there is.');
  for (const command of commands) program.addCommand(command());
  for (const command of everyCommand(program)) command.exitOverride();
  return program;
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** Says what went wrong, without secrets, and gives the exit code for it. */
function explain(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCodes.usage;
  const { text } = redactor(knownSecrets);
  if (thrown instanceof Problem) {
    process.stderr.write(`${text(thrown.message)}\n`);
    return exitCodes[thrown.kind];
  }
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
  process.stderr.write(`A defect of the harness: ${text(detail)}\n`);
  return exitCodes.defect;
}

try {
  await commandLine().parseAsync();
} catch (thrown) {
  process.exitCode = explain(thrown);
}
