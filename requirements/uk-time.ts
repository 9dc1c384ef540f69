import { DateTime } from 'luxon';
import { remembered } from './remembered.js';

/** The one date module: every date the harness sends or judges goes through UK local time here. */
const zone = 'Europe/London';

/** A whole UK day, `yyyy-mm-dd`. */
export type UkDate = string;

/** Whole UK days from `from` to `to`, both included. */
export interface DateRange {
  readonly from: UkDate;
  readonly to: UkDate;
}

const ukLocal = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+0[01]:00$/;
const instantWithOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

// Looking up a time zone is by far the dearest thing a check does.

/** The UK day in which an instant (ms since 1970) lies, `yyyy-mm-dd`. */
export const ukDate = remembered((instant: number): UkDate =>
  DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM-dd'),
);

/** An instant (ms since 1970) as `yyyy-mm-ddThh:mm:ss+hh:mm` in UK local time, `+00:00` in winter and `+01:00` in summer. */
export const ukDateTime = remembered((instant: number): string =>
  DateTime.fromMillis(instant, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ"),
);

/** The day `days` after (or, negative, before) a UK day. */
export function addDays(date: UkDate, days: number): UkDate {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** Days from one UK day to another; 0 for the same day. */
export function daysBetween(from: UkDate, to: UkDate): number {
  return Math.round(DateTime.fromISO(to, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days);
}

/** The first instant of a UK day, in ms since 1970. */
export const startOfUkDay = remembered((date: UkDate): number =>
  DateTime.fromISO(date, { zone }).startOf('day').toMillis(),
);

/** The last millisecond of a UK day: 23, 24 or 25 hours after its first, as the clocks have it. */
export const endOfUkDay = remembered((date: UkDate): number =>
  DateTime.fromISO(date, { zone }).endOf('day').toMillis(),
);

/** The instant a FHIR instant or dateTime with offset names, in ms since 1970; undefined for any other text. */
export const instantOf = remembered((text: string | undefined): number | undefined => {
  if (text === undefined || !instantWithOffset.test(text)) return undefined;
  const parsed = DateTime.fromISO(text, { setZone: true });
  return parsed.isValid ? parsed.toMillis() : undefined;
});

/** Whether a text is `yyyy-mm-ddThh:mm:ss+hh:mm` with the offset in force in the UK at that instant (SLOT-048). */
export function isUkLocal(text: string | undefined): boolean {
  if (text === undefined || !ukLocal.test(text)) return false;
  const instant = instantOf(text);
  return instant !== undefined && ukDateTime(instant) === text;
}

/** The first and last instant a bound covers: a date means the whole UK day, a dateTime only itself. */
export function boundsOf(dateOrDateTime: string): { readonly first: number; readonly last: number } | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(dateOrDateTime)) {
    const first = startOfUkDay(dateOrDateTime);
    return Number.isNaN(first) ? undefined : { first, last: endOfUkDay(dateOrDateTime) };
  }
  const instant = instantOf(dateOrDateTime);
  return instant === undefined ? undefined : { first: instant, last: instant };
}
