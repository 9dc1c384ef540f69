import { otherVersion } from '../../../fixtures/consumer/other-version.js';
import type { ScenarioCheck } from '../../../fixtures/suite/trial.js';
import {
  emptyUrlRefused,
  refusedCancellation,
  refusedWithoutEffect,
  staleVersionRefused,
} from '../../../requirements/cancel.js';
import type { CancellationAndRead } from '../../../requirements/cancel.js';
import { extensions, type Appointment } from '../../../requirements/stu3.js';
import { instantOf, ukDateTime } from '../../../requirements/uk-time.js';

/** What a case may need besides the appointment. */
export interface AtHand {
  readonly baseUrl: string;
  /** `Slot/[id]` of a free slot that is not the appointment's. */
  readonly otherSlot: string | undefined;
  /** `Practitioner/[id]` or `Location/[id]` from the slot search that is no participant yet. */
  readonly otherActor: string | undefined;
}

/** One cancellation that is to be refused: the change to a good one, and the requirement that says so. */
export interface RefusedCancellation {
  readonly id: string;
  readonly words: string;
  /** The body instead of the good one; undefined where what it needs is not at hand. */
  readonly body: (good: Appointment, atHand: AtHand) => object | string | undefined;
  readonly headers?: (good: Appointment) => Readonly<Record<string, string>>;
  /** What is missing where there is no body. */
  readonly needs?: string;
  readonly check: ScenarioCheck<CancellationAndRead>;
}

type Change = RefusedCancellation['body'];
type Row = readonly [id: string, words: string, body: Change, needs?: string];

const refused = ([id, words, body, needs]: Row): RefusedCancellation => ({
  id,
  words,
  body,
  ...(needs !== undefined && { needs }),
  check: refusedCancellation,
});

const fiveMinutes = 5 * 60 * 1000;

const later = (time: string | undefined, by = fiveMinutes): string => ukDateTime((instantOf(time) ?? 0) + by);

const withoutReason = (good: Appointment): Appointment => ({
  ...good,
  extension: (good.extension ?? []).filter(({ url }) => url !== extensions.cancellationReason),
});

const withReasonUnder =
  (url: string): Change =>
  (good) => ({
    ...withoutReason(good),
    extension: [...(withoutReason(good).extension ?? []), { url, valueString: 'No longer needed' }],
  });

/** The contained Organizations with one part changed; undefined where there is none. */
const withOrganisation =
  (change: (organisation: object) => object): Change =>
  (good) =>
    good.contained?.some(({ resourceType }) => resourceType === 'Organization')
      ? { ...good, contained: good.contained.map((one) => (one.resourceType === 'Organization' ? change(one) : one)) }
      : undefined;

const changes: readonly Row[] = [
  ['CANC-011', 'another description', (good) => ({ ...good, description: 'Another description' })],
  ['CANC-012', 'another comment', (good) => ({ ...good, comment: 'Another comment' })],
  [
    'CANC-013',
    'a further participant',
    (good, { otherActor }) =>
      otherActor && {
        ...good,
        participant: [...good.participant, { actor: { reference: otherActor }, status: 'accepted' }],
      },
    'a Practitioner or Location from the slot search that is no participant yet',
  ],
  ['CANC-014', 'a later end', (good) => ({ ...good, end: later(good.end) })],
  ['CANC-014', 'an earlier start', (good) => ({ ...good, start: later(good.start, -fiveMinutes) })],
  [
    'CANC-015',
    'another slot',
    (good, { otherSlot }) => otherSlot && { ...good, slot: [{ reference: otherSlot }] },
    'a second free slot',
  ],
  ['CANC-016', 'another created', (good) => ({ ...good, created: later(good.created, -fiveMinutes) })],
  [
    'CANC-017',
    'another name of the booking organisation',
    withOrganisation((organisation) => ({ ...organisation, name: 'Another organisation' })),
    'an appointment with its booking organisation',
  ],
  [
    'CANC-017',
    'another ODS code of the booking organisation',
    withOrganisation((organisation) => ({
      ...organisation,
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'Z99999' }],
    })),
    'an appointment with its booking organisation',
  ],
  ['CANC-018', 'an appointmentType', (good) => ({ ...good, appointmentType: { text: 'Routine' } })],
];

const wrongReasons: readonly Row[] = [
  ['CANC-019', 'no cancellation reason', withoutReason],
  [
    'CANC-019',
    'an empty cancellation reason',
    (good) => ({
      ...withoutReason(good),
      extension: [...(withoutReason(good).extension ?? []), { url: extensions.cancellationReason, valueString: '' }],
    }),
  ],
  ['CANC-020', 'a misspelt URL of the extension', withReasonUnder(extensions.cancellationReason.replace('-1', '-l'))],
];

const withoutUrl: RefusedCancellation = {
  ...refused(['CANC-020', 'an extension without URL', withReasonUnder('')]),
  check: emptyUrlRefused,
};

const wrongForms: readonly Row[] = [
  [
    'CANC-021',
    'status booked and another comment',
    (good) => ({ ...withoutReason(good), status: 'booked', comment: 'Another comment' }),
  ],
  ['CANC-032', 'the id of another appointment', (good) => ({ ...good, id: `${(good.id ?? '').slice(0, 60)}x999` })],
  [
    'CANC-034',
    'absolute references to the participants',
    (good, { baseUrl }) => ({
      ...good,
      participant: good.participant.map((one) => ({
        ...one,
        actor: { ...one.actor, reference: `${baseUrl}/${one.actor?.reference ?? ''}` },
      })),
    }),
  ],
  [
    'CANC-034',
    'an absolute reference to the booking organisation',
    (good, { baseUrl }) => ({
      ...good,
      extension: (good.extension ?? []).map((one) =>
        one.url === extensions.bookingOrganisation
          ? { ...one, valueReference: { reference: `${baseUrl}/Organization/1` } }
          : one,
      ),
    }),
  ],
];

/** The cases by what is wrong with them; every case of a group is asked of the same appointment. */
export const refusedCancellations: Readonly<Record<string, readonly RefusedCancellation[]>> = {
  'that changes something else as well': changes.map(refused),
  'without a proper reason, id or references': [...wrongReasons.map(refused), withoutUrl, ...wrongForms.map(refused)],
  'of a former version, or in a body cut short': [
    {
      id: 'CANC-023',
      words: 'another version in If-Match',
      body: (good) => good,
      headers: (good) => ({ 'If-Match': `W/"${otherVersion(good.meta?.versionId ?? '')}"` }),
      check: staleVersionRefused,
    },
    {
      id: 'CANC-040',
      words: 'JSON that ends in the middle',
      body: (good) => JSON.stringify(good).slice(0, -20),
      check: refusedWithoutEffect,
    },
  ],
};
