import type { Answer } from '../answer.js';
import type { Node } from '../node.js';
import { referredBy } from '../reference.js';
import type { JudgingContext } from '../rule.js';

/** Whose appointments a retrieve returns: RETR-015, RETR-032. */

/** The logical ids of an appointment's Patient participants. */
export const patientsOf = (appointment: Node): readonly string[] =>
  appointment
    .items('participant')
    .map((participant) => referredBy(participant.at('actor')))
    .filter((referred) => referred?.type === 'Patient')
    .map((referred) => referred?.id ?? '');

/**
 * The ids by which a participant may name the patient whom a retrieve addressed. Under the policy `patientId:
 * nhsNumber` the path has the NHS number and a participant the logical id; where the target file does not give that, the
 * first appointment's stands for it, so that all have to be of one patient.
 */
export function idsOfPatientAsked(
  { asked, practice, appointments }: Answer<'retrieve'>,
  { policies }: JudgingContext,
): readonly string[] {
  if (policies['patientId'] !== 'nhsNumber') return [asked.patientId];
  const [first] = appointments.map(patientsOf).filter((patients) => patients.length > 0);
  const logicalId = practice.patientId ?? first?.[0];
  return [asked.patientId, ...(logicalId === undefined ? [] : [logicalId])];
}
