import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { sampledPractices } from '../../../fixtures/target/sample.js';
import type { Practice } from '../../../fixtures/target/target.js';
import { readResult } from '../../../reports/writers/json.js';
import { gpcConformance } from './command.js';
import { emptyFolder } from '../temporary-folder.js';

const estate = Array.from({ length: 500 }, (_, place) => ({ odsCode: `P${10_000 + place}` }) as Practice);

test('a sample is the same each time, in the order of the estate, and spread over all of it', () => {
  const drawn = sampledPractices(estate, 50);
  expect(drawn).toHaveLength(50);
  expect(sampledPractices(estate, 50)).toEqual(drawn);
  expect(estate.filter((practice) => drawn.includes(practice))).toEqual(drawn);
  const places = drawn.map((practice) => estate.indexOf(practice));
  for (const from of [0, 125, 250, 375]) {
    expect(places.filter((place) => place >= from && place < from + 125).length).toBeGreaterThan(3);
  }
  expect(sampledPractices(estate.toReversed(), 50).toReversed()).toEqual(drawn);
  expect(sampledPractices(estate, 500)).toEqual(estate);
});

test('a run of a sample walks so many practices and says so', async () => {
  const output = join(emptyFolder(), 'out');
  const words = ['run', '--sample', '1', '--only', 'SESS-001', '--quiet', '--output', output];
  const { exitCode, stderr } = await gpcConformance(words);
  expect([exitCode, stderr]).toEqual([0, '']);
  const { requirements, run } = readResult(join(output, 'conformance.json'));
  expect(requirements.map(({ id }) => id)).toEqual(['SESS-001']);
  expect(run.selection).toEqual({ only: 'SESS-001', sample: '1' });
});
