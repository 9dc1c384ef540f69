import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { Calendar } from '../../../fixtures/provider/calendar.js';
import { PRACTICE_PLANS } from '../../../fixtures/provider/plan.js';
import { startProvider } from '../../../fixtures/provider/provider.js';
import {
  dateAfter,
  daysBetween,
  isDate,
  isInstant,
  nextClockChange,
  ukDateOf,
  ukDateTime,
  wallClock,
} from '../../../fixtures/provider/uk-time.js';
import { accessTo, at, entries, searchPath, send } from './patient-app.js';

const date = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));

test('every wall time of every date is written with the offset in force in the UK', () => {
  fc.assert(
    fc.property(date, fc.nat(1439), (day, minutes) => {
      const { instant, text } = wallClock(day)(minutes);
      expect(text).toBe(ukDateTime(instant));
      expect(DateTime.fromISO(text, { setZone: true }).offset).toBe(
        DateTime.fromMillis(instant, { zone: 'Europe/London' }).offset,
      );
      expect(ukDateOf(instant)).toBe(day);
    }),
  );
});

test('counting days forth and back ends where it began', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
      expect(daysBetween(day, dateAfter(day, days))).toBe(days);
      expect(isDate(dateAfter(day, days))).toBe(true);
    }),
  );
});

test('what is no date or instant is not taken for one', () => {
  for (const text of ['', '2030', '2030-01', '2030-02-30', '2030-13-01', '20300101', '2030-01-01T09:00:00']) {
    expect(isDate(text)).toBe(false);
  }
  for (const text of ['2030-01-01', '2030-01-01T09:00:00', '2030-02-30T09:00:00Z', '2030-01-01T25:00:00Z']) {
    expect(isInstant(text)).toBe(false);
  }
  expect(isInstant('2030-07-01T09:00:00.5+01:00')).toBe(true);
});

test('a slot is found again by its id, whatever the practice, the day and the time of the year', () => {
  fc.assert(
    fc.property(
      date,
      fc.constantFrom(...Object.values(PRACTICE_PLANS)),
      fc.integer({ min: -14, max: 70 }),
      (opened, plan, offset) => {
        const calendar = new Calendar('x1', plan, opened);
        const slots = calendar.slotsOn(dateAfter(opened, offset));
        expect(new Set(slots.map(({ id }) => id)).size).toBe(slots.length);
        for (const slot of slots) {
          expect(calendar.slot(slot.id)).toEqual(slot);
          expect(slot.start.instant).toBeLessThan(slot.end.instant);
          expect(slot.id).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
        }
      },
    ),
    { numRuns: 60 },
  );
});

for (const [season, today, before, after] of [
  ['spring', '2027-01-15T12:00:00Z', '+00:00', '+01:00'],
  ['autumn', '2027-06-15T12:00:00Z', '+01:00', '+00:00'],
  ['spring, the week before', '2027-03-24T12:00:00Z', '+00:00', '+01:00'],
] as const) {
  test(`around the clock change in ${season} slots of both offsets are free and searched in UK time`, async () => {
    const provider = await startProvider({ now: () => new Date(today) });
    const change = nextClockChange(today.slice(0, 10));
    const access = accessTo(provider, 'A20047');
    const [from, to] = [dateAfter(change, -2), dateAfter(change, 2)];
    const starts = entries(await send(access, searchPath(from, to)), 'Slot').map((slot) => at(slot, 'start'));
    await provider.stop();
    for (const start of starts) expect(start.slice(19)).toBe(start.slice(0, 10) < change ? before : after);
    expect(new Set(starts.map((start) => start.slice(0, 10))).size).toBe(5);
  });
}
