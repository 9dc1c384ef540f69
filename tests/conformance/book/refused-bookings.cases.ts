import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { Policies } from '../../../fixtures/target/target.js';
import type { ScenarioCheck } from '../../../fixtures/suite/trial.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedOrStoredWhole } from '../../../requirements/book.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { extensions, type Appointment, type AppointmentParticipant } from '../../../requirements/stu3.js';
import { instantOf, ukDateTime } from '../../../requirements/uk-time.js';

/** What a change may use besides the good request itself. */
export interface Surroundings {
  readonly slot: OfferedSlot;
  readonly baseUrl: string;
}

/** A change to a good booking request, and the requirement that has it refused. */
export interface RefusedBooking {
  readonly id: string;
  /** How the request deviates; completes 'a booking ...'. */
  readonly words: string;
  /** The body to send: a resource, or a text that is none. Undefined where `needs` is not at hand. */
  readonly change: (good: Appointment, surroundings: Surroundings) => object | string | undefined;
  readonly needs?: string;
  /** Only where the practice is held against this set of profiles. */
  readonly vintage?: Policies['profileVintage'];
  /** Whether the content is wrong, so that a confirmation of it is not to be held to what it says. */
  readonly isFlawed?: true;
  /** What the answer is judged by; a refusal as the catalogue says where nothing is given. */
  readonly check: ScenarioCheck<Answer<'book'>>;
}

type Change = RefusedBooking['change'];

const refusal = (id: string, words: string, change: Change, needs?: string): RefusedBooking => ({
  id,
  words,
  change,
  isFlawed: true,
  check: refusedAsTheCatalogueSays,
  ...(needs !== undefined && { needs }),
});

const tooLong = (words: string, change: Change): RefusedBooking => ({
  ...{ id: 'BOOK-020', words, change },
  check: refusedOrStoredWhole,
});

/** The request with elements put in or replaced; an undefined value leaves the element out. */
const having =
  (elements: object): Change =>
  (good) => ({ ...good, ...elements });

const isPatient = ({ actor }: AppointmentParticipant): boolean => actor?.reference?.startsWith('Patient/') === true;

const isOf =
  (type: string) =>
  (participant: AppointmentParticipant): boolean =>
    participant.actor?.reference?.startsWith(`${type}/`) === true;

const actor = (reference: string): AppointmentParticipant => ({ actor: { reference }, status: 'accepted' });

/** The request with another participant in the place of those of its type. */
const withActor =
  (type: string, reference: string): Change =>
  (good) => ({ ...good, participant: [...good.participant.filter((one) => !isOf(type)(one)), actor(reference)] });

/** The request with its booking organisation changed. */
const byOrganisation =
  (elements: object): Change =>
  (good) => ({ ...good, contained: (good.contained ?? []).map((organisation) => ({ ...organisation, ...elements })) });

const referringTo =
  (reference: string): Change =>
  (good) => ({ ...good, extension: [{ url: extensions.bookingOrganisation, valueReference: { reference } }] });

const shifted = (time: string | undefined, minutes: number): string =>
  ukDateTime((instantOf(time) ?? 0) + minutes * 60_000);

/** A text of so many characters that starts with another, by which the booking is found again. */
const padded = (text: string, length: number): string =>
  `${text} `.padEnd(length, 'long text ').slice(0, length - 1) + '.';

const participants: readonly RefusedBooking[] = [
  refusal(
    'BOOK-022',
    'without a Patient participant',
    (good, { slot }) => {
      const others = good.participant.filter((one) => !isPatient(one));
      if (others.length > 0) return { ...good, participant: others };
      return slot.location === undefined ? undefined : { ...good, participant: [actor(slot.location)] };
    },
    'a Location in the search, to be the only participant',
  ),
  refusal('BOOK-024', 'without any participant', having({ participant: undefined })),
  refusal('BOOK-025', 'with a participant that has no actor', (good) => ({
    ...good,
    participant: [...good.participant, { status: 'accepted' }],
  })),
  refusal('BOOK-026', 'with a Patient participant that has no status', (good) => ({
    ...good,
    participant: good.participant.map((one) => (isPatient(one) ? { actor: one.actor } : one)),
  })),
  refusal('BOOK-051', 'with an absolute reference to the patient', (good, { baseUrl }) => ({
    ...good,
    participant: good.participant.map((one) =>
      isPatient(one) ? actor(`${baseUrl}/${one.actor?.reference ?? ''}`) : one,
    ),
  })),
  refusal('BOOK-052', 'for a patient nobody knows', withActor('Patient', 'Patient/does-not-exist')),
  refusal('BOOK-079', 'at a Location nobody knows', withActor('Location', 'Location/does-not-exist')),
  refusal('BOOK-079', 'with a Practitioner nobody knows', withActor('Practitioner', 'Practitioner/does-not-exist')),
];

