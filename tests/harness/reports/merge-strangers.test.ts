import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { isProblem } from '../../../problem.js';
import { newNames } from '../../../reports/merge/new-names.js';
import type { RunFolder } from '../../../reports/merge/run-folder.js';
import { refuseStrangers } from '../../../reports/merge/same-target.js';
import { test } from './fresh-folder.js';
import { sampleResult } from './sample-result.js';

const target = `name: A supplier
practices:
  - odsCode: A20047
    baseUrl: https://provider.example/A20047/STU3/1
    patient: { nhsNumber: "9990548609" }
policies: { reason: send }
pace: { requestsPerSecond: 5 }
`;

/** A run whose folder holds the given target, as far as the comparison of runs looks at it. */
function runWith(folder: string, text: string): RunFolder {
  mkdirSync(folder);
  writeFileSync(join(folder, 'target.yaml'), text);
  const evidence = {
    ...{
      selected: [],
      practices: [],
      shown: new Set<string>(),
      unshownBecause: '',
      unusable: new Map<string, string>(),
    },
    ...{ defects: [], waivers: [], attestations: [], today: '2026-11-22' },
    ...{ walked: 'everything' as const, strictness: 'ordinary' as const },
  };
  const versions = { node: '', playwright: '', platform: '' };
  const basis = { evidence, shownAt: new Set<string>(), added: [], readOnly: false, versions };
  return { folder, result: sampleResult(), basis, evidence: [], parts: [] };
}

function refusal(folder: string, change: (text: string) => string): string {
  try {
    refuseStrangers([runWith(join(folder, 'one'), target), runWith(join(folder, 'two'), change(target))]);
    return '';
  } catch (thrown) {
    if (isProblem(thrown, 'usage')) return thrown.what;
    throw thrown;
  }
}

const changes = [
  { what: 'nothing', change: (text: string) => text, names: '' },
  { what: 'the test patient', change: (text: string) => text.replace('9990548609', '9000000009'), names: '' },
  { what: 'the pace', change: (text: string) => text.replace('Second: 5', 'Second: 1'), names: '' },
  { what: 'where values came from', change: (text: string) => text.replace('send }', 'send } # flag'), names: '' },
  { what: 'a policy', change: (text: string) => text.replace('send', 'omit'), names: 'policies.reason' },
  {
    what: 'an address',
    change: (text: string) => text.replace('example/', 'example:8443/'),
    names: 'practices[0].baseUrl',
  },
  { what: 'a setting more', change: (text: string) => `${text}declares: { xml: true }\n`, names: 'declares.xml' },
];

for (const { what, change, names } of changes) {
  test(`targets that differ in ${what} ${names === '' ? 'may' : 'cannot'} have one verdict`, ({ folder }) => {
    const expected = names === '' ? '' : `Runs with another setting of the target (${names}) cannot have one verdict`;
    expect(refusal(folder, change)).toBe(expected);
  });
}

test('exchanges get a name of their own wherever one is named, and what a provider said stays as it came', ({
  folder,
}) => {
  const run = runWith(join(folder, 'one'), target);
  const names = newNames(run, 2);
  const [exchange] = run.result.exchanges;
  const id = exchange?.id ?? '';
  const renamed = id.replace('x-', 'x-2_');
  const line = {
    ...{ id, file: `exchanges/${id}.json`, exchanges: [id], exchange: id },
    findings: [{ exchange: id, message: `see ${id}`, actual: id }],
  };
  expect(names.in(line)).toEqual({
    ...{ id: renamed, file: `exchanges/${renamed}.json`, exchanges: [renamed], exchange: renamed },
    findings: [{ exchange: renamed, message: `see ${id}`, actual: id }],
  });
  expect(names.of('x-9-9999')).toBe('x-9-9999');
  expect(names.inText(`${id} 200, not ${id}9 or y${id}`)).toBe(`${renamed} 200, not ${id}9 or y${id}`);
});
