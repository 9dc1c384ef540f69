import { resolve } from 'node:path';
import { Command } from 'commander';
import pLimit from 'p-limit';
import { Ledger, pagesInMemory } from '../../fixtures/ledger/ledger.js';
import { singleUse } from '../../fixtures/suite/run-settings.js';
import { RecordInMemory } from '../../fixtures/suite/suite-record.js';
import { Workbench } from '../../fixtures/suite/workbench.js';
import { nearest } from '../../fixtures/target/nearest.js';
import { knownSecrets } from '../../fixtures/target/secret.js';
import type { Practice, Target } from '../../fixtures/target/target.js';
import { redactor } from '../../fixtures/transport/redaction.js';
import { Problem } from '../../problem.js';
import { states, type Diagnosis } from '../doctor/diagnosis.js';
import { examined } from '../doctor/examination.js';
import { closingLine, practiceBlock } from '../doctor/page.js';
import { collected } from '../options.js';

interface DoctorFlags {
  readonly target?: string;
  readonly set: readonly string[];
  readonly practice: readonly string[];
  readonly json?: boolean;
}

/** Practices that are examined at the same time. */
const atOnce = 8;

/** `doctor`: says for each practice what is ready for a run and how to mend what is not. Only reads; books nothing. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check name, proxy, TLS, token, patient, slots, clock and rate of every practice, and say how to mend')
    .option('--target <file>', 'target file (otherwise GPC_TARGET or TARGET)')
    .option('--set <path=value>', 'lay a value over the target file; may be repeated', collected, [])
    .option('--practice <ods>', 'only this practice; may be repeated', collected, [])
    .option('--json', 'print JSON')
    .addHelpText('after', meaning)
    .action(async (flags: DoctorFlags) => {
      process.exitCode = await examine(flags);
    });
}

const meaning = `
Every check is ok, warn, fail or not-done (with the reason). A practice gets ten reads at most, and
no write. What each check means: docs/doctor.md.

Exit codes: 0 all ok or warned of, 2 wrong usage, 3 a practice cannot be reached or its
authorisation is dead, 4 another check failed, so that a run would leave requirements untested, 5 a
defect here`;

async function examine(flags: DoctorFlags): Promise<number> {
  const named = flags.target ?? process.env['GPC_TARGET'] ?? process.env['TARGET'];
  if (named === undefined || named === '') {
    throw new Problem('usage', { what: 'No target file is named', mend: 'Give one with --target; "init" writes one' });
  }
  // The doctor leaves no evidence behind: what it exchanges is kept in memory, and it books nothing.
  const run = { ...singleUse(resolve(named), process.cwd()), targetSettings: flags.set };
  const parts = { record: new RecordInMemory(), ledger: new Ledger(pagesInMemory()) };
  const bench = new Workbench(run, 'doctor', parts);
  try {
    const practices = wanted(bench.target, flags.practice);
    const show = flags.json === true ? () => undefined : printer(bench.target);
    const limit = pLimit(atOnce);
    const examinations = practices.map((practice) =>
      limit(async () => {
        const diagnoses = await examined(practice, bench);
        show(practice, diagnoses);
        return diagnoses;
      }),
    );
    const diagnoses = (await Promise.all(examinations)).flat();
    const exitCode = exitCodeOf(diagnoses);
    print(flags.json === true ? asJson(bench.target, diagnoses, exitCode) : closingLine(diagnoses, exitCode));
    return exitCode;
  } finally {
    await bench.close();
  }
}

/** Those that get the suite and those that only take part in the federated session. */
function wanted({ practices, federation, file }: Target, codes: readonly string[]): readonly Practice[] {
  const all = [...new Map([...federation, ...practices].map((one) => [one.odsCode, one])).values()];
  const known = [...practices, ...all.filter((one) => !practices.includes(one))];
  for (const code of codes) {
    if (known.some(({ odsCode }) => odsCode === code)) continue;
    const names = known.map(({ odsCode }) => odsCode);
    const suggestion = nearest(code, names, code.length);
    throw new Problem('usage', {
      what: `The target has no practice ${code}`,
      ...(file !== undefined && { where: file }),
      mend: `It has ${names.join(', ')}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
    });
  }
  return codes.length === 0 ? known : known.filter(({ odsCode }) => codes.includes(odsCode));
}

function exitCodeOf(diagnoses: readonly Diagnosis[]): number {
  const codes = diagnoses.flatMap(({ exit }) => exit ?? []);
  return codes.includes(3) ? 3 : codes.includes(4) ? 4 : 0;
}

const redact = redactor(knownSecrets);

const print = (text: string): void => void process.stdout.write(redact.text(text));

/** Prints each practice as soon as it has been examined, so that one that hangs keeps nobody waiting. */
function printer({ tls }: Target): (practice: Practice, diagnoses: readonly Diagnosis[]) => void {
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  const look = { colour, width: process.stdout.columns || 100 };
  if (!tls.rejectUnauthorized) print('CERTIFICATES ARE NOT VERIFIED (tls.rejectUnauthorized: false)\n\n');
  return (practice, diagnoses) => print(practiceBlock(practice, diagnoses, look));
}

/** The texts are cleared of secrets one by one, since a secret may be written differently within JSON. */
function asJson({ name }: Target, diagnoses: readonly Diagnosis[], exitCode: number): string {
  const count = (state: Diagnosis['state']): number => diagnoses.filter((one) => one.state === state).length;
  const counts = Object.fromEntries(states.map((state) => [state, count(state)]));
  const report = {
    schemaVersion: '1.0',
    target: name,
    checkedAt: new Date().toISOString(),
    exitCode,
    counts,
    diagnoses,
  };
  const cleared = (_key: string, value: unknown): unknown => (typeof value === 'string' ? redact.text(value) : value);
  return `${JSON.stringify(report, cleared, 2)}\n`;
}
