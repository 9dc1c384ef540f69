import { PatientApp, type PatientAppParts } from '../../../fixtures/consumer/patient-app.js';
import { offeredSlots } from '../../../fixtures/consumer/slots.js';
import type { Workbench } from '../../../fixtures/suite/workbench.js';
import type { Appointment } from '../../../requirements/stu3.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';

/** The app of the patient at the first practice of the target. */
export function appOn(bench: Workbench, parts: Partial<PatientAppParts> = {}): PatientApp {
  const [practice] = bench.target.practices;
  if (practice === undefined) throw new Error('the target names no practice');
  return new PatientApp({
    patient: bench.patientAt(practice),
    target: bench.target,
    transport: bench.transport(),
    bookkeeper: bench.ledger,
    readOnly: false,
    nextDescription: () => bench.nextDescription(),
    ...parts,
  });
}

/** The request for the free slot at a position among those of the coming week. */
export async function requestForSlot(app: PatientApp, position: number): Promise<Appointment> {
  const today = ukDate(Date.now());
  const search = await app.searchFreeSlots({ from: addDays(today, 1), to: addDays(today, 7) });
  const slot = offeredSlots(search)[position];
  if (slot === undefined) throw new Error('no free slot');
  return app.requestFor([slot]);
}

/** Books that slot. */
export const bookSlot = async (app: PatientApp, position: number) => app.book(await requestForSlot(app, position));
