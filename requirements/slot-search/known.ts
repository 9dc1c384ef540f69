import type { Answer } from '../answer.js';
import { all, each, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { appointmentIn } from '../sessions.js';
import { shownIn } from '../shown-in.js';
import { has } from './range.js';

/** SLOT-030 to SLOT-033, SLOT-047, SLOT-053 and SLOT-069: what the target's evidence lets a test know. */

/** SLOT-031 to SLOT-033: none of the searches lists a Slot that must not be offered to this consumer. */
export function neverListed(facts: {
  readonly slotId: string;
  readonly searches: readonly Answer<'slot-search'>[];
}): CheckResult {
  const answered = facts.searches.filter((search) => search.succeeded);
  return each(answered, 'successful answer', (search) =>
    shownIn(search, search.slots.filter(({ id }) => id === facts.slotId).map(notToBeOffered)),
  );
}

const notToBeOffered = (slot: Node): Finding =>
  finding(slot, {
    rule: 'slot.not-to-be-offered',
    message: 'The Slot is offered to a consumer who may not book it',
    expected: 'not in the answer',
    actual: `Slot/${slot.id ?? ''}`,
  });

/**
 * SLOT-030: a restricted Slot is listed for the organisation it is meant for and for no other. That it is listed for
 * nobody only warns: it may have been booked since the target file was written.
 */
export function listedForItsOrganisation(facts: {
  readonly slotId: string;
  readonly matching: Answer<'slot-search'>;
  readonly other: Answer<'slot-search'>;
}): CheckResult {
  const { slotId, matching, other } = facts;
  const unwanted = neverListed({ slotId, searches: [other] });
  if (!matching.succeeded) return nothingToCheck(`the matching search was answered ${matching.inShort}`);
  return has(matching, slotId) ? unwanted : all(unwanted, shownIn(matching, [notListed(matching, slotId)]));
}

const notListed = (matching: Answer<'slot-search'>, slotId: string): Finding =>
  finding(matching.body.at('entry'), {
    rule: 'slot.restricted-not-listed',
    severity: 'warning',
    message: 'The Slot is not even offered to the organisation it is meant for, unless it has been booked meanwhile',
    expected: `Slot/${slotId} between ${matching.asked.start} and ${matching.asked.end}`,
    actual: `${matching.slots.length} other Slots`,
  });

/** A surgery as its Location ought to show it. */
export interface KnownSurgery {
  readonly name: string;
  readonly postalCode: string;
}

/** SLOT-047: every Location has name and address of one of the practice's surgeries. */
export function trueSurgeries(facts: {
  readonly search: Answer<'slot-search'>;
  readonly surgeries: readonly KnownSurgery[];
}): CheckResult {
  const known = facts.surgeries.map((surgery) => inOneSpelling(surgery.name, surgery.postalCode));
  return each(facts.search.entries('Location'), 'Location', (location) => {
    const name = location.at('name').text ?? '';
    const postalCode = location.at('address', 'postalCode').text ?? '';
    if (known.includes(inOneSpelling(name, postalCode))) return undefined;
    return finding(location, {
      rule: 'location.surgery',
      message: 'The Location is none of the surgeries that the target file names',
      expected: facts.surgeries.map((surgery) => `${surgery.name}, ${surgery.postalCode}`).join(' or '),
      actual: `${name || '(no name)'}, ${postalCode || '(no post code)'}`,
    });
  });
}

const inOneSpelling = (name: string, postalCode: string): string =>
  `${name.trim().toLowerCase()} ${postalCode.replace(/\s/g, '').toLowerCase()}`;

/** Elements that the provider is known to hold for a resource, by `Type/id`; paths with or without the type before. */
export interface HeldElements {
  readonly resource: string;
  readonly paths: readonly string[];
}

/** SLOT-053: Slots and Schedules carry the elements for which the provider is known to hold data. */
export function heldElementsShown(facts: {
  readonly search: Answer<'slot-search'>;
  readonly held: readonly HeldElements[];
}): CheckResult {
  const { search, held } = facts;
  const found = held.flatMap(({ resource, paths }) => {
    const [type = '', id] = resource.split('/');
    const node = search.entries(type).find((one) => one.id === id);
    return node === undefined || !['Slot', 'Schedule'].includes(type) ? [] : [{ node, paths, type }];
  });
  if (found.length === 0) return nothingToCheck('no Slot or Schedule of evidence.heldElements is in the answer');
  return found.flatMap(({ node, paths, type }) =>
    paths
      .map((path) => path.replace(new RegExp(`^${type}\\.`), ''))
      .filter((path) => valuesAt(node, path).length === 0)
      .map((path) =>
        finding(node.at(...path.split('.')), {
          rule: 'element.held',
          message: 'The element is missing although the provider holds data for it',
          expected: 'a value',
        }),
      ),
  );
}

/** What stands at a path such as `serviceType.text`, through every item of repeating elements. */
const valuesAt = (node: Node, path: string): readonly Node[] =>
  path.split('.').reduce<readonly Node[]>((nodes, step) => nodes.flatMap((one) => one.items(step)), [node]);

/** SLOT-069: an appointment that practice staff made in a slot closed to patients is among the patient's appointments. */
export function shownWhateverItsSlot(facts: {
  readonly id: string;
  readonly retrieve: Answer<'retrieve'>;
}): CheckResult {
  const { id, retrieve } = facts;
  if (appointmentIn(retrieve, id) !== undefined) return [];
  return shownIn(retrieve, [
    finding(retrieve.body.at('entry'), {
      rule: 'appointment.not-retrieved',
      message: "An appointment in a slot that is not open to patients is not among the patient's appointments",
      expected: `Appointment/${id}`,
      actual: retrieve.succeeded ? `${retrieve.appointments.length} other appointments` : retrieve.inShort,
    }),
  ]);
}
