/** Dates as FHIR writes them: whether their day exists, and which of two comes first. */

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number written in the digits from `start` to `end`. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + text.charCodeAt(at) - 0x30;
  return value;
}

/** Days of a month; 0 for a month that does not exist. */
function daysOf(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

/** What is wrong with the date at the start of a text of the form yyyy[-mm[-dd]]...; undefined when it exists. */
export function calendarProblem(text: string): string | undefined {
  const year = digits(text, 0, 4);
  if (year === 0) return 'a year from 0001 on';
  if (text.length < 7) return undefined;
  const month = digits(text, 5, 7);
  if (month < 1 || month > 12) return 'a month from 01 to 12';
  if (text.length < 10) return undefined;
  const day = digits(text, 8, 10);
  return day < 1 || day > daysOf(year, month) ? 'a day that exists in that month' : undefined;
}

/**
 * Whether the first date is later than the second: true or false where that is certain, undefined where their precision
 * leaves it open (a day and an hour of that day). Both must be well-formed.
 */
export function isLater(first: string, second: string): boolean | undefined {
  if (first.includes('T') && second.includes('T')) return Date.parse(first) > Date.parse(second);
  const shared = Math.min(first.length, second.length, 10);
  const [left, right] = [first.slice(0, shared), second.slice(0, shared)];
  if (left === right) return first.length === second.length ? false : undefined;
  return left > right;
}
