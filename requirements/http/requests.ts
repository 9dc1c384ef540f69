import type { Answer } from '../answer.js';
import { all, finding, httpFinding, nothingToCheck, type CheckResult } from '../finding.js';
import { Node } from '../node.js';
import { shownIn } from '../shown-in.js';
import { sameAsOrdinary, type Comparison } from '../slot-search/parameters.js';

/** What a request may look like: HTTP-008, HTTP-010, HTTP-016, HTTP-026, HTTP-033. */

/** HTTP-008: what was written with other letters than those of ASCII comes back with the same ones. */
export function lettersKept(booking: Answer<'book'>): CheckResult {
  const sent = new Node(booking.asked.appointment, 'request').at('description').text;
  const given = booking.body.at('description');
  if (!booking.succeeded || booking.body.resourceType !== 'Appointment') {
    return nothingToCheck(`the booking was answered ${booking.inShort}`);
  }
  if (given.text === sent) return [];
  if (!(given.text?.startsWith(beforeOtherLetters(sent)) ?? false)) {
    return nothingToCheck(`the description is another one altogether: ${given.shown}`);
  }
  return [finding(given, { rule: 'charset', message: 'The description is not the one sent', expected: sent ?? '' })];
}

/** What comes through whatever becomes of other letters, so that a garbled text is told from another one. */
const beforeOtherLetters = (text = ''): string => text.replace(/\P{ASCII}.*$/su, '');

/** A booking sent in chunks and, where it was not made, the same one sent with its length. */
export interface ChunkedBooking {
  readonly inChunks: Answer<'book'>;
  readonly withLength?: Answer<'book'>;
}

/**
 * HTTP-010: a booking sent in chunks is made. A server may insist on a length (411), which only warns. What is refused
 * either way is not refused for its chunks.
 */
export function chunksAccepted({ inChunks: booking, withLength }: ChunkedBooking): CheckResult {
  if (booking.status === 201) return [];
  if (withLength !== undefined && !withLength.succeeded) {
    return nothingToCheck(`the same booking sent with its length was answered ${withLength.inShort}`);
  }
  return shownIn(booking, [
    httpFinding({
      rule: 'chunked',
      severity: booking.status === 411 ? 'warning' : 'error',
      message: 'A booking sent in chunks is not answered 201',
      expected: 'status 201',
      actual: booking.inShort,
    }),
  ]);
}

/** HTTP-026: a parameter that nobody knows changes neither a search nor a retrieve. */
export function unknownParametersIgnored(facts: {
  readonly search: Comparison;
  readonly retrieve: Answer<'retrieve'>;
}): CheckResult {
  const { retrieve } = facts;
  const message = 'A retrieve with an unknown parameter is not answered 200';
  const refused = httpFinding({ rule: 'http.status', message, expected: 'status 200', actual: retrieve.inShort });
  return all(sameAsOrdinary([facts.search]), shownIn(retrieve, retrieve.status === 200 ? [] : [refused]));
}

/** HTTP-016: the form of the published service root URL; a gateway may use another, so it only warns. */
export function rootUrlInForm(facts: { readonly url: string; readonly odsCode: string }): CheckResult {
  const [, odsCode] = /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?\/([^/]+)\/STU3\/[1-9]\d*\/[^/]+$/.exec(facts.url) ?? [];
  if (odsCode === facts.odsCode) return [];
  return [
    {
      rule: 'root-url',
      severity: 'warning',
      path: 'request',
      message: 'The service root URL has not the form of the guide',
      expected: `https://[FQDN]/${facts.odsCode}/STU3/[major version]/[routing segment]`,
      actual: facts.url,
    },
  ];
}

/** HTTP-033, SEC-017: what might have been kept from the patient is answered like anything else. */
export function answeredAllTheSame(answer: Answer): CheckResult {
  if (answer.succeeded) return [];
  const message = 'The request is refused';
  return [httpFinding({ rule: 'http.status', message, expected: 'status 200', actual: answer.inShort })];
}
