import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { spreadOverDays, startOf, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { ukDate, ukDateTime } from '../../../requirements/uk-time.js';

const aMinute = 60_000;
const firstMoment = Date.parse('2027-03-27T00:00:00Z');

const slotAt = (minute: number, place: number): OfferedSlot => ({
  ...{ id: `s${place}`, practice: 'A20047', schedule: 'Schedule/1' },
  start: ukDateTime(firstMoment + minute * aMinute),
  end: ukDateTime(firstMoment + (minute + 10) * aMinute),
  ...{ serviceType: undefined, deliveryChannel: undefined, location: undefined },
});

test('slots spread over days are the same slots, and no day comes twice before every day came once', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 5 * 24 * 60 }), { maxLength: 30 });
  fc.assert(
    fc.property(minutes, (all) => {
      const slots = [...all].sort((one, other) => one - other).map(slotAt);
      const spread = spreadOverDays(slots);
      const dayOf = (slot: OfferedSlot): string => ukDate(startOf(slot));
      const days = new Set(slots.map(dayOf));
      expect(new Set(spread)).toEqual(new Set(slots));
      expect(spread).toHaveLength(slots.length);
      expect(spread.slice(0, days.size).map(dayOf)).toEqual([...days]);
    }),
  );
});
