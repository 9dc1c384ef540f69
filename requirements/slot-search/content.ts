import type { Answer } from '../answer.js';
import { each, finding, type CheckResult, type Finding } from '../finding.js';
import { notUkLocal } from '../local-time.js';
import { Node } from '../node.js';
import { rule, type Occasion, type Rule } from '../rule.js';
import { extensions } from '../stu3.js';
import { slotsFound } from './asked.js';

/** SLOT-010 and SLOT-048 to SLOT-057: what stands in a Slot and in a Schedule. */

const schedules = (answer: Answer): readonly Node[] => answer.entries('Schedule');

/** Whether a Schedule of the answer has a planning horizon, which the profile leaves optional. */
export const showsPlanningHorizon = (answer: Answer): boolean =>
  schedules(answer).some((one) => one.at('planningHorizon').exists);

const withHorizon: Occasion = {
  words: 'a successful answer with a Schedule that has a planning horizon',
  holds: (answer) => slotsFound.holds(answer) && showsPlanningHorizon(answer),
};

const withCategory: Occasion = {
  words: 'a successful answer with a Schedule that has a service category',
  holds: (answer) => slotsFound.holds(answer) && schedules(answer).some((one) => one.at('serviceCategory').exists),
};

export const contentRules: readonly Rule[] = [
  rule({
    id: 'SLOT-010',
    on: 'slot-search',
    when: slotsFound,
    check: ({ slots }) => each(slots, 'Slot', (slot) => notFree(slot.at('status'))),
  }),
  rule({
    id: 'SLOT-048',
    on: 'slot-search',
    when: slotsFound,
    check: ({ slots }, context) =>
      each(slots, 'Slot', (slot) =>
        [slot.at('start'), slot.at('end')].flatMap((time) => notUkLocal(time, context) ?? []),
      ),
  }),
  rule({
    id: 'SLOT-049',
    on: 'slot-search',
    when: withHorizon,
    check: (answer, context) =>
      each(schedules(answer), 'Schedule', (schedule) =>
        [schedule.at('planningHorizon', 'start'), schedule.at('planningHorizon', 'end')]
          .filter((time) => time.exists)
          .flatMap((time) => notUkLocal(time, context) ?? []),
      ),
  }),
  rule({
    id: 'SLOT-050',
    on: 'slot-search',
    when: slotsFound,
    check: ({ slots }) =>
      each(slots, 'Slot', (slot) => withoutText(slot.at('serviceType', 0, 'text'), 'slot type description')),
  }),
  rule({
    id: 'SLOT-051',
    on: 'slot-search',
    when: withCategory,
    check: (answer) =>
      each(schedules(answer), 'Schedule', (schedule) => {
        const category = schedule.at('serviceCategory');
        return category.exists ? withoutText(category.at('text'), 'schedule type description') : undefined;
      }),
  }),
  rule({
    id: 'SLOT-054',
    on: 'slot-search',
    when: slotsFound,
    check: (answer) => each([...answer.slots, ...schedules(answer)], 'Slot', withSpecialty),
  }),
  rule({ id: 'SLOT-055', on: 'slot-search', when: slotsFound, check: comments }),
  rule({
    id: 'SLOT-056',
    on: 'slot-search',
    when: slotsFound,
    check: ({ slots }) => each(slots, 'Slot', wrongDeliveryChannel),
  }),
  rule({
    id: 'SLOT-057',
    on: 'slot-search',
    when: slotsFound,
    check: (answer) => each(schedules(answer), 'Schedule', wrongPractitionerRole),
  }),
];

/** SLOT-051 where the target says that the practice uses schedule types: at least one Schedule of a wide search has one. */
export function scheduleTypesShown(search: Answer<'slot-search'>): CheckResult {
  if (schedules(search).some((schedule) => schedule.at('serviceCategory', 'text').exists)) return [];
  return [
    finding(search.body.at('entry'), {
      rule: 'schedule.category',
      message: 'The practice uses schedule types, but no Schedule has a description of its own',
      expected: 'Schedule.serviceCategory.text',
      actual: `${schedules(search).length} Schedules without`,
    }),
  ];
}

function notFree(status: Node): Finding | undefined {
  if (status.text === 'free') return undefined;
  return finding(status, { rule: 'slot.status', message: 'The Slot is not free', expected: 'free' });
}

function withoutText(text: Node, what: string): Finding | undefined {
  if ((text.text ?? '').trim() !== '') return undefined;
  return finding(text, { rule: 'text.missing', message: `The practice's ${what} is missing`, expected: 'a text' });
}

function withSpecialty(resource: Node): Finding | undefined {
  const specialty = resource.at('specialty');
  if (!specialty.exists) return undefined;
  return finding(specialty, { rule: 'specialty', message: 'specialty must not be populated', expected: '(absent)' });
}

/** SLOT-055: the sources disagree whether comments are right, so they are only reported, whether there are any or not. */
function comments(answer: Answer): CheckResult {
  const commented = [...answer.slots, ...schedules(answer)].map((one) => one.at('comment')).filter((one) => one.exists);
  const [first] = commented;
  if (first === undefined) {
    const message = 'No Slot and no Schedule carries a comment';
    return [finding(answer.body.at('entry'), { rule: 'comment.absent', message, actual: '(no comment)' })];
  }
  const message = `${commented.length} Slots and Schedules carry a comment`;
  return [finding(first, { rule: 'comment', severity: 'information', message })];
}

const channels = ['In-person', 'Telephone', 'Video'];

function wrongDeliveryChannel(slot: Node): Finding | undefined {
  const code = extensionIn(slot, extensions.deliveryChannel).at('valueCode');
  if (channels.includes(code.text ?? '')) return undefined;
  return finding(code, {
    rule: 'slot.delivery-channel',
    message: 'The Slot does not say how the appointment is delivered',
    expected: channels.join(' or '),
  });
}

const jobRoles = 'https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1';
const jobRolesElsewhere = 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1';

function wrongPractitionerRole(schedule: Node): Finding | undefined {
  const role = extensionIn(schedule, extensions.practitionerRole).at('valueCodeableConcept');
  const systems = role.items('coding').map((coding) => coding.at('system'));
  if (systems.some((system) => system.text === jobRoles)) return undefined;
  const elsewhere = systems.find((system) => system.text === jobRolesElsewhere);
  return finding(elsewhere ?? systems[0] ?? role, {
    rule: 'schedule.practitioner-role',
    severity: elsewhere === undefined ? 'error' : 'warning',
    message:
      elsewhere === undefined
        ? 'The Schedule does not give an SDS job role'
        : 'The job role is named under the HL7 UK address of its code system',
    expected: jobRoles,
  });
}

/** The first extension with this URL; an empty place where there is none. */
function extensionIn(resource: Node, url: string): Node {
  const found = resource.items('extension').find((extension) => extension.at('url').text === url);
  return found ?? new Node(undefined, `${resource.path}.extension('${url}')`);
}
