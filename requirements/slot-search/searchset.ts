import type { Answer } from '../answer.js';
import type { Requirement } from '../catalogue.js';
import { declaresProfile } from '../declared-profile.js';
import { answeredAsTheCatalogueSays } from '../expectation.js';
import { all, each, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { rule, type JudgingContext, type Rule } from '../rule.js';
import { profiles } from '../stu3.js';
import { validWhere } from '../validity.js';
import { nothingFound, properSearch, slotsFound } from './asked.js';

/** SLOT-001, SLOT-041, SLOT-042, SLOT-060, SLOT-072, SLOT-073, SLOT-075 and SLOT-076: the Bundle as a whole. */
export const searchsetRules: readonly Rule[] = [
  rule({ id: 'SLOT-041', on: 'slot-search', when: nothingFound, check: nothingComesWithNothing }),
  rule({ id: 'SLOT-042', on: 'slot-search', when: nothingFound, check: emptySearchset }),
  rule({ id: 'SLOT-060', on: 'slot-search', when: properSearch, check: notPaged }),
  rule({
    id: 'SLOT-072',
    on: 'slot-search',
    when: slotsFound,
    check: (answer) => each(answer.resources, 'resource', withoutProfileOrVersion),
  }),
  rule({ id: 'SLOT-073', on: 'slot-search', when: slotsFound, check: validResources }),
  rule({ id: 'SLOT-075', on: 'slot-search', when: slotsFound, check: noSlotTwice }),
  rule({ id: 'SLOT-076', on: 'slot-search', when: properSearch, check: totalOfSlots }),
];

/** SLOT-001: the search is answered with the status of the catalogue and a searchset Bundle. */
export function searchset(answer: Answer<'slot-search'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(answer, wanted);
  return answer.succeeded ? all(status, notASearchset(answer)) : status;
}

/** SLOT-041, SLOT-042: the search of a range without free slots succeeds; what it holds is judged by the standing rules. */
export function answeredThoughEmpty(answer: Answer<'slot-search'>, wanted: Requirement): CheckResult {
  if (answer.slots.length > 0) return nothingToCheck('the range had free slots after all');
  return answeredAsTheCatalogueSays(answer, wanted);
}

function notASearchset({ body }: Answer): Finding[] {
  if (body.resourceType === 'Bundle' && body.at('type').text === 'searchset') return [];
  return [
    finding(body.resourceType === 'Bundle' ? body.at('type') : body, {
      rule: 'searchset',
      message: 'The answer is no searchset Bundle',
      expected: 'Bundle of type searchset',
      actual: `${body.resourceType ?? 'no resource'} ${body.at('type').shown}`,
    }),
  ];
}

/** An OperationOutcome among the entries is no resource that was found: SLOT-044 reports it. */
function nothingComesWithNothing(answer: Answer): CheckResult {
  return answer.resources
    .filter(({ resourceType }) => resourceType !== 'OperationOutcome')
    .map((resource) =>
      finding(resource, {
        rule: 'searchset.not-empty',
        message: 'No Slot matches, but the answer holds another resource',
        expected: 'a Bundle without entries',
        actual: `${resource.resourceType ?? 'no type'}/${resource.id ?? '(no id)'}`,
      }),
    );
}

/** The guide's own example has an empty array, which STU3 forbids, so that only warns. */
function emptySearchset(answer: Answer): CheckResult {
  const entry = answer.body.at('entry');
  if (answer.resources.length > 0) return all(notASearchset(answer), nothingComesWithNothing(answer));
  const emptyArray = Array.isArray(entry.value) && entry.value.length === 0;
  const message = 'An empty array stands where STU3 has the element left out';
  return all(
    notASearchset(answer),
    emptyArray ? [finding(entry, { rule: 'searchset.empty-array', severity: 'warning', message })] : [],
  );
}

function notPaged({ body }: Answer): CheckResult {
  return body
    .items('link')
    .filter((link) => link.at('relation').text === 'next')
    .map((link) =>
      finding(link, {
        rule: 'searchset.paged',
        message: 'The answer is one page of several; every matching Slot has to be in one Bundle',
        expected: 'no link with relation next',
      }),
    );
}

const { Slot, Schedule, Practitioner, Location, Organization } = profiles;
const ofType = new Map<string, string>(Object.entries({ Slot, Schedule, Practitioner, Location, Organization }));

/** SLOT-072. Types that have no business here are SLOT-044's to judge. */
function withoutProfileOrVersion(resource: Node): Finding[] {
  const canonical = ofType.get(resource.resourceType ?? '');
  if (canonical === undefined) return [];
  const profile = resource.at('meta', 'profile');
  const version = resource.at('meta', 'versionId');
  return [
    ...(declaresProfile(resource, canonical)
      ? []
      : [finding(profile, { rule: 'meta.profile', message: 'The profile is not named', expected: canonical })]),
    ...(version.text
      ? []
      : [finding(version, { rule: 'meta.version', message: 'There is no version id', expected: 'a version' })]),
  ];
}

/** SLOT-073. That a resource stands in the Bundle twice is SLOT-075's to judge. */
function validResources(answer: Answer, context: JudgingContext): CheckResult {
  return validWhere(answer, context, (found) => found.rule !== 'bundle.ambiguous');
}

function noSlotTwice({ slots }: Answer): CheckResult {
  const seen = new Set<string>();
  return slots.filter(({ id }) => id !== undefined && seen.size === seen.add(id).size).map(repeated);
}

const repeated = (slot: Node): Finding =>
  finding(slot.at('id'), { rule: 'slot.twice', message: 'The Slot stands twice in the answer', expected: 'once' });

function totalOfSlots({ body, slots }: Answer): CheckResult {
  const total = body.at('total');
  if (!total.exists || total.number === slots.length) return [];
  return [
    finding(total, {
      rule: 'searchset.total',
      message: 'The total is not the number of Slots that matched',
      expected: `${slots.length}, or no total`,
    }),
  ];
}
