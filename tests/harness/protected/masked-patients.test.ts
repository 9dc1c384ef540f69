import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { MAIN_PATIENT, OTHER_PATIENT } from '../../../fixtures/provider/people.js';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { readResult } from '../../../reports/writers/json.js';
import { gpcConformance } from '../cli/command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';
import { startFront } from './front.js';
import { leaksIn } from './leaks.js';

test.describe.configure({ timeout: 400_000 });

/** A patient with everything that tells who somebody is. */
const patient = {
  resourceType: 'Patient',
  id: 'a20047-p1',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: MAIN_PATIENT.nhsNumber }],
  name: [
    {
      use: 'official',
      family: 'Featherstonehaugh',
      given: ['Marguerite'],
      text: 'FEATHERSTONEHAUGH, Marguerite (Mrs)',
    },
  ],
  telecom: [{ system: 'email', value: 'marguerite.f@example.org' }],
  address: [{ line: ['14 Larkspur Crescent'], city: 'Nether Wallop', postalCode: 'QQ7 7QQ' }],
  birthDate: '1953-08-17',
};

const personal = new Map([
  ['NHS number', MAIN_PATIENT.nhsNumber],
  ['NHS number of the other', OTHER_PATIENT.nhsNumber],
  ['family name', 'Featherstonehaugh'],
  ['family name in capitals', 'FEATHERSTONEHAUGH'],
  ['given name', 'Marguerite'],
  ['telecom', 'marguerite.f@example.org'],
  ['address', '14 Larkspur Crescent'],
  ['town', 'Nether Wallop'],
  ['postal code', 'QQ7 7QQ'],
  ['birth date', '1953-08-17'],
  ['id', 'a20047-p1'],
]);

/** The provider's searchsets with the patient in them, and her name beside each reference to her. */
function withPatient(text: string): string {
  const named = text.replaceAll(
    '"reference":"Patient/a20047-p1"',
    '"reference":"Patient/a20047-p1","display":"Mrs Marguerite Featherstonehaugh"',
  );
  return named.replace('"entry":[', `"entry":[{"resource":${JSON.stringify(patient)}},`);
}

const selection = ['SESS-001', 'RETR-001', 'RETR-015', 'RETR-026', 'PROF-A02', 'READ-001'];

/** What a run of the command came to, and where its files tell of the patient. */
async function run(target: string, flags: readonly string[]) {
  const output = join(emptyFolder(), 'out');
  const words = [
    'run',
    '--target',
    target,
    '--output',
    output,
    '--practice',
    'A20047',
    ...flags,
    '--only',
    ...selection,
  ];
  const { stdout, stderr, exitCode } = await gpcConformance(words);
  const { verdict, requirements, run: facts } = readResult(join(output, 'conformance.json'));
  const outcomes = requirements.map((one) => `${one.id} ${one.outcome} ${one.findings.length}`);
  const told = leaksIn([output], { stdout, stderr }, personal);
  return { judged: { verdict, exitCode, outcomes }, told, isMasked: facts.patientsMasked };
}

test('a run that masks its patients comes to the same outcomes as one that does not, and no file of it tells of them @long', async () => {
  const provider = await startProvider({});
  const origin = new URL(provider.baseUrls[0] ?? '').origin;
  const front = await startFront(origin, ({ text }) => withPatient(text));
  try {
    const target = fileWith(provider.targetFile().replaceAll(origin, front.origin));
    const open = await run(target, []);
    const masked = await run(target, ['--mask-patients']);
    expect(open.told.length, 'what a run tells that does not mask').toBeGreaterThan(personal.size);
    expect(masked.told).toEqual([]);
    expect([open.isMasked, masked.isMasked]).toEqual([undefined, true]);
    expect(masked.judged).toEqual(open.judged);
    expect(open.judged.verdict).toBe('non-conformant');
  } finally {
    await front.stop();
    await provider.stop();
  }
});