const times: readonly RefusedBooking[] = [
  refusal('BOOK-027', 'without start', having({ start: undefined })),
  refusal('BOOK-028', 'without end', having({ end: undefined })),
  refusal('BOOK-053', 'that ends five minutes after its slot', (good) => ({ ...good, end: shifted(good.end, 5) })),
  refusal('BOOK-053', 'that starts five minutes before its slot', (good) => ({
    ...good,
    start: shifted(good.start, -5),
  })),
  refusal('BOOK-031', 'without slot', having({ slot: undefined })),
  refusal('BOOK-050', 'of a slot that does not exist', having({ slot: [{ reference: 'Slot/does-not-exist' }] })),
  refusal('BOOK-051', 'with an absolute reference to its slot', (good, { slot, baseUrl }) => ({
    ...good,
    slot: [{ reference: `${baseUrl}/Slot/${slot.id}` }],
  })),
];

const status = (value: string): RefusedBooking =>
  refusal('BOOK-030', `whose status is ${value}`, having({ status: value }));

const excluded = (name: string, value: unknown): RefusedBooking =>
  refusal('BOOK-044', `that carries ${name}`, having({ [name]: value }));

const elements: readonly RefusedBooking[] = [
  refusal('BOOK-029', 'without status', having({ status: undefined })),
  ...['proposed', 'cancelled', 'arrived'].map(status),
  refusal('BOOK-039', 'without created', having({ created: undefined })),
  refusal('BOOK-042', 'without description', having({ description: undefined })),
  refusal('BOOK-043', 'that carries specialty', having({ specialty: [{ text: 'General practice' }] })),
  excluded('indication', [{ display: 'Sore throat' }]),
  excluded('supportingInformation', [{ display: 'Photograph of a rash' }]),
  excluded('incomingReferral', [{ display: 'Referral by letter' }]),
  refusal('BOOK-044', 'that carries requestedPeriod', (good) => ({
    ...good,
    requestedPeriod: [{ start: good.start, end: good.end }],
  })),
  { ...excluded('appointmentType', { text: 'Routine' }), vintage: '2020-05' },
  refusal(
    'BOOK-067',
    'with an identifier without value',
    having({ identifier: [{ system: 'https://example.org/Id' }] }),
  ),
  refusal('BOOK-067', 'with an identifier without system', having({ identifier: [{ value: '4711' }] })),
  tooLong('with a description of 101 characters', (good) => ({
    ...good,
    description: padded(good.description ?? '', 101),
  })),
  tooLong('with a description of 10,000 characters', (good) => ({
    ...good,
    description: padded(good.description ?? '', 10_000),
  })),
  tooLong('with a comment of 501 characters', (good) => ({ ...good, comment: padded('A comment', 501) })),
];

const organisation: readonly RefusedBooking[] = [
  refusal('BOOK-032', 'without booking organisation', having({ extension: undefined, contained: undefined })),
  refusal('BOOK-033', 'whose booking organisation is an absolute URL', (good, surroundings) =>
    referringTo(`${surroundings.baseUrl}/Organization/1`)(good, surroundings),
  ),
  refusal('BOOK-033', 'whose booking organisation is not contained in it', referringTo('#not-there')),
  refusal('BOOK-034', 'by an organisation without name', byOrganisation({ name: undefined })),
  refusal('BOOK-035', 'by an organisation without telecom', byOrganisation({ telecom: undefined })),
  refusal('BOOK-036', 'by an organisation without identifier', byOrganisation({ identifier: undefined })),
  refusal(
    'BOOK-036',
    'by an organisation whose identifier is no ODS code',
    byOrganisation({ identifier: [{ system: 'https://example.org/Id/organisation', value: 'X99999' }] }),
  ),
];

const bodies: readonly RefusedBooking[] = [
  refusal('BOOK-047', 'as a resource type that does not exist', having({ resourceType: 'Appointmentt' })),
  refusal('BOOK-047', 'inside a Bundle', (good) => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ resource: good }],
  })),
  refusal('BOOK-048', 'cut off in the middle of its JSON', (good) => {
    const whole = JSON.stringify(good);
    return whole.slice(0, Math.floor(whole.length / 2));
  }),
];

/** Every change, by what it is about: one test each. */
export const refusedBookings: Readonly<Record<string, readonly RefusedBooking[]>> = {
  'its participants': participants,
  'its time and slot': times,
  'its elements': elements,
  'its booking organisation': organisation,
  'its body': bodies,
};
