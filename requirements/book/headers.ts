import type { Answer } from '../answer.js';
import { httpFinding, type CheckResult, type Finding } from '../finding.js';
import { succeeded, type JudgingContext, type Rule } from '../rule.js';
import { onBooking } from './booking-rule.js';

/** BOOK-002 to BOOK-004: what the headers of a 201 say about the new appointment. */
export const headerRules: readonly Rule[] = [
  onBooking('BOOK-002', succeeded, locatedAtItsVersion),
  onBooking('BOOK-003', succeeded, taggedWithItsVersion),
  onBooking('BOOK-004', succeeded, datedInItsHeader),
];

const versionUrl = /^(.*)\/Appointment\/([^/?#]+)\/_history\/([^/?#]+)$/;

/** `[base]/Appointment/[id]/_history/[vid]` of the body's id and version; an empty body leaves the form to judge. */
function locatedAtItsVersion(booking: Answer<'book'>, { policies }: JudgingContext): CheckResult {
  const [location] = booking.header('Location');
  const found = versionUrl.exec(location ?? '');
  const { body, practice } = booking;
  const expected = `[base]/Appointment/${body.id ?? '[id]'}/_history/${versionOf(booking) ?? '[vid]'}`;
  if (location === undefined || found === null) {
    return [header('Location does not lead to the version that was created', 'location.form', expected, location)];
  }
  const [, base, id, version] = found;
  return [
    ...(body.id !== undefined && body.id !== id
      ? [header('Location names another appointment than the body', 'location.id', expected, location)]
      : []),
    ...((versionOf(booking) ?? version) !== version
      ? [header('Location names another version than the body', 'location.version', expected, location)]
      : []),
    ...(policies['route'] === 'direct' && base !== practice.baseUrl
      ? [elsewhere(`${practice.baseUrl}/Appointment/...`, location)]
      : []),
  ];
}

function taggedWithItsVersion(booking: Answer<'book'>): CheckResult {
  const [etag] = booking.header('ETag');
  const located = versionUrl.exec(booking.header('Location')[0] ?? '')?.[3];
  const version = booking.body.exists ? versionOf(booking) : located;
  const isTag = version === undefined ? /^W\/"[^"]+"$/.test(etag ?? '') : etag === `W/"${version}"`;
  if (isTag) return [];
  return [header('ETag is not the version of the appointment', 'etag', `W/"${version ?? '[vid]'}"`, etag)];
}

const httpDate = /^[A-Z][a-z]+, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/;

function datedInItsHeader(booking: Answer<'book'>): CheckResult {
  const [modified] = booking.header('Last-Modified');
  if (httpDate.test(modified ?? '')) return [];
  return [
    header('Last-Modified does not say when the appointment was made', 'last-modified', 'an HTTP date', modified),
  ];
}

const versionOf = (booking: Answer<'book'>): string | undefined => booking.body.at('meta', 'versionId').text;

/** A proxy may give the provider another name than the one it is reached by, so this only warns. */
function elsewhere(expected: string, location: string): Finding {
  const found = header(
    'Location does not start with the base URL the booking was sent to',
    'location.base',
    expected,
    location,
  );
  return { ...found, severity: 'warning' };
}

function header(message: string, rule: string, expected: string, actual = '(absent)'): Finding {
  return httpFinding({ rule, message, expected, actual });
}
