import { CommanderError } from 'commander';
import { messageOf, Problem, type ProblemKind } from '../problem.js';
import { commandLine } from './program.js';

/** Exit codes of the contract for what keeps a command from doing its work. */
const exitCodes: Readonly<Record<ProblemKind, number>> = {
  usage: 2,
  unreachable: 3,
  network: 3,
  missing: 4,
  defect: 5,
};

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

// A reader such as `head` may close the pipe before everything is written; that is its right and no defect.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  const program = await commandLine(process.argv[2]);
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = await explain(thrown);
}
