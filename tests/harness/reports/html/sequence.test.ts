import { test, expect } from '@playwright/test';
import type { ExchangeRecord, SessionRecord } from '../../../../reports/result.js';
import { sequenceOf } from '../../../../reports/html/sequence.js';
import { sequenceSvg } from '../../../../reports/html/sequence-svg.js';
import { sampleExchanges, sampleSessions } from '../sample-traffic.js';

const exchanges = sampleExchanges();

function session(test: string): SessionRecord {
  const found = sampleSessions().find((one) => one.test === test);
  if (found === undefined) throw new Error(`the sample has no session ${test}`);
  return found;
}

function exchange(id: string, change: Partial<ExchangeRecord>): ExchangeRecord {
  const [first] = exchanges;
  if (first === undefined) throw new Error('the sample has no exchange');
  return { ...first, id, ...change };
}

test.describe('the sequence of a session', () => {
  for (const recorded of sampleSessions()) {
    test(`"${recorded.test}" equals its recorded exchanges step for step`, () => {
      const sequence = sequenceOf(recorded, exchanges);
      expect(
        sequence.steps.map(({ number, title, arrows }) => [number, title, arrows.map((one) => one.exchange)]),
      ).toEqual(recorded.steps.map(({ number, title, exchanges: ids }) => [number, title, ids]));
      for (const arrow of sequence.steps.flatMap(({ arrows }) => arrows)) {
        const one = exchanges.find(({ id }) => id === arrow.exchange);
        expect(arrow.practice).toBe(one?.practice);
        expect(arrow.request.startsWith(`${one?.method} `)).toBe(true);
        expect(arrow.answer).toBe(one?.failure ?? `${one?.status} in ${one?.ms} ms`);
      }
    });
  }

  test('of a federation has a lane for each practice, in the order in which they come up', () => {
    expect(sequenceOf(session('federated booking session'), exchanges).lanes).toEqual(['A20047', 'B82617', 'C81004']);
  });

  test('shows a retry as it was: each attempt with its own range', () => {
    const { steps } = sequenceOf(session('retry with amended date ranges'), exchanges);
    const attempts = steps
      .filter(({ number }) => number === '1a')
      .map(({ facts }) => [facts['attempt'], facts['from']]);
    expect(attempts).toEqual([
      [1, '2026-11-23'],
      [2, '2026-12-07'],
    ]);
  });

  test('tells answers that broke a requirement, answers that never came, and sound ones apart', () => {
    const states = (title: string, broken: string[] = []): string[] =>
      sequenceOf(session(title), exchanges, new Set(broken)).steps.flatMap(({ arrows }) =>
        arrows.map(({ state }) => state),
      );
    expect(states('simple booking session', ['x-1-0002'])).toEqual(['sound', 'broken']);
    expect(states('federated booking session')).toEqual(['sound', 'sound', 'silent', 'sound', 'sound', 'sound']);
    expect(states('the slot is taken between search and booking')).toEqual(['sound', 'sound']);
  });

  test('gives an exchange without answer to the step that failed for it', () => {
    const silent = exchange('x-9', { test: 't', practice: 'A20047', status: null, failure: 'refused' });
    const failed = {
      number: '1a',
      title: 'search',
      outcome: 'failed',
      ms: 1,
      facts: { practice: 'A20047' },
      exchanges: [],
    } as const;
    const { steps } = sequenceOf({ test: 't', practice: 'A20047', steps: [failed] }, [silent]);
    expect(steps.map(({ arrows }) => arrows.map((one) => [one.exchange, one.answer]))).toEqual([[['x-9', 'refused']]]);
  });

  test('keeps requests outside the numbered steps in sight, but not those of other tests, practices or of clean-up', () => {
    const own = exchange('x-5', { test: 't', practice: 'A20047' });
    const others = [
      exchange('x-6', { test: 'u', practice: 'A20047' }),
      exchange('x-7', { test: 't', practice: 'B82617' }),
      exchange('x-8', { test: 't', practice: 'A20047', purpose: 'clean-up' }),
    ];
    const { steps } = sequenceOf({ test: 't', practice: 'A20047', steps: [] }, [own, ...others]);
    expect(steps.map(({ number, arrows }) => [number, arrows.map((one) => one.exchange)])).toEqual([['', ['x-5']]]);
  });
});

test.describe('the drawing of a sequence', () => {
  test('has every lane, every step number and one arrow for each exchange, in order, with its state', () => {
    for (const recorded of sampleSessions()) {
      const sequence = sequenceOf(recorded, exchanges);
      const svg = sequenceSvg(sequence).text;
      const arrows = [...svg.matchAll(/<a class="arrow (\w+)" href="#([^"]+)"/g)].map(([, state, id]) => [id, state]);
      expect(arrows).toEqual(
        sequence.steps.flatMap((step) => step.arrows.map((arrow) => [arrow.exchange, arrow.state])),
      );
      expect([...svg.matchAll(/class="step-number"[^>]*>([^<]+)</g)].map(([, number]) => number)).toEqual(
        recorded.steps.map(({ number }) => number),
      );
      const lanes = [...svg.matchAll(/class="lane-name"[^>]*>([^<]+)</g)].map(([, lane]) => lane);
      expect(lanes).toEqual(['consumer', ...sequence.lanes]);
    }
  });
});
