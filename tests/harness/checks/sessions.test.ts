import { expect, test } from '@playwright/test';
import type { Answer } from '../../../requirements/answer.js';
import type { CheckResult } from '../../../requirements/finding.js';
import { confirmationAsAsked, patientByLogicalId } from '../../../requirements/sessions.js';
import { answerTo, baseUrl } from './answers.js';

const rulesIn = (result: CheckResult): readonly string[] =>
  'nothingToCheck' in result ? ['nothing to check'] : result.map((found) => found.rule);

const appointment = (patient: string, slot = 'Slot/s1'): object => ({
  resourceType: 'Appointment',
  start: '2030-01-07T09:00:00+00:00',
  end: '2030-01-07T09:10:00+00:00',
  slot: [{ reference: slot }],
  participant: [{ actor: { reference: patient } }, { actor: { reference: 'Location/l1' } }],
});

/** A booking for Patient/2 in Slot/s1 that was confirmed with these references. */
const confirmedWith = (patient: string, slot?: string): Answer<'book'> =>
  answerTo('book', { appointment: appointment('Patient/2') }, { status: 201, body: appointment(patient, slot) });

const references: readonly (readonly [words: string, patient: string, rules: readonly string[]])[] = [
  ['the reference that was sent', 'Patient/2', []],
  ['the same patient by absolute URL', `${baseUrl}/Patient/2`, []],
  ['the same patient with a version', 'Patient/2/_history/4', []],
  ['another patient', 'Patient/3', ['confirmation.patient']],
  ['another patient by absolute URL', `${baseUrl}/Patient/3`, ['confirmation.patient']],
  ['a patient whose id ends alike', 'Patient/12', ['confirmation.patient']],
  ['no patient at all', 'Practitioner/2', ['confirmation.patient']],
];

for (const [words, patient, rules] of references) {
  test(`a confirmation that names ${words} is ${rules.length === 0 ? 'right' : 'wrong'}`, () => {
    expect(rulesIn(patientByLogicalId(confirmedWith(patient)))).toEqual(rules);
    expect(rulesIn(confirmationAsAsked(confirmedWith(patient)))).toEqual(rules);
  });
}

test('a confirmed slot is told by its id, however the reference is written', () => {
  expect(rulesIn(confirmationAsAsked(confirmedWith('Patient/2', `${baseUrl}/Slot/s1`)))).toEqual([]);
  expect(rulesIn(confirmationAsAsked(confirmedWith('Patient/2', `${baseUrl}/Slot/s2`)))).toEqual(['confirmation.slot']);
});

test('a refused booking confirms nothing that could be compared', () => {
  const refused = answerTo('book', { appointment: appointment('Patient/2') }, { status: 409 });
  expect(rulesIn(patientByLogicalId(refused))).toEqual(['nothing to check']);
});
