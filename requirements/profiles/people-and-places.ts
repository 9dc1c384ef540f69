import { finding, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import type { Rule } from '../rule.js';
import { systems } from '../stu3.js';
import {
  atMostOne,
  everyOne,
  missing,
  nodesAt,
  otherCode,
  prohibited,
  withAppointments,
  everyResource,
  systemAndValueOnly,
} from './elements.js';

/** PROF-P01 to PROF-P04, PROF-L01 to PROF-L04, PROF-O01 to PROF-O03: what comes with a slot's Schedule. */

type Check = (resource: Node) => readonly Finding[];

const ofType =
  (type: string) =>
  (id: string, check: Check): Rule =>
    everyOne({ id, on: 'slot-search', type, check });
const practitionerRule = ofType('Practitioner');
const locationRule = ofType('Location');
const organisationRule = ofType('Organization');

const sdsUser = 'https://fhir.nhs.uk/Id/sds-user-id';
const sdsRoleProfile = 'https://fhir.nhs.uk/Id/sds-role-profile-id';
const odsSite = 'https://fhir.nhs.uk/Id/ods-site-code';

const identifiersOf = (resource: Node, system: string): readonly Node[] =>
  resource.items('identifier').filter((identifier) => identifier.at('system').text === system);

export const practitionerRules: readonly Rule[] = [
  practitionerRule('PROF-P01', (practitioner) => [
    ...missing(practitioner, 'meta.profile', 'meta.versionId', 'name'),
    ...missing(practitioner, 'identifier').map((found): Finding => ({ ...found, severity: 'warning' })),
  ]),
  practitionerRule('PROF-P02', (practitioner) => {
    const names = practitioner.items('name');
    return [
      ...missing(practitioner, 'name'),
      ...atMostOne(names, 'name'),
      ...names.flatMap((name) => missing(name, 'family')),
    ];
  }),
  practitionerRule('PROF-P03', (practitioner) =>
    prohibited(practitioner, 'telecom', 'address', 'birthDate', 'photo', 'qualification', 'communication'),
  ),
  practitionerRule('PROF-P04', (practitioner) => [
    ...atMostOne(identifiersOf(practitioner, sdsUser), 'SDS user id'),
    ...[sdsUser, sdsRoleProfile].flatMap((system) => identifiersOf(practitioner, system).flatMap(systemAndValueOnly)),
  ]),
];

export const locationRules: readonly Rule[] = [
  locationRule('PROF-L01', (location) =>
    missing(location, 'meta.profile', 'meta.versionId', 'name', 'managingOrganization'),
  ),
  locationRule('PROF-L02', (location) => prohibited(location, 'mode', 'address.state', 'endpoint')),
  locationRule('PROF-L03', (location) => [
    ...notShaped(location.at('telecom'), 'array', 'a list of ContactPoints'),
    ...notShaped(location.at('address'), 'object', 'a single Address'),
  ]),
  locationRule('PROF-L04', (location) => [
    ...atMostOne(identifiersOf(location, odsSite), 'ODS site code'),
    ...identifiersOf(location, odsSite).flatMap((identifier) => missing(identifier, 'value')),
  ]),
];

export const organisationRules: readonly Rule[] = [
  organisationRule('PROF-O01', (organisation) => [
    ...missing(organisation, 'meta.profile', 'meta.versionId', 'name'),
    ...withoutOdsCode(organisation),
  ]),
  organisationRule('PROF-O02', (organisation) => prohibited(organisation, 'contact', 'endpoint', 'address.state')),
  everyOne({
    id: 'PROF-O03',
    on: ['slot-search', ...withAppointments],
    type: 'Organization',
    among: everyResource,
    check: (organisation) => [
      ...atMostOne(organisation.items('type'), 'type'),
      ...nodesAt(organisation, 'type.coding').flatMap((coding) => [
        ...otherCode(coding.at('code'), ['gp-practice', 'urgent-care'], 'warning'),
        ...otherCode(coding.at('system'), [systems.organisationType], 'warning'),
      ]),
    ],
  }),
];

function notShaped(node: Node, shape: 'array' | 'object', expected: string): Finding[] {
  const isRight = Array.isArray(node.value) ? shape === 'array' : typeof node.value === 'object' && shape === 'object';
  if (!node.exists || isRight) return [];
  return [finding(node, { rule: 'json.shape', message: 'The element does not have the shape of its type', expected })];
}

function withoutOdsCode(organisation: Node): Finding[] {
  const codes = identifiersOf(organisation, systems.odsOrganisationCode);
  if (codes.some((identifier) => identifier.at('value').exists)) return [];
  const message = 'The organisation has no identifier with its ODS code';
  return [
    finding(organisation.at('identifier'), { rule: 'element.missing', message, expected: systems.odsOrganisationCode }),
  ];
}
