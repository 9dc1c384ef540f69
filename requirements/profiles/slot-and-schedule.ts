import { finding, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import type { JudgingContext, Rule } from '../rule.js';
import { extensions } from '../stu3.js';
import { validWhere } from '../validity.js';
import type { Answer } from '../answer.js';
import { endsTooEarly } from './appointment.js';
import {
  atMostOne,
  everyOne,
  missing,
  nodesAt,
  otherCode,
  prohibited,
  systemAndValueOnly,
  typeReferredTo,
} from './elements.js';

/** PROF-S01 to PROF-S05 and PROF-C01 to PROF-C05: GPConnect-Slot-1 and GPConnect-Schedule-1. */

type Check = (resource: Node, context: JudgingContext, answer: Answer) => readonly Finding[];

const slotRule = (id: string, check: Check): Rule => everyOne({ id, on: 'slot-search', type: 'Slot', check });
const scheduleRule = (id: string, check: Check): Rule => everyOne({ id, on: 'slot-search', type: 'Schedule', check });

const jobRoles = 'https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1';
const jobRolesElsewhere = 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1';

const channels = ['In-person', 'Telephone', 'Video'];

export const slotRules: readonly Rule[] = [
  slotRule('PROF-S01', (slot) => missing(slot, 'schedule.reference', 'status', 'start', 'end')),
  slotRule('PROF-S02', (slot) => prohibited(slot, 'serviceCategory', 'appointmentType')),
  slotRule('PROF-S03', (slot) => [
    ...slot.items('identifier').flatMap(systemAndValueOnly),
    ...atMostOne(slot.items('identifier'), 'identifier', 'warning'),
  ]),
  slotRule('PROF-S04', (slot) => {
    const given = withUrl(slot, extensions.deliveryChannel);
    return [
      ...atMostOne(given, 'delivery channel'),
      ...given.flatMap((channel) => missing(channel, 'valueCode')),
      ...given.flatMap((channel) => otherCode(channel.at('valueCode'), channels, 'warning')),
    ];
  }),
  slotRule('PROF-S05', (slot) => endsTooEarly(slot)),
];

export const scheduleRules: readonly Rule[] = [
  scheduleRule('PROF-C01', (schedule) => [
    ...missing(schedule, 'actor'),
    ...schedule.items('actor').flatMap((actor) => otherActor(actor, schedule)),
  ]),
  scheduleRule('PROF-C02', (schedule) => prohibited(schedule, 'active', 'serviceType')),
  scheduleRule('PROF-C03', (schedule) =>
    schedule.items('planningHorizon').flatMap((horizon) => missing(horizon, 'start')),
  ),
  scheduleRule('PROF-C04', (schedule) => schedule.items('identifier').flatMap(systemAndValueOnly)),
  scheduleRule('PROF-C05', (schedule, context, answer) => [
    ...withUrl(schedule, extensions.practitionerRole).flatMap(notAJobRole),
    ...outsideTheList(schedule, context, answer),
  ]),
];

const withUrl = (resource: Node, url: string): readonly Node[] =>
  resource.items('extension').filter((extension) => extension.at('url').text === url);

function otherActor(actor: Node, schedule: Node): Finding[] {
  const type = typeReferredTo(actor, schedule);
  if (type === 'Location' || type === 'Practitioner') return [];
  const words = { rule: 'reference.actor', message: 'The actor is neither a Location nor a Practitioner' };
  return [finding(actor.at('reference'), { ...words, expected: 'Location/[id] or Practitioner/[id]' })];
}

function notAJobRole(extension: Node): Finding[] {
  const codings = nodesAt(extension, 'valueCodeableConcept.coding');
  const own = codings.filter((coding) => [jobRoles, jobRolesElsewhere].includes(coding.at('system').text ?? ''));
  if (own.length === 0) {
    const at = codings[0]?.at('system') ?? extension.at('valueCodeableConcept', 'coding');
    return [
      finding(at, { rule: 'role.system', message: 'The role has no coding of the SDS job roles', expected: jobRoles }),
    ];
  }
  return own.flatMap((coding) => [
    ...missing(coding, 'code', 'display'),
    ...otherCode(coding.at('system'), [jobRoles], 'warning'),
  ]);
}

/** The list itself is the validator's: an extensible binding it says nothing more than a warning about. */
function outsideTheList(schedule: Node, context: JudgingContext, answer: Answer): readonly Finding[] {
  const outside = validWhere(
    answer,
    context,
    ({ rule, path, profile }) =>
      rule === 'binding.extensible' &&
      path.startsWith(`${schedule.path}.extension`) &&
      profile === extensions.practitionerRole,
  );
  return 'nothingToCheck' in outside ? [] : outside;
}
