import { expect } from '@playwright/test';
import { areas } from '../../../../requirements/catalogue.js';
import { RULES } from '../../../../profiles/index.js';
import { availabilities } from '../../../../reports/html/availability.js';
import { likelyFix } from '../../../../reports/html/fixes.js';
import { recordedExchanges } from '../../../../reports/html/recorded.js';
import { slowest, timings } from '../../../../reports/html/timing.js';
import { test } from '../fresh-folder.js';
import { writeSampleExchanges } from '../sample-exchanges.js';
import { sampleResult } from '../sample-result.js';

test.describe('the merged availability', () => {
  test('counts the slots of every practice by UK day and knows what was booked where', ({ folder }) => {
    const result = sampleResult();
    writeSampleExchanges(result, folder);
    const [only, ...others] = availabilities(result, recordedExchanges(result, folder));
    expect(others).toEqual([]);
    expect(only?.days).toEqual(['2026-11-24', '2026-11-25']);
    expect(
      only?.practices.map(({ practice, slots, perDay, bookedOn, words }) => [
        practice,
        slots,
        [...perDay.values()],
        bookedOn,
        words,
      ]),
    ).toEqual([
      ['A20047', 2, [1, 1], '2026-11-24', '2 slots, earliest 2026-11-24T09:00:00+00:00'],
      ['B82617', 0, [], undefined, 'no slots'],
      ['C81004', 0, [], undefined, 'failed: no answer'],
    ]);
  });

  test('shows no booking that was refused', ({ folder }) => {
    const result = sampleResult();
    const sessions = result.sessions.map((session) => ({
      ...session,
      steps: session.steps.map((step) =>
        step.number === '2b' ? { ...step, facts: { ...step.facts, status: 409 } } : step,
      ),
    }));
    writeSampleExchanges(result, folder);
    const [only] = availabilities({ ...result, sessions }, recordedExchanges(result, folder));
    expect(only?.practices.map(({ bookedOn }) => bookedOn)).toEqual([undefined, undefined, undefined]);
  });

  test('takes bodies that are no searchset for no slots', ({ folder }) => {
    const result = sampleResult();
    for (const body of [
      '',
      'null',
      '[]',
      '{"entry":3}',
      '{"entry":[null,{"resource":{"resourceType":"Slot","start":4}}]}',
      '{',
    ]) {
      writeSampleExchanges(result, folder, () => body);
      const [only] = availabilities(result, recordedExchanges(result, folder));
      expect(only?.practices.map(({ slots }) => slots)).toEqual([0, 0, 0]);
    }
  });
});

test.describe('the timing', () => {
  const { exchanges } = sampleResult();

  test('counts every answer once, by interaction', () => {
    const counts = timings(exchanges).map(({ interaction, count }) => [interaction, count]);
    expect(counts).toEqual([
      ['slot-search', 6],
      ['book', 4],
      ['retrieve', 2],
      ['cancel', 1],
    ]);
    for (const { distribution, count } of timings(exchanges)) {
      expect(distribution.reduce((sum, one) => sum + one, 0)).toBe(count);
    }
  });

  test('gives median, 95th percentile and longest of known times', () => {
    const [first] = exchanges;
    if (first === undefined) throw new Error('the sample has no exchange');
    const [search] = timings(Array.from({ length: 100 }, (_none, index) => ({ ...first, ms: index + 1 })));
    expect(search).toMatchObject({ median: 50, p95: 95, longest: 100, distribution: [50, 50, 0, 0, 0, 0, 0, 0] });
  });

  test('names the slowest answers, slowest first, and leaves out what was never answered', () => {
    expect(slowest(exchanges, 3).map(({ id }) => id)).toEqual(['x-2-0002', 'x-2-0003', 'x-1-0006']);
  });
});

test.describe('the likely fix', () => {
  test('of every rule of the validator is its own, the same wherever it is broken', () => {
    const rules = Object.keys(RULES).filter((rule) => !rule.startsWith('limit.'));
    expect(rules.length).toBeGreaterThan(40);
    const general = rules.filter((rule) => likelyFix({ rule }, 'book') !== likelyFix({ rule }, 'security'));
    expect(general).toEqual([]);
  });

  test('of a kind of rule serves each rule of that kind that has none of its own', () => {
    expect(likelyFix({ rule: 'slot.unheard-of' }, 'book')).toBe(likelyFix({ rule: 'slot' }, 'book'));
    expect(likelyFix({ rule: 'slot.still-free' }, 'book')).not.toBe(likelyFix({ rule: 'slot' }, 'book'));
  });

  test('of a rule nobody knows is where to look in its area', () => {
    const advice = areas.map((area) => likelyFix({ rule: 'constructor.name' }, area));
    expect(new Set(advice).size).toBe(areas.length);
  });
});
