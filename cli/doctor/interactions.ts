import { decodeJwt } from 'jose';
import type { PatientApp } from '../../fixtures/consumer/patient-app.js';
import { offeredSlots } from '../../fixtures/consumer/slots.js';
import { rangesOf, searchWithAmendedRanges } from '../../fixtures/consumer/sessions/search.js';
import type { Target } from '../../fixtures/target/target.js';
import type { Answer } from '../../requirements/answer.js';
import { addDays, ukDate } from '../../requirements/uk-time.js';
import { fail, ok, warn, type Finding } from './diagnosis.js';

const minute = 60_000;

/** Whether a token can be had, and until when it is valid where it says so. */
export async function tokenIsThere(app: PatientApp): Promise<Finding> {
  const token = await app.patient.token();
  if (token === undefined) return ok('none is sent: an open sandbox');
  const expires = expiryOf(token.reveal());
  if (expires === undefined) return ok('a token is there; it does not say until when it is valid');
  const until = new Date(expires).toISOString();
  if (expires < Date.now()) return fail(`the token expired at ${until}`, 'Get a new token');
  if (expires < Date.now() + 10 * minute) return warn(`valid until ${until}`, 'Get a token that outlasts the run');
  return ok(`valid until ${until}`);
}

/** Only JWTs say when they expire; any other token is opaque to this side. */
function expiryOf(token: string): number | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : exp * 1000;
  } catch {
    return undefined;
  }
}

/** Whether the capability statement is served. */
export async function metadataIsServed(app: PatientApp): Promise<Finding> {
  const answer = await app.capabilities();
  const found = answer.body.resourceType === 'CapabilityStatement' && answer.status === 200;
  return found
    ? ok(`answered in ${answer.parts.ms} ms`)
    : warn(answer.inShort, 'GET [base]/metadata has to answer (META-001)');
}

/** How far this machine's clock is from the provider's. */
export async function clocksAgree(app: PatientApp): Promise<Finding> {
  const [date] = (await app.capabilities()).header('Date');
  if (date === undefined) return warn('the provider sends no Date header', 'Compare the clocks by hand');
  const seconds = Math.round((Date.parse(date) - Date.now()) / 1000);
  if (Math.abs(seconds) <= 60) return ok(`${seconds} s apart`);
  return warn(
    `${seconds} s apart`,
    'Set both clocks by the same time server: tokens and past appointments depend on it',
  );
}

/** Whether the token is accepted for the patient and the patient is known. */
export async function patientIsFound(app: PatientApp): Promise<Finding> {
  const today = ukDate(Date.now());
  const answer = await app.retrieve({ from: today, to: addDays(today, 14) });
  if (answer.status === 200) return ok(`${answer.appointments.length} appointments in the next fortnight`);
  return fail(`retrieve is answered ${answer.inShort}`, refusalHelp(answer));
}

/** Whether there are free slots in the ranges of the target's policy. */
export async function slotsAreThere(app: PatientApp, target: Target): Promise<Finding> {
  const ranges = rangesOf(target.search, ukDate(Date.now()));
  const quiet = {
    step: <T>(_number: string, _title: string, body: (note: () => void) => Promise<T>) => body(() => undefined),
  };
  const { attempts } = await searchWithAmendedRanges(app, ranges, quiet);
  const last = attempts.at(-1);
  if (last?.succeeded !== true) return fail(`the search is answered ${last?.inShort ?? ''}`, refusalHelp(last));
  const count = offeredSlots(last).length;
  const tried = `${attempts.length} of ${ranges.length} ranges asked`;
  if (count > 0) return ok(`${count} free slots, ${tried}`);
  return warn(`no free slots, ${tried}`, 'Provide free slots, or widen search.attempts in the target file');
}

function refusalHelp(answer: Answer | undefined): string {
  if (answer?.status === 401 || answer?.status === 403)
    return 'Check that the token belongs to this patient and practice';
  return 'Check baseUrl and patient.logicalId in the target file';
}
