import { resourceXml } from '../../../fixtures/consumer/resource-xml.js';
import type { RequestChange } from '../../../fixtures/consumer/wire-request.js';
import type { ScenarioCheck } from '../../../fixtures/suite/trial.js';
import type { Answer } from '../../../requirements/answer.js';
import {
  idOfTheClientNotUsed,
  minimalAnswer,
  ownDescriptionsIgnored,
  placeIsNamed,
  wholeOrRefused,
  wholeRepresentation,
  type OfferAndBooking,
} from '../../../requirements/book.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { hadNothingToCheck } from '../../../requirements/finding.js';
import { shownIn } from '../../../requirements/shown-in.js';
import type { Appointment } from '../../../requirements/stu3.js';

/** A booking request that differs from the ordinary one and is right all the same. */
export interface AcceptedBooking {
  /** How it differs; completes 'a booking ...'. */
  readonly words: string;
  readonly change: (ordinary: Appointment) => Appointment;
  /** How it is sent, where that differs, too. */
  readonly wire?: (appointment: Appointment) => RequestChange;
  /** What the provider has to offer for it. */
  readonly offer?: 'xml' | 'minimalRepresentation';
  /** The requirements that its answer shows, each with its check. */
  readonly shows: Readonly<Record<string, ScenarioCheck<OfferAndBooking>>>;
}

/** A check of the booking alone, in the form that the table takes; its findings name the answer that shows them. */
const ofBooking =
  (check: ScenarioCheck<Answer<'book'>>): ScenarioCheck<OfferAndBooking> =>
  ({ booking }, wanted, context) => {
    const result = check(booking, wanted, context);
    return hadNothingToCheck(result) ? result : shownIn(booking, result);
  };

const unchanged = (ordinary: Appointment): Appointment => ordinary;

/** A text of so many characters, with blanks and letters outside ASCII, that starts with another. */
const filledUp = (text: string, length: number): string =>
  `${text} `.padEnd(length - 1, 'été Ærø ').slice(0, length - 1) + '.';

export const acceptedBookings: readonly AcceptedBooking[] = [
  {
    words: 'whose only participant is the Patient',
    change: (ordinary) => ({
      ...ordinary,
      participant: ordinary.participant.filter(({ actor }) => actor?.reference?.startsWith('Patient/') === true),
    }),
    shows: { 'BOOK-023': ofBooking(answeredAsTheCatalogueSays), 'BOOK-016': placeIsNamed },
  },
  {
    words: 'with a description of 100 and a comment of 500 characters',
    change: (ordinary) => ({
      ...ordinary,
      description: filledUp(ordinary.description ?? '', 100),
      comment: filledUp('A long comment', 500),
    }),
    shows: { 'BOOK-019': ofBooking(wholeOrRefused) },
  },
  {
    words: 'that describes the slot in the consumer’s own words',
    change: (ordinary) => ({
      ...ordinary,
      serviceCategory: { text: 'Category of the consumer' },
      serviceType: [{ text: 'Type of the consumer' }],
    }),
    shows: { 'BOOK-065': ofBooking(ownDescriptionsIgnored) },
  },
  {
    words: 'that prefers the whole representation',
    change: unchanged,
    wire: () => ({ headers: { Prefer: 'return=representation' } }),
    shows: { 'BOOK-068': ofBooking(wholeRepresentation) },
  },
  {
    words: 'under an id of the client’s choice',
    change: (ordinary) => ({ ...ordinary, id: 'id-of-the-client' }),
    shows: { 'BOOK-072': ofBooking(idOfTheClientNotUsed) },
  },
  {
    words: 'in XML',
    change: unchanged,
    wire: (appointment) => ({
      headers: { 'Content-Type': 'application/fhir+xml;charset=utf-8' },
      body: resourceXml(appointment),
    }),
    offer: 'xml',
    shows: { 'BOOK-078': ofBooking(answeredAsTheCatalogueSays) },
  },
  {
    words: 'that prefers a minimal answer',
    change: unchanged,
    wire: () => ({ headers: { Prefer: 'return=minimal' } }),
    offer: 'minimalRepresentation',
    shows: { 'BOOK-069': ofBooking(minimalAnswer) },
  },
];
