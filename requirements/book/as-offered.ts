import type { Answer } from '../answer.js';
import type { Requirement } from '../catalogue.js';
import { answeredAsTheCatalogueSays } from '../expectation.js';
import { all, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { shownIn } from '../shown-in.js';
import { extensions } from '../stu3.js';
import { askedAppointment } from './booking-rule.js';

/** What the confirmation takes from the slots as the search offered them: BOOK-011, -016, -018, -065. */

/** A search and the booking of slots that it offered. */
export interface OfferAndBooking {
  readonly search: Answer<'slot-search'>;
  readonly booking: Answer<'book'>;
}

/** BOOK-011: the confirmation has the practice's descriptions of the slot and, where there is one, of the schedule. */
export function describedByThePractice({ search, booking }: OfferAndBooking): CheckResult {
  if (!booking.succeeded) return nothingToCheck(`the booking was answered ${booking.inShort}`);
  const { slots, schedules } = offerOf(search, booking);
  const service = booking.body.at('serviceType', 0, 'text');
  const offered = slots.flatMap((slot) => slot.at('serviceType', 0, 'text').text ?? []);
  const category = booking.body.at('serviceCategory', 'text');
  const described = schedules.flatMap((schedule) => schedule.at('serviceCategory', 'text').text ?? []);
  return shownIn(booking, [
    ...(service.text ? otherWords(service, offered) : [missing(service, 'the slot type description', offered)]),
    ...(described.length > 0 && !category.text ? [missing(category, 'the schedule type description', described)] : []),
  ]);
}

/** BOOK-016: the confirmation names the Location of the slot's Schedule as a participant, asked for or not. */
export function placeIsNamed({ search, booking }: OfferAndBooking): CheckResult {
  if (!booking.succeeded) return nothingToCheck(`the booking was answered ${booking.inShort}`);
  const places = offerOf(search, booking).schedules.flatMap((schedule) =>
    referencesTo('Location', schedule.items('actor')),
  );
  const actors = booking.body.items('participant').map((participant) => participant.at('actor'));
  const named = referencesTo('Location', actors);
  if (named.length > 0 && (places.length === 0 || named.some((one) => places.includes(one)))) return [];
  return shownIn(booking, [
    finding(booking.body.at('participant'), {
      rule: 'participant.location',
      message: 'No participant is the Location where the appointment takes place',
      expected: places.join(' or ') || 'a Location',
      actual: named.join(', ') || '(no Location)',
    }),
  ]);
}

/** BOOK-018: delivery channel and practitioner role of the slot and its Schedule are on the appointment. */
export function channelAndRoleReturned({ search, booking }: OfferAndBooking): CheckResult {
  if (!booking.succeeded) return nothingToCheck(`the booking was answered ${booking.inShort}`);
  const { slots, schedules } = offerOf(search, booking);
  const channel = slots.flatMap((slot) => slot.extension(extensions.deliveryChannel).text ?? [])[0];
  const [roles] = schedules.map(rolesOf).filter((codes) => codes.length > 0);
  if (channel === undefined && roles === undefined) {
    return nothingToCheck('neither the slot nor its Schedule has a delivery channel or practitioner role');
  }
  const given = booking.body.extension(extensions.deliveryChannel);
  const ownRoles = rolesOf(booking.body);
  return shownIn(booking, [
    ...(channel === undefined || given.text === channel ? [] : [missing(given, 'the delivery channel', [channel])]),
    ...(roles === undefined || roles.some((code) => ownRoles.includes(code))
      ? []
      : [missing(booking.body.extension(extensions.practitionerRole), 'the practitioner role', roles)]),
  ]);
}

/** BOOK-065: accepted, and the confirmation has none of the consumer's own words for service type or category. */
export function ownDescriptionsIgnored(booking: Answer<'book'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(booking, wanted);
  if (!booking.succeeded) return status;
  const asked = askedAppointment(booking);
  const places = [['serviceType', 0, 'text'] as const, ['serviceCategory', 'text'] as const];
  const taken = places
    .filter((place) => asked.at(...place).exists && booking.body.at(...place).text === asked.at(...place).text)
    .map((place) =>
      finding(booking.body.at(...place), {
        rule: 'description.of-the-consumer',
        message: 'The consumer’s words took the place of the practice’s own',
        expected: 'the text of the slot or its Schedule',
      }),
    );
  return all(status, taken);
}

/** The Slots that were booked and their Schedules, as the search showed them. */
function offerOf(search: Answer<'slot-search'>, booking: Answer<'book'>) {
  const booked = askedAppointment(booking)
    .items('slot')
    .map((slot) => slot.at('reference').text);
  const slots = search.slots.filter((slot) => booked.includes(`Slot/${slot.id ?? ''}`));
  const references = slots.map((slot) => slot.at('schedule', 'reference').text);
  const schedules = search.entries('Schedule').filter((one) => references.includes(`Schedule/${one.id ?? ''}`));
  return { slots, schedules };
}

const referencesTo = (type: string, references: readonly Node[]): string[] =>
  references.flatMap((one) => one.at('reference').text ?? []).filter((reference) => reference.startsWith(`${type}/`));

const rolesOf = (resource: Node): string[] =>
  resource
    .extension(extensions.practitionerRole)
    .items('coding')
    .flatMap((coding) => coding.at('code').text ?? []);

function missing(at: Node, what: string, expected: readonly string[]): Finding {
  const message = `The confirmation does not have ${what}`;
  return finding(at, { rule: 'offer.missing', message, expected: expected.join(' or ') || 'a text' });
}

/** That the text is word for word the Slot's is derived from the guide only. */
function otherWords(service: Node, offered: readonly string[]): Finding[] {
  if (offered.length === 0 || offered.includes(service.text ?? '')) return [];
  const message = 'The confirmation describes the slot in other words than the search';
  return [finding(service, { rule: 'offer.words', severity: 'warning', message, expected: offered.join(' or ') })];
}
