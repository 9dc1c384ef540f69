import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { everyCommand } from './every-command.js';
import { examplesFor } from './examples.js';

type Load = () => Promise<Command>;

/** Every command, loaded only when it is wanted: a command line starts with what it needs and nothing else. */
const commands: Readonly<Record<string, Load>> = {
  run: async () => (await import('./commands/run.js')).runCommand(),
  sweep: async () => (await import('./commands/sweep.js')).sweepCommand(),
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
  replay: async () => (await import('./commands/replay.js')).replayCommand(),
  diff: async () => (await import('./commands/diff.js')).diffCommand(),
  merge: async () => (await import('./commands/merge.js')).mergeCommand(),
  pack: async () => (await import('./commands/pack.js')).packCommand(),
  verify: async () => (await import('./commands/verify.js')).verifyCommand(),
  schema: async () => (await import('./commands/schema.js')).schemaCommand(),
  completion: async () => (await import('./commands/completion.js')).completionCommand(() => commandLine()),
};

/**
 * The command line: with only the command that is named, or with all of them, for help, suggestions and completion. Every
 * mistake is thrown as a CommanderError instead of ending the process, and every help ends with examples.
 */
export async function commandLine(named?: string): Promise<Command> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('gpc-conformance')
    .description('Conformance harness for GP Connect (Patient Facing) Appointment Management providers')
    .version(version);
  const wanted = named !== undefined && Object.hasOwn(commands, named) ? [named] : Object.keys(commands);
  for (const name of wanted) {
    const command = await commands[name]?.();
    if (command !== undefined) program.addCommand(command);
  }
  for (const { command, path } of everyCommand(program)) {
    command.exitOverride().showHelpAfterError(`See "${path} --help" for what there is.`);
    const examples = examplesFor(path);
    if (examples !== '') command.addHelpText('after', examples);
  }
  return program;
}
