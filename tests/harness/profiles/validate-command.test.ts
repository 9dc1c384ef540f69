import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test, expect } from '@playwright/test';
import type { Command } from 'commander';
import { validateCommand } from '../../../cli/commands/validate.js';
import { isProblem } from '../../../problem.js';
import { folderWith } from '../temporary-folder.js';

const slot = 'https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Slot-1';
const good = '{"resourceType":"Patient","gender":"female"}';
const bad = '{\n  "resourceType": "Patient",\n  "gender": "F"\n}\n';
const module = fileURLToPath(new URL('../../../cli/commands/validate.ts', import.meta.url));

/** Runs the command in a process of its own, as the command line does. */
function run(...words: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const program = `import { validateCommand } from ${JSON.stringify(module)}; await validateCommand().parseAsync(process.argv.slice(1), { from: 'user' });`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program, '--', ...words],
    { encoding: 'utf8' },
  );
  return { code: status, out: stdout, err: stderr };
}

async function thrownBy(words: readonly string[]): Promise<unknown> {
  const command: Command = validateCommand();
  return command.parseAsync([...words], { from: 'user' }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
}

test.describe('validate', () => {
  test('exits 0 for valid documents, and says so', () => {
    const { code, out } = run(join(folderWith({ 'a.json': good }), 'a.json'));
    expect(code).toBe(0);
    expect(out).toContain('a.json: valid, 0 findings');
  });

  test('exits 1 when one document of a folder is not valid, and shows the line with a caret under the place', () => {
    const { code, out } = run(folderWith({ 'a.json': good, 'sub/b.json': bad, 'ignored.txt': 'x' }));
    expect(code).toBe(1);
    expect(out).toContain('error binding.required at Patient.gender (line 3, column 3)');
    expect(out).toContain('3 |   "gender": "F"\n          ^\n');
    expect(out).not.toContain('ignored.txt');
  });

  test('tells what of the definitions it was given could not be read, and why', () => {
    const definitions = folderWith({
      'patient.json': JSON.stringify({
        ...{
          resourceType: 'StructureDefinition',
          url: 'https://supplier.example/Patient',
          name: 'P',
          kind: 'resource',
        },
        ...{ abstract: false, type: 'Patient', baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient' },
        ...{ derivation: 'constraint', differential: { element: [{ id: 'Patient', path: 'Patient' }] } },
      }),
      'broken.json': '{"resourceType":',
      'sub/broken.xml': '<StructureDefinition xmlns="http://hl7.org/fhir"><url',
    });
    const document = join(folderWith({ 'a.json': good }), 'a.json');
    for (const words of [[], ['--json']]) {
      const { code, out, err } = run('--definitions', definitions, ...words, document);
      expect(code).toBe(0);
      expect(err).toContain(`Left out of ${definitions}: broken.json`);
      expect(err).toContain(`Left out of ${definitions}: ${join('sub', 'broken.xml')}`);
      expect(err.trim().split('\n')).toHaveLength(2);
      expect(out).not.toContain('broken');
    }
  });

  test('refuses a profile whose address names no file', async () => {
    const document = join(folderWith({ 'a.json': good }), 'a.json');
    for (const profile of ['#x', ' ', 'https://a.example/#']) {
      const thrown = await thrownBy(['--profile', profile, document]);
      expect(isProblem(thrown, 'usage'), String(thrown)).toBe(true);
    }
  });

  test('prints one JSON object for each file with --json', () => {
    const { code, out } = run('--json', folderWith({ 'a.json': good, 'b.json': bad }));
    expect(code).toBe(1);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { valid: boolean; findings: object[] });
    expect(lines.map(({ valid }) => valid)).toEqual([true, false]);
    expect(lines[1]?.findings[0]).toMatchObject({
      rule: 'binding.required',
      severity: 'error',
      path: 'Patient.gender',
      line: 3,
    });
  });

  test('applies the profiles named besides those declared', () => {
    const { code, out } = run('--json', '--profile', slot, join(folderWith({ 'a.json': good }), 'a.json'));
    expect(code).toBe(1);
    expect(out).toContain('profile.type');
  });

  test('does not let a document write control characters to the terminal', () => {
    const text = JSON.stringify({ resourceType: 'Patient', gender: 'F' }).replace('"F"', '"\u001b[31mF"');
    const { out } = run(join(folderWith({ 'a.json': text }), 'a.json'));
    expect(out).toContain('json.control-character');
    expect(out).not.toContain('\u001b');
  });

  test('refuses a file that is not there, an empty folder and an unknown profile as wrong usage', async () => {
    const folder = folderWith({ 'a.json': good });
    for (const words of [['/nowhere/x.json'], [folderWith({ 'a.txt': '' })], ['--profile', `${slot}x`, folder]]) {
      expect(isProblem(await thrownBy(words), 'usage'), words.join(' ')).toBe(true);
    }
  });
});
