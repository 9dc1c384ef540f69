import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  addDays,
  boundsOf,
  daysBetween,
  endOfUkDay,
  instantOf,
  isUkLocal,
  startOfUkDay,
  ukDate,
  ukDateTime,
} from '../../../requirements/uk-time.js';

const hour = 60 * 60 * 1000;
const instants = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });

test('the offset is +00:00 in winter and +01:00 in summer, on either side of both clock changes', () => {
  expect(ukDateTime(Date.UTC(2027, 2, 28, 0, 59, 59))).toBe('2027-03-28T00:59:59+00:00');
  expect(ukDateTime(Date.UTC(2027, 2, 28, 1, 0, 0))).toBe('2027-03-28T02:00:00+01:00');
  expect(ukDateTime(Date.UTC(2027, 9, 31, 0, 59, 59))).toBe('2027-10-31T01:59:59+01:00');
  expect(ukDateTime(Date.UTC(2027, 9, 31, 1, 0, 0))).toBe('2027-10-31T01:00:00+00:00');
});

test('a UK day is 23 hours long when the clocks go forward and 25 when they go back', () => {
  expect(endOfUkDay('2027-03-28') + 1 - startOfUkDay('2027-03-28')).toBe(23 * hour);
  expect(endOfUkDay('2027-10-31') + 1 - startOfUkDay('2027-10-31')).toBe(25 * hour);
  expect(endOfUkDay('2027-06-01') + 1 - startOfUkDay('2027-06-01')).toBe(24 * hour);
});

test('every instant written as UK local time reads back as itself and counts as UK local', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const whole = instant - (instant % 1000);
      const text = ukDateTime(whole);
      expect(instantOf(text)).toBe(whole);
      expect(isUkLocal(text)).toBe(true);
      expect(text.startsWith(ukDate(whole))).toBe(true);
    }),
  );
});

for (const wrong of [
  '2027-07-01T09:00:00Z',
  '2027-07-01T08:00:00+00:00',
  '2027-01-01T09:00:00+01:00',
  '2027-01-01T09:00:00.000+00:00',
  '2027-01-01T09:00+00:00',
  '2027-01-01',
  '2027-02-30T09:00:00+00:00',
  'tomorrow',
]) {
  test(`"${wrong}" is no UK local time`, () => expect(isUkLocal(wrong)).toBe(false));
}

test('days are added and counted by the calendar, clock changes or not', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: -400, max: 400 }), (instant, days) => {
      const day = ukDate(instant);
      expect(daysBetween(day, addDays(day, days))).toBe(days);
    }),
  );
});

test('a date bound covers the whole UK day, a dateTime bound only itself, and anything else is no bound', () => {
  expect(boundsOf('2027-03-28')).toEqual({ first: startOfUkDay('2027-03-28'), last: endOfUkDay('2027-03-28') });
  const noon = Date.UTC(2027, 5, 1, 11);
  expect(boundsOf('2027-06-01T12:00:00+01:00')).toEqual({ first: noon, last: noon });
  expect(boundsOf('2027-06')).toBeUndefined();
});
