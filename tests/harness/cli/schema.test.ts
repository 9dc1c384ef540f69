import { expect, test } from '@playwright/test';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { schemaNames, schemaText } from '../../../cli/schemas.js';
import { gpcConformance, gpcConformanceIn, inProject } from './command.js';
import { emptyFolder } from '../temporary-folder.js';

/** As an editor reads a schema: alone, without our own keywords and formats. */
function compiled(text: string) {
  const schema = JSON.parse(text) as { readonly $schema: string };
  const options = { strict: false, validateFormats: false };
  const reader = schema.$schema.includes('2020-12') ? new Ajv2020(options) : new Ajv(options);
  return reader.compile(schema);
}

for (const name of schemaNames) {
  test(`the schema of ${name} stands alone, has a name, and says what each of its keys is for`, async () => {
    const { stdout, exitCode } = await gpcConformance(['schema', name]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(schemaText(name));
    expect(JSON.parse(stdout)).toMatchObject({ $id: expect.any(String), title: expect.any(String) });
    expect(() => compiled(stdout)).not.toThrow();
    expect(undescribed(JSON.parse(stdout), name)).toEqual([]);
  });
}

/** Keys that an editor would show without a word, and that refer to nothing that has one; conditions show nothing. */
function undescribed(schema: unknown, path: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const keys = 'properties' in schema ? Object.entries(schema.properties as Record<string, object>) : [];
  const silent = keys.filter(([, key]) => !('description' in key) && !('$ref' in key)).map(([key]) => `${path}.${key}`);
  const below = Object.entries(schema).filter(([key]) => key !== 'if' && key !== 'then');
  return [...silent, ...below.flatMap(([key, value]) => undescribed(value, `${path}/${key}`))];
}

test('the target schema takes the example of the documentation and refuses a misspelt key, also in a waiver', () => {
  const holds = compiled(schemaText('target'));
  const example = parse(readFileSync(inProject('docs/examples/nhs-mock.yaml'), 'utf8')) as Record<string, unknown>;
  expect(holds(example), JSON.stringify(holds.errors)).toBe(true);
  expect(holds({ ...example, practises: [] })).toBe(false);
  const waiver = { requirement: 'SLOT-017', practice: '*', reason: 'known', owner: 'a person', expires: '2027-01-31' };
  expect(holds({ ...example, waivers: [waiver] }), JSON.stringify(holds.errors)).toBe(true);
  expect(holds({ ...example, waivers: [{ ...waiver, until: '2027-01-31' }] })).toBe(false);
});

const answers = [
  '--yes',
  '--ods',
  'A20047',
  '--base-url',
  'https://provider.example/A20047',
  '--nhs-number',
  '9990548609',
];

test('init names the schema of the installed package, as seen from the file, or the one that is printed beside it', async () => {
  const folder = emptyFolder();
  await gpcConformanceIn(folder, ['init', ...answers, '--out', 'alone.yaml']);
  expect(firstLine(join(folder, 'alone.yaml'))).toBe('# yaml-language-server: $schema=target.schema.json');

  const schemas = join(folder, 'node_modules', 'gp-connect-appointments-conformance', 'dist', 'schemas');
  mkdirSync(schemas, { recursive: true });
  mkdirSync(join(folder, 'targets'));
  writeFileSync(join(schemas, 'target.schema.json'), schemaText('target'));
  await gpcConformanceIn(folder, ['init', ...answers, '--out', 'targets/installed.yaml']);
  expect(firstLine(join(folder, 'targets', 'installed.yaml'))).toBe(
    '# yaml-language-server: $schema=../node_modules/gp-connect-appointments-conformance/dist/schemas/target.schema.json',
  );
});

const firstLine = (file: string): string => readFileSync(file, 'utf8').split('\n')[0] ?? '';
