import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

const goodTarget = `name: A supplier
practices:
  - odsCode: A20047
    baseUrl: http://127.0.0.1:9/A20047/STU3/1
    token: { static: some-token-of-a-test }
    patient: { nhsNumber: "9990548609", logicalId: "2" }
`;

/** What somebody does wrong, and what the command has to say about it; nothing is sent in any of these. */
const mistakes = [
  { words: ['run', '--speed', 'fast'], says: [/unknown option '--speed'/] },
  { words: ['run', '--onyl', 'SESS-001'], says: [/unknown option '--onyl'/, /Did you mean --only/] },
  { words: ['walk'], says: [/unknown command 'walk'/] },
  { words: ['run', '--only', 'SESS-901'], says: [/--only SESS-901 selects no requirement/, /Did you mean SESS-\d/] },
  { words: ['run', '--only', 'sesions'], says: [/--only sesions selects no requirement/, /Did you mean sessions/] },
  { words: ['run', '--only', 'SLOT-026', '--level', 'shall'], says: [/Nothing is selected/] },
  { words: ['run', '--level', 'must'], says: [/There is no level must/, /shall, should or may/] },
  { words: ['run', '--workers', 'many'], says: [/whole number/] },
  { words: ['run', '--shard', '3'], says: [/--shard 3 is no part/] },
  { words: ['run', '--target', 'there-is-no-such-file.yaml'], says: [/there-is-no-such-file\.yaml/] },
  { words: ['list', '--only', 'nothing-like-this'], says: [/selects no requirement/] },
  { words: ['cleanup'], says: [/No target file is named/, /--target/] },
  { words: ['provider', '--fault', 'books-with-2OO'], says: [/books-with-2OO/, /books-with-200/] },
] as const;

for (const { words, says } of mistakes) {
  test(`"${words.join(' ')}" is wrong usage: exit code 2 and words that help`, async () => {
    const { exitCode, stderr } = await gpcConformance([...words]);
    for (const sentence of says) expect(stderr).toMatch(sentence);
    expect(exitCode).toBe(2);
  });
}

const brokenFiles = [
  { fault: 'YAML that cannot be read', text: 'name: [unclosed\npractices: }', says: /target\.yaml:\d/ },
  { fault: 'an unknown key', text: goodTarget.replace('baseUrl', 'baseURL'), says: /baseURL.*baseUrl/s },
  { fault: 'a missing key', text: goodTarget.replace(/ {4}patient:.*\n/, ''), says: /patient/ },
  { fault: 'a trailing slash', text: goodTarget.replace('STU3/1', 'STU3/1/'), says: /slash/ },
] as const;

for (const { fault, text, says } of brokenFiles) {
  test(`a target file with ${fault} is told with its place and how to mend it, and nothing is sent`, async () => {
    const output = join(emptyFolder(), 'out');
    const { exitCode, stderr } = await gpcConformance(['run', '--target', fileWith(text), '--output', output]);
    expect(stderr).toMatch(says);
    expect(exitCode).toBe(2);
    expect(existsSync(output)).toBe(false);
  });
}

test('a practice the target does not have is wrong usage and names those it has', async () => {
  const { exitCode, stderr } = await gpcConformance(['run', '--target', fileWith(goodTarget), '--practice', 'A20074']);
  expect(stderr).toContain('The target has no practice A20074');
  expect(stderr).toContain('did you mean A20047?');
  expect(exitCode).toBe(2);
});

test('a URL at which nothing listens ends as unreachable with exit code 3 and a report that says so', async () => {
  const output = emptyFolder();
  const run = await gpcConformance(['run', '--target', fileWith(goodTarget), '--output', output, '--json']);
  const result = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as { verdict: string; verdictReason: string };
  expect(result.verdict).toBe('unreachable');
  expect(result.verdictReason).toContain('Connection refused');
  expect(run.exitCode).toBe(3);
});

test('help ends with exit code 0 and shows examples', async () => {
  const { exitCode, stdout } = await gpcConformance(['run', '--help']);
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('Exit codes: 0 conformant');
  expect(exitCode).toBe(0);
});

test('list prints every requirement with its level and sends nothing', async () => {
  const { exitCode, stdout } = await gpcConformance(['list', '--json']);
  const listed = JSON.parse(stdout) as { id: string; level: string }[];
  expect(listed).toHaveLength(445);
  expect(listed.find((one) => one.id === 'SESS-001')?.level).toBe('SHALL');
  expect(exitCode).toBe(0);
});
