import type { Answer } from './answer.js';
import { requirement, type Requirement } from './catalogue.js';
import { answeredAsTheCatalogueSays, refusedAsTheCatalogueSays } from './expectation.js';
import {
  each,
  finding,
  hadNothingToCheck,
  httpFinding,
  nothingToCheck,
  type CheckResult,
  type Finding,
} from './finding.js';
import { Node } from './node.js';
import { referredBy } from './reference.js';
import { appointmentIn } from './sessions.js';
import { rule, type JudgingContext, type Occasion, type Rule } from './rule.js';
import { shownIn } from './shown-in.js';
import { systems } from './stu3.js';

/** Checks of the federated booking session (FED-001 to FED-007): one answer per practice, judged practice by practice. */

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
  const organisations = search.entries('Organization');
  if (organisations.length === 0) return nothingToCheck('no Organization in the answer says whose slots these are');
  const own = organisations.filter((one) => isOwn(search, one));
  const foreign = organisations.filter((one) => !isOwn(search, one));
  return [...foreign.map((one) => foreignOrganisation(search, one)), ...foreignLocations(search, own)];
}

/** FED-003: the managing Organization of the slots carries the ODS code of the practice that was asked. */
function slotsOfThisPractice(search: Answer): CheckResult {
  return each(search.entries('Organization'), 'Organization', (organisation) =>
    isOwn(search, organisation) ? undefined : foreignOrganisation(search, organisation),
  );
}

/** The practice itself, or an organisation whose premises it uses as the target file says. */
function isOwn({ practice }: Answer, organisation: Node): boolean {
  const { odsCode, otherPremises = [] } = practice;
  return odsCodesOf(organisation).some((code) => code === odsCode || otherPremises.includes(code));
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
  const result = answeredAsTheCatalogueSays(facts.search, expect === undefined ? wanted : { ...wanted, expect });
  return hadNothingToCheck(result) ? result : shownIn(facts.search, result);
}

/**
 * FED-007: a patient of one practice books at another one. Where the target file decides what is right, the other answer
 * warns; where it does not, any answer that the catalogue lists is right, and a refusal means that it is not taken up.
 */
export function bookedElsewhere(booking: Answer<'book'>, wanted: Requirement, context: JudgingContext): CheckResult {
  const { crossPracticeBooking: decided = 'probe' } = context.policies;
  // With which status a booking is confirmed is judged elsewhere (BOOK-001).
  const asListed = booking.succeeded ? [] : answeredAsTheCatalogueSays(booking, wanted);
  if (decided === 'probe') return booking.succeeded ? asListed : [notTakenUp(booking)];
  if (booking.succeeded === (decided === 'expected')) return asListed;
  return [
    httpFinding({
      rule: 'federation.cross-practice',
      severity: 'warning',
      message: `The target file says that a booking by a patient of another practice is ${decided}`,
      expected: decided === 'expected' ? 'status 201' : 'a refusal',
      actual: booking.inShort,
    }),
  ];
}

const notTakenUp = (booking: Answer<'book'>): Finding =>
  httpFinding({
    rule: 'federation.cross-practice',
    message: `${booking.practice.odsCode} does not book for a patient of another practice`,
    expected: 'status 201',
    actual: booking.inShort,
  });

/** FED-005: the appointment booked at this practice is in its retrieve, and in no other practice's. */
export function visibleAtThisPracticeOnly(facts: {
  readonly id: string;
  readonly booking: Answer<'book'>;
  readonly here: Answer<'retrieve'>;
  readonly elsewhere: readonly Answer<'retrieve'>[];
}): CheckResult {
  const absentHere: Finding[] =
    appointmentIn(facts.here, facts.id) === undefined
      ? shownIn(facts.here, [
          finding(facts.here.body.at('entry'), {
            rule: 'federation.not-visible',
            message: 'The appointment is not shown by the practice where it was booked',
            expected: `Appointment/${facts.id} at ${facts.here.practice.odsCode}`,
            actual: facts.here.inShort,
          }),
        ])
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
    expected: `ODS code ${[search.practice.odsCode, ...(search.practice.otherPremises ?? [])].join(' or ')}`,
    actual: odsCodesOf(organisation).join(', ') || '(no ODS code)',
  });
}

function foreignLocations(search: Answer, own: readonly Node[]): Finding[] {
  const ownReferences = own.flatMap((organisation) => (organisation.id ? [`Organization/${organisation.id}`] : []));
  return search.entries('Location').flatMap((location) => {
    const manager = location.at('managingOrganization', 'reference');
    const named = referredBy(location.at('managingOrganization'));
    const isManagedHere = named === undefined || ownReferences.includes(`${named.type}/${named.id}`);
    if (ownReferences.length === 0 || isManagedHere) return [];
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
