import { inspect } from 'node:util';
import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { isProblem } from '../../../problem.js';
import { describeTarget } from '../../../fixtures/target/describe.js';
import { loadTarget, type LoadOptions } from '../../../fixtures/target/load.js';
import { Secret, knownSecrets } from '../../../fixtures/target/secret.js';
import { resolveHeaders, resolveSecret } from '../../../fixtures/target/token.js';
import { AccessTokens } from '../../../fixtures/transport/access-tokens.js';
import type { SecretSource } from '../../../fixtures/target/target.js';
import { Agent } from 'undici';
import { plainTarget, targetFile, withToken } from './target-files.js';

/** Long enough not to occur by chance; with characters that quoting and escaping treat specially. */
const secretText = fc
  .string({ minLength: 10, maxLength: 40, unit: fc.constantFrom(...'abcXYZ0189-._~+/=*&%$#@!:{}[],\'"\\ ') })
  .map((text) => `s${text}9`);

/** Each place of a target that holds a secret, as YAML to add or to put in place of the first token. */
const places: readonly { readonly name: string; readonly text: (quoted: string) => string }[] = [
  { name: 'static token', text: (secret) => withToken(`{ static: ${secret} }`) },
  {
    name: 'passphrase',
    text: (secret) => `${plainTarget}tls: { cert: target.yaml, key: target.yaml, passphrase: ${secret} }\n`,
  },
  {
    name: 'proxy password',
    text: (secret) =>
      `${plainTarget}proxy: { url: "http://p.example", username: u, password: { static: ${secret} } }\n`,
  },
  { name: 'command', text: (secret) => withToken(`{ command: ${secret} }`) },
  { name: 'header that sounds secret', text: (secret) => `${plainTarget}headers: { x-api-key: ${secret} }\n` },
  { name: 'header from a source', text: (secret) => `${plainTarget}headers: { X-Note: { static: ${secret} } }\n` },
  {
    name: 'client secret',
    text: (secret) =>
      withToken(`{ tokenEndpoint: { url: "https://t.example", clientId: c, clientSecret: ${secret} } }`),
  },
  {
    name: 'subject token and private key',
    text: (secret) =>
      withToken(
        `{ exchange: { url: "https://t.example", clientId: c, privateKey: ${secret}, subjectToken: ${secret} } }`,
      ),
  },
  { name: 'evidence token', text: (secret) => `${plainTarget}evidence: { expiredToken: { static: ${secret} } }\n` },
];

/** What a secret looks like in any text that quotes or escapes it. */
function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), inspect(secret).slice(1, -1)];
}

