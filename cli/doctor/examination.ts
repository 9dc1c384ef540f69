import type { Workbench } from '../../fixtures/suite/workbench.js';
import type { Practice } from '../../fixtures/target/target.js';
import { checks, notDone, type CheckName, type Diagnosis, type Finding } from './diagnosis.js';
import { clocksAgree, rateIsMeasured } from './measures.js';
import { answered, askingAt, metadataIsServed, patientIsFound, slotsAreThere, type Asking } from './questions.js';
import { reached } from './reach.js';
import { tlsIsGood } from './tls.js';
import { tokenIsThere } from './token.js';

/** Without these nothing that follows can work, so it is not done instead of failing for the same reason. */
const grounds: readonly CheckName[] = ['name', 'proxy', 'connection', 'tls'];

type Findings = Partial<Record<CheckName, Finding>>;

/**
 * Every check at one practice, in order; nothing is written to it. Each step keeps to the time-outs of the target file,
 * so that a practice which hangs ends too. Throws a `usage` Problem where settings of the target cannot be used.
 */
export async function examined(practice: Practice, bench: Workbench): Promise<readonly Diagnosis[]> {
  const base = new URL(practice.baseUrl);
  const found: Findings = await reached(base, bench.way);
  if (isOpen(found)) found.tls = await tlsIsGood(base, bench.way, bench.target);
  if (isOpen(found)) await askQuestions(askingAt(practice, bench), found);
  return checks.map((check) => ({
    practice: practice.odsCode,
    check,
    ...(found[check] ?? notDone(`mend "${cutOffBy(found) ?? 'token'}" first`)),
  }));
}

const cutOffBy = (found: Findings): CheckName | undefined => grounds.find((check) => found[check]?.state === 'fail');

const isOpen = (found: Findings): boolean => cutOffBy(found) === undefined;

/** The three questions are asked side by side, so that a provider which hangs is waited for once. */
async function askQuestions(asking: Asking, found: Findings): Promise<void> {
  found.token = await tokenIsThere(asking.practice.token, asking.app.patient);
  if (found.token.problem === 'no-token' || found.token.problem === 'token-endpoint-refuses') return;
  const questions = [metadataIsServed, patientIsFound, slotsAreThere].map((question) => answered(question, asking));
  const [metadata, patient, slots] = await Promise.all(questions);
  Object.assign(found, { metadata, patient, slots, clock: clocksAgree(asking) });
  found.rate =
    slots?.state === 'ok' || slots?.state === 'warn'
      ? await rateIsMeasured(asking)
      : notDone('the slot search, by which it is measured, is not answered');
}
