import { expect, test } from '@playwright/test';
import { families, hostileBehaviours } from '../../../fixtures/provider/hostile/index.js';
import { format, resolveConfig } from 'prettier';
import { readFileSync } from 'node:fs';
import { hostilePage } from '../../../scripts/hostile/page.js';
import { walkPast } from './walk.js';

test('there are at least 45 behaviours, each with a name of its own, and each says how a run ends', () => {
  expect(hostileBehaviours.length).toBeGreaterThanOrEqual(45);
  expect(new Set(hostileBehaviours.map(({ id }) => id)).size).toBe(hostileBehaviours.length);
  expect(Object.values(families).every((family) => family.length > 0)).toBe(true);
  for (const { id, does, ends } of hostileBehaviours) {
    expect(
      [does, ends.because].every((words) => words.length > 10),
      id,
    ).toBe(true);
    expect(
      [ends.exitCode].flat().every((code) => [0, 1, 3, 4].includes(code)),
      id,
    ).toBe(true);
  }
});

test('the page of the behaviours is current', async () => {
  const file = 'docs/hostile-provider.md';
  const current = await format(hostilePage(), { ...(await resolveConfig(file)), parser: 'markdown' });
  expect(readFileSync(file, 'utf8'), 'mend with: npx tsx scripts/hostile-page.ts').toBe(current);
});

/** Behaviours that once kept the harness from ending, led it astray, or had it leave a booking. */
const survived = [
  ['drip-on-clean-up', 'a clean-up whose every read drips'],
  ['gzip-bomb-on-clean-up', 'a clean-up whose every read unpacks to 100 MB'],
  ['token-endpoint-hundred-megabytes', 'a token endpoint that answers with 100 MB'],
  ['appointment-id-path-traversal', 'an appointment id that climbs out of its path'],
  ['appointment-id-url', 'an appointment id that is a URL'],
  ['redirect-clean-up', 'a clean-up that is sent to another host'],
  ['redirect-booking', 'a booking that is sent to another host'],
  ['references-elsewhere', 'references into other networks'],
  ['prototype-pollution', 'prototype keys in every resource'],
  ['cookie-bomb', 'three hundred cookies an answer'],
  ['reset-on-book', 'a booking whose answer is lost'],
  ['times-in-9999', 'slots at the end of time'],
] as const;

for (const [id, words] of survived) {
  test(`${words}: the walk ends in time, asks nobody else, and leaves no booking that it does not own up to`, async () => {
    const { defects, ledAstray, left, leftBecause, longestMs, met } = await walkPast(id);
    expect(met, 'times the behaviour was met').toBeGreaterThan(0);
    expect(defects).toEqual([]);
    expect(ledAstray).toEqual([]);
    expect(leftBecause.length).toBeGreaterThanOrEqual(left.length);
    if (hostileBehaviours.find((one) => one.id === id)?.ends.mayLeave === undefined) expect(left).toEqual([]);
    expect(longestMs).toBeLessThan(10_000);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
}

test('a clean-up that finds the practice gone says in words why the booking is left', async () => {
  const { left, leftBecause } = await walkPast('gone-after-booking');
  expect(left).toHaveLength(1);
  expect(leftBecause).toHaveLength(1);
  expect(leftBecause[0]).toMatch(/refused|closed/i);
});
