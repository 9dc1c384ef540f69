import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { messageOf, Problem, type ProblemKind } from '../problem.js';
/** Exit codes of the contract for what keeps a command from doing its work. */
const exitCodes: Readonly<Record<ProblemKind, number>> = {
  usage: 2,
  unreachable: 3,
  network: 3,
  missing: 4,
  defect: 5,
};

/** Every command, loaded only when it is wanted: a command line starts with what it needs and nothing else. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./commands/run.js')).runCommand(),
  provider: async () => (await import('./commands/provider.js')).providerCommand(),
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand(),
  list: async () => (await import('./commands/list.js')).listCommand(),
  init: async () => (await import('./commands/init.js')).initCommand(),
  config: async () => (await import('./commands/config.js')).configCommand(),
  profiles: async () => (await import('./commands/profiles-verify.js')).profilesVerifyCommand(),
  cleanup: async () => (await import('./commands/cleanup.js')).cleanupCommand(),
  validate: async () => (await import('./commands/validate.js')).validateCommand(),
  requirements: async () => (await import('./commands/requirements.js')).requirementsCommand(),
  faults: async () => (await import('./commands/faults.js')).faultsCommand(),
};

/** Builds the command line: with the one command that is named, or with all of them for help and suggestions. */
async function commandLine(named: string | undefined): Promise<Command> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('gpc-conformance')
    .description('Conformance harness for GP Connect (Patient Facing) Appointment Management providers')
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError('See "gpc-conformance --help" for what there is.');
  const wanted = named !== undefined && Object.hasOwn(commands, named) ? [named] : Object.keys(commands);
  for (const name of wanted) {
    const command = await commands[name]?.();
    if (command !== undefined) program.addCommand(command);
  }
  for (const command of everyCommand(program)) command.exitOverride();
  return program;
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** Says what went wrong, without secrets, and gives the exit code for it. */
async function explain(thrown: unknown): Promise<number> {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCodes.usage;
  const { redactor } = await import('../fixtures/transport/redaction.js');
  const { knownSecrets } = await import('../fixtures/target/secret.js');
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
  const program = await commandLine(process.argv[2]);
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = await explain(thrown);
}
