import type { Answer } from '../../../requirements/answer.js';
import { answerTo } from './answers.js';

type Resource = Record<string, unknown>;

const definitions = 'https://fhir.nhs.uk/STU3/StructureDefinition';

const meta = (profile: string): Resource => ({ versionId: '1', profile: [`${definitions}/${profile}`] });

/** A free slot of the one list there is. */
export const slot = (id: string, start: string, end: string): Resource => ({
  resourceType: 'Slot',
  id,
  meta: meta('GPConnect-Slot-1'),
  extension: [{ url: `${definitions}/Extension-GPConnect-DeliveryChannel-2`, valueCode: 'In-person' }],
  serviceType: [{ text: 'Routine appointment' }],
  schedule: { reference: 'Schedule/c1' },
  status: 'free',
  start,
  end,
});

/** A searchset that breaks nothing, with its parts at hand for being broken. Turns into its Bundle as JSON. */
export interface Searchset {
  readonly bundle: Resource;
  readonly first: Resource;
  readonly last: Resource;
  readonly schedule: Resource;
  /** The coding of the Schedule's practitioner role. */
  readonly role: Resource;
  readonly location: Resource;
  readonly add: (resource: Resource) => void;
  readonly drop: (resourceType: string) => void;
  readonly toJSON: () => Resource;
}

/** Two slots on 7 and 9 January 2030 with Schedule, Practitioner, Location and Organization. */
export function goodSearchset(): Searchset {
  const first = slot('s1', '2030-01-07T09:00:00+00:00', '2030-01-07T09:10:00+00:00');
  const last = slot('s2', '2030-01-09T09:00:00+00:00', '2030-01-09T09:10:00+00:00');
  const role = {
    system: 'https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1',
    code: 'R0260',
    display: 'General Medical Practitioner',
  };
  const schedule = goodSchedule(role);
  const location = {
    resourceType: 'Location',
    id: 'l1',
    meta: meta('CareConnect-GPC-Location-1'),
    name: 'Main surgery',
    address: { line: ['1 High Street'], postalCode: 'LS1 4AP' },
    managingOrganization: { reference: 'Organization/o1' },
  };
  const bundle: Resource & { entry: { resource: Resource }[] } = {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: [first, last, schedule, practitioner, location, organisation].map((resource) => ({ resource })),
  };
  return {
    ...{ bundle, first, last, schedule, role, location },
    add: (resource) => void bundle.entry.push({ resource }),
    drop: (type) => void (bundle.entry = bundle.entry.filter(({ resource }) => resource['resourceType'] !== type)),
    toJSON: () => bundle,
  };
}

const goodSchedule = (role: Resource): Resource => ({
  resourceType: 'Schedule',
  id: 'c1',
  meta: meta('GPConnect-Schedule-1'),
  extension: [
    { url: `${definitions}/Extension-GPConnect-PractitionerRole-1`, valueCodeableConcept: { coding: [role] } },
  ],
  serviceCategory: { text: 'Morning surgery' },
  actor: [{ reference: 'Location/l1' }, { reference: 'Practitioner/p1' }],
  planningHorizon: { start: '2030-01-07T09:00:00+00:00', end: '2030-01-09T12:00:00+00:00' },
  comment: 'Ring the bell',
});

const practitioner: Resource = {
  resourceType: 'Practitioner',
  id: 'p1',
  meta: meta('CareConnect-GPC-Practitioner-1'),
  identifier: [{ system: 'https://fhir.nhs.uk/Id/sds-user-id', value: '111222333444' }],
  name: [{ family: 'Ellis' }],
};

const organisation: Resource = {
  resourceType: 'Organization',
  id: 'o1',
  meta: meta('CareConnect-GPC-Organization-1'),
  identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'A20047' }],
  name: 'Elmfield Medical Centre',
};

/** How a search asked, where it did not ask for 7 to 9 January 2030 with practitioners and locations. */
export interface AskedAs {
  readonly status?: string;
  readonly start?: string;
  readonly end?: string;
  readonly include?: string;
  readonly recurse?: readonly string[];
  readonly httpStatus?: number;
}

/** The answer to a search, with this body. */
export function searchFor(body: unknown, asked: AskedAs = {}): Answer<'slot-search'> {
  const { status = 'free', start = 'ge2030-01-07', end = 'le2030-01-09', include = 'Slot:schedule' } = asked;
  const { recurse = ['Schedule:actor:Practitioner', 'Schedule:actor:Location'], httpStatus = 200 } = asked;
  const query = new URLSearchParams({ status, start, end, ...(include !== '' && { _include: include }) });
  for (const one of recurse) query.append('_include:recurse', one);
  const told = { start: start.slice(2), end: end.slice(2), recurse, filters: [] };
  return answerTo('slot-search', told, { status: httpStatus, body, url: `/Slot?${query.toString()}` });
}
