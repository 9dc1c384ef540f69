import { PatientApp } from '../../fixtures/consumer/patient-app.js';
import { offeredSlots, startOf } from '../../fixtures/consumer/slots.js';
import { sessionRanges } from '../../fixtures/consumer/sessions/search.js';
import type { Workbench } from '../../fixtures/suite/workbench.js';
import type { Practice } from '../../fixtures/target/target.js';
import type { RecordedExchange } from '../../fixtures/transport/recorded-exchange.js';
import { Problem } from '../../problem.js';
import type { Answer } from '../../requirements/answer.js';
import { addDays, ukDate } from '../../requirements/uk-time.js';
import { cutOff, fail, notDone, ok, warn, type Finding } from './diagnosis.js';

/** No practice is asked more often than this by one examination. */
const mostRequests = 10;

/** How far ahead slots and appointments are looked for, in days, today included. */
const daysAhead = 14;

/** The patient's app as the doctor uses it: it only reads, asks nothing twice, and keeps what was exchanged. */
export interface Asking {
  readonly app: PatientApp;
  readonly practice: Practice;
  readonly bench: Workbench;
  readonly exchanges: readonly RecordedExchange[];
}

/** An app that asks at most `mostRequests` questions; a further one is a `missing` Problem and is not sent. */
export function askingAt(practice: Practice, bench: Workbench): Asking {
  const exchanges: RecordedExchange[] = [];
  const { target } = bench;
  let asked = 0;
  const app = new PatientApp({
    patient: bench.patientAt(practice),
    target: { ...target, pace: { ...target.pace, transientRetries: 0, maxRetryAfterMs: 0 } },
    transport: bench.transport((exchange) => exchanges.push(exchange)),
    bookkeeper: bench.ledger,
    readOnly: true,
    purpose: 'set-up',
    aroundRequest: (_title, send) => {
      asked += 1;
      if (asked <= mostRequests) return send();
      throw new Problem('missing', { what: `The doctor asks no more than ${mostRequests} questions` });
    },
    nextDescription: () => bench.nextDescription(),
  });
  return { app, practice, bench, exchanges };
}

/** Whether the capability statement is served, for which version of FHIR, and what it declares. */
export async function metadataIsServed({ app }: Asking): Promise<Finding> {
  const answer = await app.capabilities();
  if (isRefusal(answer)) return refused('GET /metadata', answer);
  const { body } = answer;
  if (answer.status !== 200 || body.resourceType !== 'CapabilityStatement') {
    const detail = `GET /metadata is answered ${answer.inShort}`;
    const mend = 'The service root of the practice has to serve its capability statement (META-001): check baseUrl';
    return warn({ problem: 'no-capability-statement', detail, mend }, { status: answer.status });
  }
  const fhirVersion = body.at('fhirVersion').text;
  const interactions = declaredIn(answer);
  const facts = { fhirVersion, interactions, ms: answer.parts.ms };
  const detail = `FHIR ${fhirVersion ?? '(version not said)'}, declares ${interactions.join(', ') || 'no interactions'}`;
  if (fhirVersion?.startsWith('3.0.') === true) return ok(detail, facts);
  const mend = 'The API is FHIR STU3 (3.0.1): check that baseUrl leads to it and not to another version';
  return warn({ problem: 'other-fhir-version', detail, mend }, facts);
}

function declaredIn({ body }: Answer): readonly string[] {
  const resources = body.items('rest').flatMap((rest) => rest.items('resource'));
  return resources.flatMap((resource) => {
    const codes = resource.items('interaction').flatMap((one) => one.at('code').text ?? []);
    return codes.length === 0 ? [] : [`${resource.at('type').text ?? '?'} (${codes.join(', ')})`];
  });
}

/** Whether the token is accepted for the patient, and the patient known by the logical id. */
export async function patientIsFound({ app, practice }: Asking): Promise<Finding> {
  if (!app.knowsPatient) {
    const detail = 'the logical id of the patient is not known, so nothing can be asked about the patient';
    const mend = 'Give patient.logicalId: no call of this API finds it out (SESS-005), and bookings need it';
    return warn({ problem: 'patient-id-not-known', detail, mend });
  }
  const today = ukDate(app.now);
  const answer = await app.retrieve({ from: today, to: addDays(today, daysAhead - 1) });
  if (isRefusal(answer)) return refused('retrieve appointments', answer);
  const count = answer.appointments.length;
  if (answer.status === 200) return ok(`found; ${count} appointments in the next ${daysAhead} days`, { count });
  const detail = `retrieve appointments is answered ${answer.inShort}`;
  const key = practice.patient.logicalId === undefined ? 'patient.nhsNumber' : 'patient.logicalId';
  const mend = `Check ${key} in the target file, and that the patient is registered at ${practice.odsCode}`;
  return fail({ problem: 'patient-not-found', detail, mend }, { status: answer.status });
}

/** How many free slots there are in the next two weeks, and when the first starts. */
export async function slotsAreThere({ app, bench }: Asking): Promise<Finding> {
  const { policies, search } = bench.target;
  const fortnight = { policies, search: { ...search, firstRangeDays: daysAhead - 1, attempts: 1 } };
  const [range] = sessionRanges(fortnight, ukDate(app.now));
  if (range === undefined) return notDone('no range to search');
  const answer = await app.searchBetween(range.start, range.end);
  if (isRefusal(answer)) return refused('the slot search', answer);
  if (!answer.succeeded) {
    const detail = `the slot search is answered ${answer.inShort}`;
    return fail(
      { problem: 'slot-search-refused', detail, mend: 'Check baseUrl and the practice behind it' },
      { status: answer.status },
    );
  }
  // A search for today also gives the slots of this morning.
  const slots = offeredSlots(answer).filter((slot) => startOf(slot) > app.now);
  const [first] = slots;
  if (first !== undefined) {
    const facts = { count: slots.length, first: first.start };
    return ok(`${slots.length} free in the next ${daysAhead} days, the first starts ${first.start}`, facts);
  }
  const detail = `no free slots in the next ${daysAhead} days`;
  const mend = 'Provide free slots for the test, or set search.attempts so that a run looks further ahead';
  return warn({ problem: 'no-free-slots', detail, mend }, { count: 0 });
}

const isRefusal = ({ status }: Answer): boolean => status === 401 || status === 403;

function refused(what: string, answer: Answer): Finding {
  const detail = `${what} is refused with ${answer.inShort}`;
  const mend = 'Check that the token is valid, was issued for this provider, and belongs to this patient and practice';
  return cutOff({ problem: 'token-refused', detail, mend }, { status: answer.status });
}

/**
 * The finding of a question, also where no answer comes: too busy a provider is there all the same. A `defect` Problem
 * and everything that is no Problem is thrown on.
 */
export async function answered(question: (asking: Asking) => Promise<Finding>, asking: Asking): Promise<Finding> {
  try {
    return await question(asking);
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === 'defect') throw error;
    const isBusy = /too busy/.test(error.what);
    const mend =
      error.mend ?? 'Try again; where it stays like this, ask the provider, or raise timeouts in the target file';
    const trouble = { problem: isBusy ? 'too-busy' : 'no-answer', detail: error.what, mend };
    return isBusy ? fail(trouble) : cutOff(trouble);
  }
}
