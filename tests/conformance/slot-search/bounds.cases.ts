import { addDays, startOfUkDay, ukDateTime, type UkDate } from '../../../requirements/uk-time.js';

/** A range that a provider has to accept, and the requirements that say so. */
export interface AcceptedBounds {
  readonly words: string;
  readonly start: string;
  readonly end: string;
  readonly ids: readonly string[];
}

const anHour = 60 * 60 * 1000;

/** The ranges to try, told from today (UK). Days in January and July show the offsets of both seasons. */
export function acceptedBounds(today: UkDate): readonly AcceptedBounds[] {
  const day = (days: number): UkDate => addDays(today, days);
  const winter = next('01-07', today);
  const summer = next('07-07', today);
  return [
    { words: 'two dates', start: day(1), end: day(2), ids: ['SLOT-003', 'SLOT-004'] },
    { words: 'UK local times in winter', start: at(winter, 9), end: at(winter, 17), ids: ['SLOT-005'] },
    { words: 'UK local times in summer', start: at(summer, 9), end: at(summer, 17), ids: ['SLOT-005'] },
    { words: 'a date and a dateTime', start: day(1), end: at(day(3), 12), ids: ['SLOT-006'] },
    { words: 'a dateTime and a date', start: at(day(1), 12), end: day(3), ids: ['SLOT-006'] },
    { words: 'exactly two weeks', start: day(1), end: day(15), ids: ['SLOT-011'] },
    { words: 'a single day', start: day(1), end: day(1), ids: ['SLOT-011'] },
    { words: 'days of the past', start: day(-7), end: day(-1), ids: ['SLOT-026'] },
  ];
}

/** `hours` into a UK day, as UK local time. */
export const at = (day: UkDate, hours: number): string => ukDateTime(startOfUkDay(day) + hours * anHour);

/** The first day `mm-dd` after today. */
export function next(monthAndDay: string, today: UkDate): UkDate {
  const year = Number(today.slice(0, 4));
  const thisYear = `${year}-${monthAndDay}`;
  return thisYear > today ? thisYear : `${year + 1}-${monthAndDay}`;
}
