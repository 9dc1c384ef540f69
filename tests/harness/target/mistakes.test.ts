import { test, expect } from '@playwright/test';
import { loadTarget } from '../../../fixtures/target/load.js';
import { folderWith, plainTarget, refusalOf, targetFile } from './target-files.js';

interface Case {
  readonly name: string;
  /** Replaced in the plain target, or added after it. */
  readonly change: readonly [from: string, to: string] | string;
  readonly line: number;
  readonly path: string;
  readonly words: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'an unknown key beside a known one',
    change: 'timeouts: { conectMs: 5 }',
    line: 12,
    path: 'timeouts.conectMs',
    words: ['not a known key', 'Did you mean connectMs?'],
  },
  {
    name: 'an unknown key like no other',
    change: 'colour: blue',
    line: 12,
    path: 'colour',
    words: ['not a known key', 'practices, federation'],
  },
  {
    name: 'a text where a number belongs',
    change: 'timeouts: { connectMs: soon }',
    line: 12,
    path: 'timeouts.connectMs',
    words: ['is a text', 'whole number'],
  },
  {
    name: 'a number where a text belongs',
    change: ['name: Example supplier', 'name: 5'],
    line: 1,
    path: 'name',
    words: ['is a number', 'in quotes'],
  },
  {
    name: 'an NHS number without quotes',
    change: ['"9990548609", l', '9990548609, l'],
    line: 7,
    path: 'practices[0].patient.nhsNumber',
    words: ['is a number', 'ten digits in quotes'],
  },
  {
    name: 'an NHS number with a wrong check digit',
    change: ['"9990548609", l', '"9990548608", l'],
    line: 7,
    path: 'practices[0].patient.nhsNumber',
    words: ['last digit would be 9'],
  },
  {
    name: 'an NHS number that is too short',
    change: ['"9990548609", l', '"999054860", l'],
    line: 7,
    path: 'practices[0].patient.nhsNumber',
    words: ['ten digits'],
  },
  {
    name: 'a missing name',
    change: ['name: Example supplier\n', ''],
    line: 1,
    path: 'name',
    words: ['is missing', 'Add it'],
  },
  {
    name: 'a missing token',
    change: ['    token: none\n', ''],
    line: 3,
    path: 'practices[0].token',
    words: ['is missing'],
  },
  {
    name: 'no practices',
    change: [plainTarget, 'name: x\npractices: []'],
    line: 2,
    path: 'practices',
    words: ['empty list'],
  },
  {
    name: 'a base URL that is none',
    change: ['https://provider.example/A20047/STU3/1', 'provider.example'],
    line: 5,
    path: 'practices[0].baseUrl',
    words: ['is not a URL'],
  },
  {
    name: 'a base URL of another scheme',
    change: ['https://provider.example/A', 'ftp://provider.example/A'],
    line: 5,
    path: 'practices[0].baseUrl',
    words: ['not an http or https URL'],
  },
  {
    name: 'a base URL with a trailing slash',
    change: ['A20047/STU3/1', 'A20047/STU3/1/'],
    line: 5,
    path: 'practices[0].baseUrl',
    words: ['ends with a slash'],
  },
  {
    name: 'a base URL with a query',
    change: ['A20047/STU3/1', 'A20047/STU3/1?x=1'],
    line: 5,
    path: 'practices[0].baseUrl',
    words: ['query'],
  },
  {
    name: 'a base URL with a password',
    change: ['https://provider.example/A', 'https://me:pw-1234@provider.example/A'],
    line: 5,
    path: 'practices[0].baseUrl',
    words: ['user name or password'],
  },
  {
    name: 'an ODS code in small letters',
    change: ['odsCode: A20047', 'odsCode: a20047'],
    line: 3,
    path: 'practices[0].odsCode',
    words: ['not an ODS code'],
  },
  {
    name: 'an ODS code that stands twice',
    change: ['odsCode: B82617', 'odsCode: A20047'],
    line: 8,
    path: 'practices[1]',
    words: ['in this list already'],
  },
  {
    name: 'a federation that names an unknown practice',
    change: 'federation: [A20047, B82618]',
    line: 12,
    path: 'federation[1]',
    words: ['no practice', 'Did you mean B82617?'],
  },
  {
    name: 'a federation that gives a practice another base URL',
    change: 'federation:\n  - { odsCode: A20047, baseUrl: "https://x.example", token: none }',
    line: 13,
    path: 'federation[0].baseUrl',
    words: ['not the one this practice has'],
  },
  {
    name: 'a federation that names a practice twice',
    change: 'federation: [A20047, A20047]',
    line: 12,
    path: 'federation[1]',
    words: ['in this list already'],
  },
  {
    name: 'a federation that is a text',
    change: 'federation: practices.csv',
    line: 12,
    path: 'federation',
    words: ['is a text', 'file: practices.csv'],
  },
  {
    name: 'a certificate file that is not there',
    change: 'tls: { ca: [missing.pem] }',
    line: 12,
    path: 'tls.ca[0]',
    words: ['not there', 'folder of the target file'],
  },
  {
    name: 'a waiver file that is not there',
    change: 'waivers: waivers.yaml',
    line: 12,
    path: 'waivers',
    words: ['not there'],
  },
  {
    name: 'a federation file that is not there',
    change: 'federation: { file: practices.csv }',
    line: 12,
    path: 'federation.file',
    words: ['not there'],
  },
  {
    name: 'a certificate without its key',
    change: 'tls: { cert: target.yaml }',
    line: 12,
    path: 'tls.key',
    words: ['missing beside cert'],
  },
  {
    name: 'a token variable that is not set',
    change: ['token: none', 'token: { env: GPC_TEST_TOKEN }'],
    line: 6,
    path: 'practices[0].token.env',
    words: ['GPC_TEST_TOKEN', 'not set'],
  },
  {
    name: 'a token from two places',
    change: ['token: none', 'token: { static: a, file: target.yaml }'],
    line: 6,
    path: 'practices[0].token',
    words: ['several sources'],
  },
  {
    name: 'a token from nowhere',
    change: ['token: none', 'token: {}'],
    line: 6,
    path: 'practices[0].token',
    words: ['no source'],
  },
  {
    name: 'a token written as a bare text',
    change: ['token: none', 'token: eyJabc'],
    line: 6,
    path: 'practices[0].token',
    words: ['{ env: NAME }'],
  },
  {
    name: 'a policy value that does not exist',
    change: 'policies: { reason: maybe }',
    line: 12,
    path: 'policies.reason',
    words: ['send, omit'],
  },
  {
    name: 'a first range of fifteen days',
    change: 'search: { firstRangeDays: 15 }',
    line: 12,
    path: 'search.firstRangeDays',
    words: ['D..D+14'],
  },
  {
    name: 'a time-out of nothing',
    change: 'timeouts: { testMs: 0 }',
    line: 12,
    path: 'timeouts.testMs',
    words: ['too small'],
  },
  {
    name: 'a header that the harness sets itself',
    change: 'headers: { Authorization: Bearer x }',
    line: 12,
    path: 'headers.Authorization',
    words: ['harness sets itself'],
  },
  {
    name: 'a header value of two lines',
    change: 'headers: { X-Note: "a\\nb" }',
    line: 12,
    path: 'headers.X-Note',
    words: ['one line'],
  },
  {
    name: 'a waiver without an end',
    change: 'waivers:\n  - { requirement: SLOT-017, reason: r, approvedBy: me }',
    line: 13,
    path: 'waivers[0].until',
    words: ['is missing'],
  },
  {
    name: 'a waiver that ends on no day',
    change: 'waivers:\n  - { requirement: SLOT-017, reason: r, approvedBy: me, until: "2030-02-31" }',
    line: 13,
    path: 'waivers[0].until',
    words: ['not a day'],
  },
  {
    name: 'a slot whose start has no offset',
    change: 'evidence: { embargoedSlot: { id: s, start: "2030-07-02T09:00:00Z" } }',
    line: 12,
    path: 'evidence.embargoedSlot.start',
    words: ['2030-07-02T09:00:00+01:00'],
  },
];

for (const { name, change, line, path, words } of cases) {
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
