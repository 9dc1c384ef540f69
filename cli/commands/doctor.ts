import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { PatientApp } from '../../fixtures/consumer/patient-app.js';
import { loadRunTarget } from '../../fixtures/suite/run-target.js';
import { singleUse } from '../../fixtures/suite/run-settings.js';
import { Workbench } from '../../fixtures/suite/workbench.js';
import { tlsSettings } from '../../fixtures/transport/tls-settings.js';
import { messageOf, Problem } from '../../problem.js';
import { certificateIsGood, nameResolves, portAnswers } from '../doctor/connection.js';
import type { Diagnosis, Finding } from '../doctor/diagnosis.js';
import * as interactions from '../doctor/interactions.js';
import { collected } from '../options.js';

interface DoctorFlags {
  readonly target?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** `doctor`: says for each practice what is ready for a run and how to mend what is not. Books nothing. Exit 3 on a fail. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check name, port, certificate, token, patient, slots and clock of every practice')
    .option('--target <file>', 'target file (otherwise GPC_TARGET or TARGET)')
    .option('--set <path=value>', 'lay a value over the target file; may be repeated', collected, [])
    .option('--json', 'print JSON')
    .action(async (flags: DoctorFlags) => {
      process.exitCode = await examine(flags);
    });
}

async function examine(flags: DoctorFlags): Promise<number> {
  const named = flags.target ?? process.env['GPC_TARGET'] ?? process.env['TARGET'];
  if (named === undefined || named === '') {
    throw new Problem('usage', { what: 'No target file is named', mend: 'Give one with --target; "init" writes one' });
  }
  // The doctor leaves no evidence behind: its exchanges go to a folder that is gone when it ends.
  const scratch = mkdtempSync(join(tmpdir(), 'gpc-doctor-'));
  const run = { ...singleUse(resolve(named), scratch), targetSettings: flags.set };
  loadRunTarget(run);
  const bench = new Workbench(run, 'doctor');
  try {
    const diagnoses = await examineAll(bench);
    process.stdout.write(flags.json === true ? `${JSON.stringify({ diagnoses }, null, 2)}\n` : page(diagnoses));
    return diagnoses.some((one) => one.state === 'fail') ? 3 : 0;
  } finally {
    await bench.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function examineAll(bench: Workbench): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const practice of bench.target.practices) {
    const app = new PatientApp({
      patient: bench.patientAt(practice),
      target: bench.target,
      transport: bench.transport(),
      bookkeeper: bench.ledger,
      readOnly: true,
      purpose: 'set-up',
      nextDescription: () => bench.nextDescription(),
    });
    const base = new URL(practice.baseUrl);
    const checks: readonly (readonly [string, () => Promise<Finding>])[] = [
      ['name', () => nameResolves(base)],
      ['port', () => portAnswers(base)],
      ['certificate', () => certificateIsGood(base, tlsSettings(bench.target.tls))],
      ['token', () => interactions.tokenIsThere(app)],
      ['metadata', () => interactions.metadataIsServed(app)],
      ['clock', () => interactions.clocksAgree(app)],
      ['patient', () => interactions.patientIsFound(app)],
      ['slots', () => interactions.slotsAreThere(app, bench.target)],
    ];
    for (const [check, examination] of checks) {
      const blocked = found.find(
        (one) => one.practice === practice.odsCode && one.state === 'fail' && isGround(one.check),
      );
      const finding = blocked === undefined ? await attempt(examination) : skipped(blocked);
      found.push({ practice: practice.odsCode, check, ...finding });
    }
  }
  return found;
}

/** Without these nothing that follows can work, so it is skipped instead of failing for the same reason. */
const isGround = (check: string): boolean => ['name', 'port', 'certificate', 'token'].includes(check);

const skipped = (blocked: Diagnosis): Finding => ({ state: 'skip', detail: `mend "${blocked.check}" first` });

async function attempt(examination: () => Promise<Finding>): Promise<Finding> {
  try {
    return await examination();
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === 'defect') throw error;
    return { state: 'fail', detail: messageOf(error), mend: error.mend ?? 'See the message' };
  }
}

function page(diagnoses: readonly Diagnosis[]): string {
  return diagnoses
    .map(({ practice, check, state, detail, mend }) => {
      const line = `${state.toUpperCase().padEnd(5)} ${practice}  ${check.padEnd(12)} ${detail}\n`;
      return mend === undefined ? line : `${line}${' '.repeat(21 + practice.length)}${mend}\n`;
    })
    .join('');
}