function shownBy(options: LoadOptions): readonly string[] {
  const target = loadTarget(options);
  return [
    inspect(target, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(target),
    JSON.stringify(describeTarget(options)),
    ...target.practices.map(({ token }) => `${String('value' in token ? token.value : '')}${inspect(token)}`),
  ];
}

for (const { name, text } of places) {
  test(`a secret as ${name} is known to the redactor and shown by nothing that prints a target`, () => {
    fc.assert(
      fc.property(secretText, (secret) => {
        const shown = shownBy({ file: targetFile(text(JSON.stringify(secret))), environment: {} });
        expect(knownSecrets()).toContain(secret);
        for (const form of formsOf(secret)) for (const print of shown) expect(print).not.toContain(form);
      }),
      { numRuns: 25 },
    );
  });

  test(`a secret as ${name} is not quoted by the mistakes around it`, () => {
    fc.assert(
      fc.property(secretText, (secret) => {
        const wrong = `${text(JSON.stringify(secret))}speed: 1\nlimits: { maxBodyBytes: x }\n`;
        const message = messageOf({ file: targetFile(wrong), environment: {} });
        expect(message).toContain('speed: is not a known key');
        for (const form of formsOf(secret)) expect(message).not.toContain(form);
      }),
      { numRuns: 10 },
    );
  });
}

/** Places where a secret does not belong but may well be written. */
const slips: readonly ((secret: string) => string)[] = [
  (secret) => withToken(`${JSON.stringify(secret)}`),
  (secret) => withToken(`{ ${secret} }`),
  (secret) => withToken(`{ env: ${JSON.stringify(secret)} }`),
  (secret) => withToken(`{ file: ${JSON.stringify(secret)} }`),
  (secret) => withToken(`[${JSON.stringify(secret)}]`),
  (secret) => plainTarget.replace('token: none', `tokn: ${JSON.stringify(secret)}`),
  (secret) => withToken(`{ static: { nested: ${JSON.stringify(secret)} } }`),
  (secret) => withToken(`{ static: *${secret} }`),
  (secret) => withToken(`{ static: "${secret} }`),
  (secret) => plainTarget.replace('https://provider.example/A', `https://me:${secret}@provider.example/A`),
  (secret) => `${plainTarget}headers: { Authorization: "Bearer ${secret}" }\n`,
  (secret) => `${plainTarget}policies: { reason: ${JSON.stringify(secret)} }\n`,
];

test('a secret written in a wrong place is refused without being quoted', () => {
  const word = fc.stringMatching(/^[a-z][A-Za-z0-9]{18,30}$/);
  fc.assert(
    fc.property(word, fc.constantFrom(...slips), (secret, slip) => {
      expect(messageOf({ file: targetFile(slip(secret)), environment: {} })).not.toContain(secret);
    }),
    { numRuns: 150 },
  );
});

test('a secret from the environment is masked, and its name is shown', () => {
  const file = targetFile(withToken('{ env: TEST_TOKEN }'));
  const options = { file, environment: { TEST_TOKEN: 'hush-hush-hush\n' } };
  for (const print of shownBy(options)) expect(print).not.toContain('hush-hush-hush');
  expect(describeTarget(options)).toContainEqual(
    expect.objectContaining({ path: 'practices[0].token.env', value: 'TEST_TOKEN' }),
  );
  expect(knownSecrets()).toContain('hush-hush-hush');
});

test('a secret in a file is hidden from the time its target is read, before anybody asks for it', () => {
  const file = targetFile(withToken('{ file: token.txt }'), { 'token.txt': '  from-an-early-file\n' });
  loadTarget({ file, environment: {} });
  expect(knownSecrets()).toContain('from-an-early-file');
});

test('a secret on the command line of --set is masked too', () => {
  const options = {
    file: targetFile(plainTarget),
    environment: {},
    settings: ['practices[0].token.static=flag-secret-1'],
  };
  for (const print of shownBy(options)) expect(print).not.toContain('flag-secret-1');
  expect(describeTarget(options)).toContainEqual({ path: 'practices[0].token.static', value: '***', source: 'flag' });
});

test('a Secret gives itself only to reveal, and an empty one is nothing to search for', () => {
  const secret = new Secret('open-sesame-77');
  expect([String(secret), JSON.stringify({ secret }), inspect({ secret })].join()).not.toContain('sesame');
  expect(secret.reveal()).toBe('open-sesame-77');
  expect(new Secret('').reveal()).toBe('');
  expect(knownSecrets()).not.toContain('');
});

const tokens = new AccessTokens({ dispatcher: new Agent(), totalMs: 1_000 });

test('a token comes from a static value, a variable, a file or a command, without the white space around it', async () => {
  const tokenOf = async (source: string, environment = {}): Promise<string | undefined> => {
    const file = targetFile(withToken(`${source}`), { 'token.txt': '  from-file\n' });
    const token = loadTarget({ file, environment }).practices[0]?.token;
    return token === undefined ? undefined : (await tokens.of(token))?.reveal();
  };
  expect(await tokenOf('{ static: from-static }')).toBe('from-static');
  expect(await tokenOf('{ env: T }', { T: ' from-env ' })).toBe('from-env');
  expect(await tokenOf('{ file: token.txt }')).toBe('from-file');
  expect(await tokenOf('{ command: "cat token.txt" }')).toBe('from-file');
  expect(await tokenOf('none')).toBeUndefined();
  expect(knownSecrets()).toContain('from-file');
});

const failing: readonly (readonly [name: string, command: string, words: string])[] = [
  ['fails', 'echo leaked-output; echo leaked-error >&2; exit 3', 'ended with 3'],
  ['prints nothing', 'true', 'empty'],
];

for (const [name, command, words] of failing) {
  test(`a command that ${name} is a usage problem that shows neither the command nor its output`, async () => {
    const source: SecretSource = { kind: 'command', command: new Secret(command), folder: process.cwd() };
    const thrown: unknown = await resolveSecret(source).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(isProblem(thrown, 'usage')).toBe(true);
    expect(inspect(thrown, { depth: 9 })).toContain(words);
    expect(inspect(thrown, { depth: 9 })).not.toMatch(/leaked-|echo/);
  });
}

test('headers from sources are resolved for sending only', async () => {
  const file = targetFile(`${plainTarget}headers: { X-Plain: seen, x-api-key: hidden-key, X-Env: { env: H } }\n`);
  const { headers } = loadTarget({ file, environment: { H: 'from-env-9' } });
  expect(await resolveHeaders(headers)).toEqual({
    'X-Plain': 'seen',
    'x-api-key': 'hidden-key',
    'X-Env': 'from-env-9',
  });
  expect(inspect(headers, { depth: 9 })).toMatch(/seen/);
  expect(inspect(headers, { depth: 9 })).not.toMatch(/hidden-key|from-env-9/);
});

function messageOf(options: LoadOptions): string {
  try {
    loadTarget(options);
  } catch (thrown) {
    return inspect(thrown, { depth: 9 });
  }
  throw new Error('expected mistakes, and there were none');
}
