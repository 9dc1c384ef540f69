import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Answer } from '../../../requirements/answer.js';
import { requirement } from '../../../requirements/catalogue.js';
import type { CheckResult } from '../../../requirements/finding.js';
import { outcomeOf } from '../../../requirements/judgement.js';
import { slotSearchRules } from '../../../requirements/slot-search.js';
import { ukDateTime } from '../../../requirements/uk-time.js';
import { contextWith, searchset } from './answers.js';
import { showsPlanningHorizon } from '../../../requirements/slot-search/content.js';
import { namesPractitioners } from '../../../requirements/slot-search/included.js';
import { goodSearchset, searchFor, slot, type Searchset } from './slot-search.searchset.js';

/** Outcome by requirement id of every standing rule that has something to say about an answer. */
function judgedAs(answer: Answer, policies = {}): Record<string, string> {
  const holding = slotSearchRules.filter((one) => one.when.holds(answer));
  const outcome = (id: string, result: CheckResult) => outcomeOf(requirement(id), result);
  return Object.fromEntries(holding.map((one) => [one.id, outcome(one.id, one.check(answer, contextWith(policies)))]));
}

const notPassed = (judged: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(judged).filter(([, outcome]) => outcome !== 'pass'));

test.describe('standing rules of the slot search', () => {
  test('pass a searchset as the guide describes it, each of them really judged', () => {
    const judged = judgedAs(searchFor(goodSearchset()));
    expect(notPassed(judged)).toEqual({});
    const notHere = ['SLOT-036', 'SLOT-038', 'SLOT-041', 'SLOT-042'];
    expect(Object.keys(judged).sort()).toEqual(
      slotSearchRules
        .map(({ id }) => id)
        .filter((id) => !notHere.includes(id))
        .sort(),
    );
  });

  const mistakes: readonly [words: string, change: (good: Searchset) => void, expected: Record<string, string>][] = [
    [
      'a slot before the range',
      ({ first }) => void (first['start'] = '2030-01-06T23:50:00+00:00'),
      { 'SLOT-007': 'fail' },
    ],
    [
      'a slot that ends after the range',
      ({ last }) => void (last['end'] = '2030-01-10T00:01:00+00:00'),
      { 'SLOT-007': 'fail' },
    ],
    ['a busy slot', ({ first }) => void (first['status'] = 'busy'), { 'SLOT-010': 'fail' }],
    [
      'a Schedule that is not there',
      ({ first }) => void (first['schedule'] = { reference: 'Schedule/gone' }),
      { 'SLOT-034': 'fail' },
    ],
    ['a practitioner who is not there', ({ drop }) => drop('Practitioner'), { 'SLOT-035': 'fail' }],
    ['no organisation', ({ drop }) => drop('Organization'), { 'SLOT-039': 'fail', 'SLOT-046': 'fail' }],
    [
      'a stray location',
      ({ add }) =>
        add({
          resourceType: 'Location',
          id: 'stray',
          meta: { versionId: '1', profile: [`${definitions}/CareConnect-GPC-Location-1`] },
          name: 'Elsewhere',
          managingOrganization: { reference: 'Organization/o1' },
        }),
      { 'SLOT-043': 'fail' },
    ],
    [
      'a Schedule without Location',
      ({ schedule }) => void (schedule['actor'] = [{ reference: 'Practitioner/p1' }]),
      { 'SLOT-037': 'not-tested', 'SLOT-043': 'fail', 'SLOT-045': 'fail' },
    ],
    ['a location managed by nobody', ({ location }) => delete location['managingOrganization'], { 'SLOT-046': 'fail' }],
    ['a time in UTC', ({ first }) => void (first['start'] = '2030-01-07T09:00:00Z'), { 'SLOT-048': 'fail' }],
    [
      'a time with fractions',
      ({ first }) => void (first['end'] = '2030-01-07T09:10:00.0+00:00'),
      { 'SLOT-048': 'fail' },
    ],
    [
      'a planning horizon in summer time',
      ({ schedule }) => void (schedule['planningHorizon'] = { start: '2030-01-07T09:00:00+01:00' }),
      { 'SLOT-049': 'fail' },
    ],
    ['a slot type of blanks', ({ first }) => void (first['serviceType'] = [{ text: '  ' }]), { 'SLOT-050': 'fail' }],
    [
      'a category without text',
      ({ schedule }) => void (schedule['serviceCategory'] = { coding: [{ code: 'x' }] }),
      { 'SLOT-051': 'fail' },
    ],
    ['a specialty', ({ schedule }) => void (schedule['specialty'] = [{ text: 'GP' }]), { 'SLOT-054': 'fail' }],
    ['no comment anywhere', ({ schedule }) => delete schedule['comment'], { 'SLOT-055': 'not-applicable' }],
    ['no delivery channel', ({ first }) => delete first['extension'], { 'SLOT-056': 'fail' }],
    ['no practitioner role', ({ schedule }) => delete schedule['extension'], { 'SLOT-057': 'fail' }],
    [
      'a role of HL7 UK',
      ({ role }) => void (role['system'] = 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1'),
      { 'SLOT-057': 'warn' },
    ],
    ['a next page', ({ bundle }) => void (bundle['link'] = [{ relation: 'next', url: 'x' }]), { 'SLOT-060': 'fail' }],
    [
      'no version',
      ({ location }) => void (location['meta'] = { profile: [`${definitions}/CareConnect-GPC-Location-1`] }),
      { 'SLOT-072': 'fail' },
    ],
    [
      'another profile',
      ({ first }) => void (first['meta'] = { versionId: '1', profile: ['http://example.org/Slot'] }),
      { 'SLOT-072': 'fail' },
    ],
    ['a flag that is a text', ({ first }) => void (first['overbooked'] = 'no'), { 'SLOT-073': 'fail' }],
    ['a slot twice', ({ add, first }) => add({ ...first }), { 'SLOT-075': 'warn' }],
    ['a total of everything', ({ bundle }) => void (bundle['total'] = 7), { 'SLOT-076': 'warn' }],
    [
      'an outcome among the entries',
      ({ add }) => add({ resourceType: 'OperationOutcome', id: 'oo' }),
      { 'SLOT-044': 'warn' },
    ],
    [
      'a service among the entries',
      ({ add }) => add({ resourceType: 'HealthcareService', id: 'h1' }),
      { 'SLOT-044': 'fail' },
    ],
  ];
  for (const [words, change, expected] of mistakes) {
    test(`say what is wrong with ${words}`, () => {
      const good = goodSearchset();
      change(good);
      const judged = notPassed(judgedAs(searchFor(good)));
      // What the validator thinks of it besides is its own tests' business.
      if (!('SLOT-073' in expected)) delete judged['SLOT-073'];
      if (!('SLOT-072' in expected)) delete judged['SLOT-072'];
      expect(judged).toEqual(expected);
    });
  }

  test('let Z only warn where the policy tolerates it', () => {
    const good = goodSearchset();
    good.first['start'] = '2030-01-07T09:00:00Z';
    expect(judgedAs(searchFor(good), { utcTimes: 'tolerate' })['SLOT-048']).toBe('warn');
    good.first['start'] = '2030-01-07T09:00:00.000+00:00';
    expect(judgedAs(searchFor(good), { utcTimes: 'tolerate' })['SLOT-048']).toBe('fail');
  });

  test('want practitioners and locations absent where they were not asked for', () => {
    const judged = judgedAs(searchFor(goodSearchset(), { recurse: [] }));
    expect(notPassed(judged)).toEqual({ 'SLOT-036': 'fail', 'SLOT-038': 'fail' });
  });

  test('ask a practice for no clinicians and no planning horizons that it does not have', () => {
    const good = goodSearchset();
    delete good.schedule['planningHorizon'];
    good.schedule['actor'] = [{ reference: 'Location/l1' }];
    good.drop('Practitioner');
    const judged = judgedAs(searchFor(good));
    expect(notPassed(judged)).toEqual({});
    expect(Object.keys(judged)).not.toContain('SLOT-035');
    expect(Object.keys(judged)).not.toContain('SLOT-049');
    expect([showsPlanningHorizon(searchFor(good)), namesPractitioners(searchFor(good))]).toEqual([false, false]);
    expect([showsPlanningHorizon, namesPractitioners].map((shows) => shows(searchFor(goodSearchset())))).toEqual([
      true,
      true,
    ]);
  });

  test('judge an empty searchset by what it must not hold', () => {
    const empty = { resourceType: 'Bundle', type: 'searchset' };
    expect(judgedAs(searchFor(empty))).toEqual({
      'SLOT-041': 'pass',
      'SLOT-042': 'pass',
      'SLOT-060': 'pass',
      'SLOT-076': 'pass',
    });
    expect(notPassed(judgedAs(searchFor({ ...empty, entry: [] })))).toEqual({ 'SLOT-042': 'warn' });
    const organisation = { ...empty, entry: [{ resource: { resourceType: 'Organization', id: 'o1' } }] };
    expect(notPassed(judgedAs(searchFor(organisation)))).toEqual({ 'SLOT-041': 'fail', 'SLOT-042': 'fail' });
  });

  for (const change of [
    { status: 'busy' },
    { start: 'gt2030-01-07' },
    { start: 'ge2030-01-07T09:00:00+01:00' },
    { end: 'le2030-01-01' },
    { end: 'le2030-13-01' },
    { include: '' },
  ]) {
    test(`leave an answer to a search alone that ought to have been refused: ${JSON.stringify(change)}`, () => {
      expect(judgedAs(searchFor(goodSearchset(), change))).toEqual({});
    });
  }

  test('leave a refusal alone', () => {
    expect(judgedAs(searchFor(goodSearchset(), { httpStatus: 422 }))).toEqual({});
  });

  test('never throw, whatever a body holds', () => {
    const names = fc.constantFrom(
      'resourceType',
      'entry',
      'resource',
      'Slot',
      'start',
      'actor',
      'meta',
      'link',
      'extension',
    );
    const anything = fc.jsonValue();
    const hostile = fc
      .dictionary(names, anything)
      .map((value) => ({ resourceType: 'Bundle', type: 'searchset', ...value }));
    const resources = fc.array(fc.dictionary(names, anything)).map((all) => ({
      resourceType: 'Bundle',
      entry: all.map((one) => ({ resource: { ...one, resourceType: 'Slot' } })),
    }));
    fc.assert(
      fc.property(fc.oneof(hostile, resources, anything), (body) => {
        const answer = searchFor(body);
        for (const one of slotSearchRules.filter(({ when }) => when.holds(answer))) one.check(answer, contextWith());
      }),
      { numRuns: 150 },
    );
  });

  test('find a slot outside the range exactly where it lies outside', () => {
    const [first, last] = [Date.parse('2030-07-01T08:00:00Z'), Date.parse('2030-07-01T16:00:00Z')];
    const instant = fc
      .integer({ min: first - 7_200_000, max: last + 7_200_000 })
      .map((ms) => Math.round(ms / 1000) * 1000);
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 60 }), (start, minutes) => {
        const end = start + minutes * 60_000;
        const range = { start: `ge${ukDateTime(first)}`, end: `le${ukDateTime(last)}` };
        const answer = searchFor(searchset(slot('s', ukDateTime(start), ukDateTime(end))), range);
        expect(judgedAs(answer)['SLOT-007']).toBe(start < first || end > last ? 'fail' : 'pass');
      }),
    );
  });
});

const definitions = 'https://fhir.nhs.uk/STU3/StructureDefinition';
