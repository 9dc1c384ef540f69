import { CommanderError } from 'commander';
import { messageOf, Problem, type ProblemKind } from '../problem.js';
import { guardProcess } from '../fixtures/suite/guarded-process.js';
import { commandLine } from './program.js';

/** Exit codes of the contract for what keeps a command from doing its work. */
const exitCodes: Readonly<Record<ProblemKind, number>> = {
  usage: 2,
  unreachable: 3,
  network: 3,
  missing: 4,
  defect: 5,
};

/** Says what went wrong and gives the exit code for it; the guard of the process takes secrets out of the words. */
function explain(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCodes.usage;
  if (thrown instanceof Problem) {
    process.stderr.write(`${thrown.message}\n`);
    return exitCodes[thrown.kind];
  }
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
  process.stderr.write(`A defect of the harness: ${detail}\n`);
  return exitCodes.defect;
}

guardProcess(exitCodes.defect);

/** No command needs a secret on its command line, but --set takes one all the same. */
async function warnOfSecrets({ set = [] }: { readonly set?: readonly string[] }): Promise<void> {
  if (set.length === 0) return;
  const { pathsOfSecrets } = await import('../fixtures/target/secrets-in-settings.js');
  for (const path of pathsOfSecrets(set)) {
    const advice =
      'anybody on this machine can read it there; give it as env, file or command (docs/secrets-and-patient-data.md)';
    process.stderr.write(`Warning: --set ${path} puts a secret on the command line: ${advice}\n`);
  }
}

// A reader such as `head` may close the pipe before everything is written; that is its right and no defect.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  const program = await commandLine(process.argv[2]);
  program.hook('preAction', (_program, command) => warnOfSecrets(command.opts()));
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = explain(thrown);
}
