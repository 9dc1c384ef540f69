import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { TextSearch, type Sought } from '../../../fixtures/transport/text-search.js';

/** Tokens of one issuer: all begin alike, as the claims of one patient at many practices do. */
const token = (place: number): string =>
  `eyJuaHNOdW1iZXIiOiI5OTkwNTQ4NjA5Ii${String(place).padStart(6, '0')}.signature`;
const cutShort = (text: string): Sought => ({ text, shown: '***', within: 'anywhere', least: 16 });
const whole = (text: string): Sought => ({ text, shown: '***', within: 'anywhere' });

test('of many texts that begin alike, the one that is there is taken out to its end', () => {
  const search = new TextSearch(Array.from({ length: 500 }, (_, place) => cutShort(token(place))));
  for (const place of [0, 1, 249, 498, 499]) expect(search.replaced(`<${token(place)}>`)).toBe('<***>');
  expect(search.replaced(`<${token(777)}>`)).toBe('<***777.signature>');
  expect(search.replaced('They survey every key')).toBe('They survey every key');
});

test('a text that becomes known later is looked for from then on', () => {
  const search = new TextSearch([cutShort(token(1))]);
  for (const place of [7, 3, 5, 2]) search.add([cutShort(token(place))]);
  for (const place of [1, 2, 3, 5, 7]) expect(search.replaced(token(place))).toBe('***');
});

test('whatever is looked for and wherever it stands, nothing of it is left', () => {
  const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 4, maxLength: 24 });
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 30 }),
      fc.array(fc.nat(), { maxLength: 10 }),
      (all, order) => {
        const search = new TextSearch(all.slice(0, 1).map(whole));
        search.add(all.slice(1).map((text) => (text.length < 20 ? whole(text) : cutShort(text))));
        const text = order.map((place) => `(${all[place % all.length] ?? ''})`).join(' ');
        const left = search.replaced(text);
        expect(all.filter((one) => left.includes(one))).toEqual([]);
        expect(left.replaceAll('***', '')).toBe(order.map(() => '()').join(' '));
      },
    ),
  );
});

test('six thousand texts that begin alike cost a text no more than a few do', () => {
  const text = `${'They survey every key of Abbey Surgery. '.repeat(2_500)}${token(5)}`;
  const timed = (count: number): number => {
    const search = new TextSearch(Array.from({ length: count }, (_, place) => cutShort(token(place))));
    const started = performance.now();
    for (let time = 0; time < 3; time += 1) search.replaced(text);
    return performance.now() - started;
  };
  timed(10);
  expect(timed(6_300)).toBeLessThan(10 * timed(10) + 50);
});
