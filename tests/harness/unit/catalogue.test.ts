import { expect, test } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { areas, catalogue, requirement } from '../../../requirements/catalogue.js';

const published = new URL('../../../../shared/spec/requirements.yaml', import.meta.url);

const entriesOf = (area: string): Record<string, unknown>[] =>
  parse(readFileSync(new URL(`../../../requirements/${area}.yaml`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >[];

test('the catalogue holds 445 requirements, 365 of them automatic', () => {
  const all = [...catalogue.values()];
  expect(all).toHaveLength(445);
  expect(all.filter((one) => one.testable === 'auto')).toHaveLength(365);
});

test('nothing of the published catalogue was dropped or changed', () => {
  test.skip(!existsSync(published), 'the published catalogue is not beside this checkout');
  const ours = new Map(areas.flatMap(entriesOf).map((entry) => [entry['id'], entry]));
  const theirs = parse(readFileSync(published, 'utf8')) as Record<string, unknown>[];
  expect(theirs.length).toBe(ours.size);
  for (const entry of theirs) expect(ours.get(entry['id'])).toEqual(entry);
});

test('what every process reads is what the YAML files say', () => {
  const generated = new URL('../../../requirements/catalogue.generated.json', import.meta.url);
  const { entries } = JSON.parse(readFileSync(generated, 'utf8')) as { entries: Record<string, unknown> };
  expect(entries).toEqual(Object.fromEntries(areas.map((area) => [area, entriesOf(area)])));
});

test('a requirement is found by its id with level, text, source and expectation', () => {
  expect(requirement('SESS-006')).toMatchObject({
    area: 'sessions',
    level: 'SHALL',
    appliesTo: ['slot-search', 'book'],
    expect: { http: [409], spineCodes: ['DUPLICATE_REJECTED'], issueCodes: ['duplicate'], certainty: 'stated' },
  });
  expect(requirement('SLOT-016').expect?.refusalRequired).toBe(true);
  expect(requirement('BOOK-013').warnOnly).toBe(true);
  expect(requirement('ERR-043').whenSeen).toBe(true);
});

test('an id the catalogue does not hold is a defect, not an empty answer', () => {
  expect(() => requirement('SESS-999')).toThrow('The catalogue holds no requirement SESS-999');
});
