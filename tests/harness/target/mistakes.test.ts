import { test, expect } from '@playwright/test';
import { loadTarget } from '../../../fixtures/target/load.js';
import { folderWith } from '../temporary-folder.js';
import { mistakeCases } from './mistake-cases.js';
import { plainTarget, refusalOf, targetFile } from './target-files.js';
import { waiverMistakes } from './waiver-mistakes.js';

for (const { name, change, line, path, words } of [...mistakeCases, ...waiverMistakes]) {
  test(`${name} is named with file, line, path and a way to mend it`, () => {
    const text = typeof change === 'string' ? `${plainTarget}${change}\n` : plainTarget.replace(...change);
    expect(text).not.toBe(plainTarget);
    const file = targetFile(text);
    const message = refusalOf(() => loadTarget({ file, environment: {} }));
    const told = message.split('\n').slice(1);
    expect(told, message).toHaveLength(1);
    expect(told[0]).toContain(`${file}:${line}  ${path}: `);
    for (const word of words) expect(told[0]).toContain(word);
  });
}

test('the plain target of these tests has no mistake', () => {
  expect(loadTarget({ file: targetFile(plainTarget), environment: {} }).practices).toHaveLength(2);
});

test('mistakes of the file, the environment and the flags are all listed at once, in reading order', () => {
  const text = plainTarget
    .replace('"9990548609", l', '"9990548608", l')
    .replace('token: none', 'token: { env: NOT_SET }');
  const file = targetFile(`${text}tls: { ca: [missing.pem] }\nspeed: high\n`);
  const environment = { GPC_PACE_IN_FLIGHT: 'many', GPC_TIMEOUT_CONNECT_MS: '5' };
  const message = refusalOf(() =>
    loadTarget({ file, environment, settings: ['policies.reason=perhaps', 'nonsense', 'practices[5].name=x'] }),
  );
  const places = [...message.matchAll(/^ {2}(\S+:\d+|environment \S+|flag(?: --set)?)(?: {2}(\S+))?: /gm)].map(
    ([, where = '', path = '']) => `${where.replace(file, 'target.yaml')} ${path}`.trim(),
  );
  expect(places.filter((place) => place.startsWith('target.yaml'))).toEqual([
    'target.yaml:6 practices[0].token.env',
    'target.yaml:7 practices[0].patient.nhsNumber',
    'target.yaml:12 tls.ca[0]',
    'target.yaml:13 speed',
  ]);
  expect(places).toEqual(
    expect.arrayContaining([
      'environment GPC_PACE_IN_FLIGHT pace.inFlight',
      'environment GPC_TIMEOUT_CONNECT_MS',
      'flag policies.reason',
      'flag practices[5].name',
      'flag --set',
    ]),
  );
  expect(places).toHaveLength(9);
  expect(message).toContain('has 9 mistakes; nothing was sent');
});

const unreadable: readonly (readonly [name: string, text: string, line: number, words: string])[] = [
  ['an indentation that fits nothing', 'name: x\npractices:\n   - a: 1\n  - b: 2\n', 4, 'not valid YAML'],
  ['a key that stands twice', 'name: x\nname: y\n', 2, 'twice'],
  ['a quote that is not closed', 'name: "x\n', 2, 'not valid YAML'],
  ['a list in place of a mapping', '- a\n- b\n', 1, 'not a mapping'],
  ['an alias without an anchor', 'name: *nobody\n', 1, 'anchor'],
];

for (const [name, text, line, words] of unreadable) {
  test(`${name} is a usage problem with its place`, () => {
    const file = targetFile(text);
    const message = refusalOf(() => loadTarget({ file, environment: {} }));
    expect(message).toContain(words);
    expect(message).toMatch(new RegExp(`target\\.yaml${line === 1 ? '' : `:${line}`}`));
  });
}

test('an empty file misses its name and its practices', () => {
  const message = refusalOf(() => loadTarget({ file: targetFile(''), environment: {} }));
  expect(message).toContain('name: is missing');
  expect(message).toContain('practices: is missing');
});

test('a file that is not there says so, and how to get one', () => {
  const message = refusalOf(() => loadTarget({ file: `${folderWith({})}/none.yaml`, environment: {} }));
  expect(message).toContain('cannot be read');
  expect(message).toContain('init');
});

test('a variable missing in thousands of places is told once', () => {
  const rows = Array.from({ length: 300 }, (_, at) => `C${String(at).padStart(5, '0')},https://p.example/${at}`);
  const file = targetFile(`${plainTarget}federation: { file: p.csv, defaults: { token: { env: NOT_SET } } }\n`, {
    'p.csv': `odsCode,baseUrl\n${rows.join('\n')}\n`,
  });
  const message = refusalOf(() => loadTarget({ file, environment: {} }));
  expect(message.split('\n').slice(1)).toHaveLength(1);
  expect(message).toContain('federation.defaults.token.env');
});
