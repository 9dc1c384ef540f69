import type { Answer } from './answer.js';
import { requirement, type Requirement } from './catalogue.js';
import { answeredAsTheCatalogueSays, refusedAsTheCatalogueSays } from './expectation.js';
import { each, finding, nothingToCheck, type CheckResult, type Finding } from './finding.js';
import { Node } from './node.js';
import { appointmentIn } from './sessions.js';
import { rule, type Occasion, type Rule } from './rule.js';
import { systems } from './stu3.js';

/** Checks of the federated booking session (FED-001 to FED-006): one answer per practice, judged practice by practice. */

const withSlots: Occasion = {
  words: 'a searchset with slots',
  holds: (answer) => answer.succeeded && answer.slots.length > 0,
};

/** Standing rules: what every answer with slots shows about the federation, in whatever session it came. */
export const federationRules: readonly Rule[] = [
  rule({ id: 'FED-002', on: 'slot-search', when: withSlots, check: noAggregatedView }),
  rule({ id: 'FED-003', on: 'slot-search', when: withSlots, check: slotsOfThisPractice }),
];

/** FED-001: the practice answers the search at its own endpoint with 200 and a searchset. */
export function answersForItself(search: Answer<'slot-search'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(search, wanted);
  if (search.status !== 200) return status;
  const type = search.body.at('type');
  if (search.body.resourceType === 'Bundle' && type.text === 'searchset') return status;
  return [finding(type, { rule: 'searchset', message: 'The answer is no searchset Bundle', expected: 'searchset' })];
}

/** FED-002: a practice's answer shows no organisation other than its own and no location of another one. */
function noAggregatedView(search: Answer): CheckResult {
  const isOwn = (one: Node): boolean => odsCodesOf(one).includes(search.practice.odsCode);
  const own = search.entries('Organization').filter(isOwn);
  const foreign = search.entries('Organization').filter((one) => !isOwn(one));
  return [...foreign.map((one) => foreignOrganisation(search, one)), ...foreignLocations(search, own)];
}

/** FED-003: the managing Organization of the slots carries the ODS code of the practice that was asked. */
function slotsOfThisPractice(search: Answer): CheckResult {
  return each(search.entries('Organization'), 'Organization', (organisation) =>
    odsCodesOf(organisation).includes(search.practice.odsCode) ? undefined : foreignOrganisation(search, organisation),
  );
}

/** FED-004: this practice answers with FED-001's 200 in the same round in which another one has no slots or fails. */
export function untouchedByOthers(
  facts: { readonly search: Answer<'slot-search'>; readonly othersWithoutSlots: readonly string[] },
  wanted: Requirement,
): CheckResult {
  if (facts.othersWithoutSlots.length === 0) {
    return nothingToCheck('every other practice of the federation answered with slots');
  }
  const { expect } = requirement('FED-001');
  return answeredAsTheCatalogueSays(facts.search, expect === undefined ? wanted : { ...wanted, expect });
}

/** FED-005: the appointment booked at this practice is in its retrieve, and in no other practice's. */
export function visibleAtThisPracticeOnly(facts: {
  readonly id: string;
  readonly booking: Answer<'book'>;
  readonly here: Answer<'retrieve'>;
  readonly elsewhere: readonly Answer<'retrieve'>[];
}): CheckResult {
  const absentHere: Finding[] =
    appointmentIn(facts.here, facts.id) === undefined
      ? [
          finding(facts.here.body.at('entry'), {
            rule: 'federation.not-visible',
            message: 'The appointment is not shown by the practice where it was booked',
            expected: `Appointment/${facts.id} at ${facts.here.practice.odsCode}`,
            actual: facts.here.inShort,
          }),
        ]
      : [];
  const description = new Node(facts.booking.asked.appointment, 'request').at('description').text;
  return [...absentHere, ...facts.elsewhere.flatMap((other) => shownElsewhere(other, description))];
}

/** FED-006: a booking with the id of another practice's slot is refused. */
export const foreignSlotRefused = refusedAsTheCatalogueSays;

/** The ODS organisation codes an Organization carries. */
export function odsCodesOf(organisation: Node): readonly string[] {
  return organisation
    .items('identifier')
    .filter((identifier) => identifier.at('system').text === systems.odsOrganisationCode)
    .flatMap((identifier) => identifier.at('value').text ?? []);
}

function foreignOrganisation(search: Answer, organisation: Node): Finding {
  return finding(organisation.at('identifier'), {
    rule: 'federation.organisation',
    message: 'The answer names an Organization that is not the practice asked',
    expected: `ODS code ${search.practice.odsCode}`,
    actual: odsCodesOf(organisation).join(', ') || '(no ODS code)',
  });
}

function foreignLocations(search: Answer, own: readonly Node[]): Finding[] {
  const ownReferences = own.flatMap((organisation) => (organisation.id ? [`Organization/${organisation.id}`] : []));
  return search.entries('Location').flatMap((location) => {
    const manager = location.at('managingOrganization', 'reference');
    if (manager.text === undefined || ownReferences.length === 0 || ownReferences.includes(manager.text)) return [];
    return [
      finding(manager, {
        rule: 'federation.location',
        severity: 'warning',
        message:
          'The Location is managed by another Organization (premises run by another organisation do so too: ask)',
        expected: ownReferences.join(' or '),
      }),
    ];
  });
}

/** Ids may coincide between servers, so an appointment counts as shown only with the description of this booking. */
function shownElsewhere(other: Answer<'retrieve'>, description: string | undefined): Finding[] {
  return other.appointments
    .filter((appointment) => description !== undefined && appointment.at('description').text?.includes(description))
    .map((appointment) => ({
      ...finding(appointment, {
        rule: 'federation.visible-elsewhere',
        message: `The appointment is also shown by ${other.practice.odsCode}, where it was not booked`,
        expected: `no such appointment at ${other.practice.odsCode}`,
        actual: `Appointment/${appointment.id ?? '(no id)'}`,
      }),
      exchange: other.exchange,
    }));
}
