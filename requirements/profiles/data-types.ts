import type { Answer } from '../answer.js';
import type { Interaction } from '../catalogue.js';
import { declaresProfile } from '../declared-profile.js';
import { each, finding, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { rule, succeeded, type JudgingContext, type Occasion, type Rule } from '../rule.js';
import { profiles } from '../stu3.js';
import { validWhere } from '../validity.js';
import { everyResource, missing, nodesAt, ownResources, prohibited, withAppointments } from './elements.js';

/** PROF-D01 to PROF-D06 and PROF-T01: what holds for an element or resource wherever it stands. */

const withResources: readonly Interaction[] = ['slot-search', ...withAppointments];

/** Types that carry an address or a telecom somewhere in these interactions. */
const addressed = ['Location', 'Organization', 'Practitioner', 'Patient'];

const elements = (answer: Answer, path: string): readonly Node[] =>
  everyResource(answer)
    .filter((resource) => addressed.includes(resource.resourceType ?? ''))
    .flatMap((resource) => nodesAt(resource, path));

/** A practice may have no address and no telecom to show at all, which is nothing against it. */
const withAny = (what: string, path: string): Occasion => ({
  words: `a successful answer with ${what}`,
  holds: (answer) => answer.succeeded && elements(answer, path).length > 0,
});

/** An empty Bundle could not say when anything was updated, which must not hide that the others do not say it. */
const withProfiledResources: Occasion = {
  words: 'a successful answer with a profiled resource',
  holds: (answer) => answer.succeeded && profiledResources(answer).length > 0,
};

const addressRule = (id: string, check: (address: Node) => readonly Finding[]): Rule =>
  rule({
    id,
    on: withResources,
    when: withAny('an Address', 'address'),
    check: (answer) => each(elements(answer, 'address'), 'Address', check),
  });

/** The types of GP Connect with a profile of their own, as entries or bodies (not Bundle, OperationOutcome, contained). */
const profiled: Readonly<Record<string, string>> = {
  Appointment: profiles.Appointment,
  Slot: profiles.Slot,
  Schedule: profiles.Schedule,
  Practitioner: profiles.Practitioner,
  Location: profiles.Location,
  Organization: profiles.Organization,
};

const profiledResources = (answer: Answer): readonly Node[] =>
  ownResources(answer).filter((resource) => Object.hasOwn(profiled, resource.resourceType ?? ''));

export const dataTypeRules: readonly Rule[] = [
  addressRule('PROF-D01', (address) => [...prohibited(address, 'state'), ...emptyParts(address)]),
  addressRule('PROF-D02', (address) => prohibited(address, 'text')),
  rule({
    id: 'PROF-D03',
    on: withResources,
    when: withAny('a ContactPoint', 'telecom'),
    check: (answer) =>
      each(elements(answer, 'telecom'), 'ContactPoint', (contact) => missing(contact, 'system', 'value')),
  }),
  rule({
    id: 'PROF-D05',
    on: withResources,
    when: succeeded,
    check: (answer) =>
      each(profiledResources(answer), 'profiled resource', (resource) => [
        ...missing(resource, 'meta.versionId'),
        ...undeclared(resource),
      ]),
  }),
  rule({ id: 'PROF-D06', on: withResources, when: withProfiledResources, check: lastUpdated }),
  rule({ id: 'PROF-T01', on: withAppointments, when: succeeded, check: patientsReturned }),
];

const parts = ['line', 'city', 'district', 'postalCode', 'country'];

function emptyParts(address: Node): Finding[] {
  return parts
    .flatMap((part) => nodesAt(address, part))
    .filter((part) => part.text === undefined || part.text.trim() === '')
    .map((part) =>
      finding(part, { rule: 'address.empty', message: 'An absent part of an address is left out', expected: 'a text' }),
    );
}

function undeclared(resource: Node): Finding[] {
  const expected = profiled[resource.resourceType ?? ''] ?? '';
  if (declaresProfile(resource, expected)) return [];
  const message = `The ${resource.resourceType ?? 'resource'} does not declare its profile`;
  return [finding(resource.at('meta', 'profile'), { rule: 'meta.profile', message, expected })];
}

/** A MAY: taken up where any resource of the answer says when it was last updated. */
function lastUpdated(answer: Answer): CheckResult {
  const resources = profiledResources(answer);
  if (resources.some((resource) => resource.at('meta', 'lastUpdated').exists)) return [];
  return each(resources.slice(0, 1), 'profiled resource', (resource) => missing(resource, 'meta.lastUpdated'));
}

/** Patients are no part of these answers; one that comes all the same only warns, and is held against its profile. */
function patientsReturned(answer: Answer, context: JudgingContext): CheckResult {
  const patients = everyResource(answer).filter((resource) => resource.resourceType === 'Patient');
  if (patients.length === 0) return [];
  const faults = validWhere(answer, context, ({ path, severity }) =>
    patients.some((patient) => severity === 'error' && path.startsWith(patient.path)),
  );
  return [...patients.map(unasked), ...('nothingToCheck' in faults ? [] : faults)].map((found) => ({
    ...found,
    severity: 'warning' as const,
  }));
}

function unasked(patient: Node): Finding {
  return finding(patient, {
    rule: 'patient.returned',
    message: 'A Patient is returned, which no interaction of the guide does',
    expected: 'a reference only',
    actual: 'a Patient resource',
  });
}
