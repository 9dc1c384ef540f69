import { expect, test } from '@playwright/test';
import { Answer } from '../../../requirements/answer.js';
import { requirement } from '../../../requirements/catalogue.js';
import { bookedElsewhere, federationRules, untouchedByOthers } from '../../../requirements/federation.js';
import { judgeStanding, outcomeOf } from '../../../requirements/judgement.js';
import { answerTo, contextWith, searchset } from './answers.js';
import { searchFor, slot } from './slot-search.searchset.js';

const oneSlot = slot('s1', '2030-01-07T09:00:00+00:00', '2030-01-07T09:10:00+00:00');

const organisation = (code: string, id = 'o1'): object => ({
  resourceType: 'Organization',
  id,
  identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: code }],
});

const location = (reference: string): object => ({ resourceType: 'Location', managingOrganization: { reference } });

/** What FED-002 and FED-003 come to for a search that found these resources, at a practice that uses these premises. */
function outcomesOf(resources: readonly object[], otherPremises: readonly string[] = []): readonly string[] {
  const { parts } = searchFor(searchset(oneSlot, ...resources));
  const answer = new Answer({ ...parts, practice: { ...parts.practice, otherPremises } });
  return judgeStanding(federationRules, answer, contextWith()).map(({ outcome }) => outcome);
}

test('the organisation in an answer is the practice itself, or one whose premises the target file names', () => {
  expect(outcomesOf([organisation('A20047')])).toEqual(['pass', 'pass']);
  expect(outcomesOf([organisation('B82617')])).toEqual(['fail', 'fail']);
  expect(outcomesOf([organisation('B82617')], ['B82617'])).toEqual(['pass', 'pass']);
  expect(outcomesOf([organisation('A20047'), organisation('C84001', 'o2')], ['B82617'])).toEqual(['fail', 'fail']);
});

test('an answer without any organisation shows nothing about whose slots they are', () => {
  expect(outcomesOf([])).toEqual(['not-tested', 'not-tested']);
});

test('a surgery is managed by the practice, however the reference is written; another manager is only asked about', () => {
  const absolute = 'https://provider.example/A20047/STU3/1/Organization/o1';
  expect(outcomesOf([organisation('A20047'), location('Organization/o1')])).toEqual(['pass', 'pass']);
  expect(outcomesOf([organisation('A20047'), location(absolute)])).toEqual(['pass', 'pass']);
  expect(outcomesOf([organisation('A20047'), location('Organization/o2')])).toEqual(['warn', 'pass']);
});

const decisions: readonly (readonly [policy: string, status: number, outcome: string])[] = [
  ['probe', 201, 'pass'],
  ['probe', 403, 'not-applicable'],
  ['expected', 201, 'pass'],
  ['expected', 403, 'warn'],
  ['refused', 201, 'warn'],
  ['refused', 403, 'pass'],
];

for (const [crossPracticeBooking, status, outcome] of decisions) {
  test(`a booking elsewhere answered ${status} is ${outcome} where crossPracticeBooking is ${crossPracticeBooking}`, () => {
    const wanted = requirement('FED-007');
    const booking = answerTo('book', { appointment: {} }, { status });
    expect(outcomeOf(wanted, bookedElsewhere(booking, wanted, contextWith({ crossPracticeBooking })))).toBe(outcome);
  });
}

test('a practice is judged beside others only where one of them had nothing to offer', () => {
  const wanted = requirement('FED-004');
  const came = (othersWithoutSlots: readonly string[], httpStatus = 200): string =>
    outcomeOf(
      wanted,
      untouchedByOthers({ search: searchFor(searchset(), { httpStatus }), othersWithoutSlots }, wanted),
    );
  expect(came(['B82617'])).toBe('pass');
  expect(came(['B82617'], 500)).toBe('fail');
  expect(came([])).toBe('not-tested');
});
