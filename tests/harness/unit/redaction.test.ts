import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { exchangeFile } from '../../../fixtures/transport/exchange-file.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';
import { knownSecrets } from '../../../fixtures/target/secret.js';
import { redactor } from '../../../fixtures/transport/redaction.js';

const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiI5OTkwNTQ4NjA5In0.c2lnbmF0dXJl';

function exchangeWith(secret: string): RecordedExchange {
  return {
    id: 'x-1-0001',
    practice: 'A20047',
    purpose: 'suite',
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: 1,
    request: {
      method: 'GET',
      url: `https://user:${encodeURIComponent(secret)}@provider.example/Slot?key=${encodeURIComponent(secret)}`,
      headers: [
        ['Authorization', `Bearer ${secret}`],
        ['X-Api-Key', secret],
        ['X-Note', `before ${secret} after`],
      ],
      body: `{"note":"${secret}"}`,
    },
    response: {
      status: 200,
      statusText: 'OK',
      headers: [['Set-Cookie', `session=${secret}; Path=/`]],
      body: Buffer.from(`{"echo":"${secret}"}`),
      wireBytes: 1,
    },
    failure: `failed with ${secret}`,
  };
}

const knowing = (...secrets: string[]) => redactor(() => secrets);

const plainSecrets = fc.stringMatching(/^[A-Za-z0-9_.~+-]{8,60}$/);
const anySecrets = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 }).filter((one) => one.trim() === one);
/** Nothing of which a secret of ours could be a part. */
const surroundings = fc.string({ unit: fc.constantFrom(...'{}[]<>:;, \n!?'), maxLength: 40 });

test('a known secret is nowhere in the file of an exchange, wherever it stood', () => {
  fc.assert(
    fc.property(plainSecrets, (secret) => {
      const written = JSON.stringify(exchangeFile(exchangeWith(secret), knowing(secret)));
      expect(written).not.toContain(secret);
      expect(written).not.toContain(encodeURIComponent(secret));
    }),
  );
});

/** The ways in which a text turns up elsewhere, each made by the means of the platform. */
const ways: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'percent-encoded': (secret) => encodeURIComponent(secret),
  'as a form field': (secret) => new URLSearchParams({ key: secret }).toString().slice(4),
  'in JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'in JSON within JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'in XML': (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
};

for (const [words, way] of Object.entries(ways)) {
  test(`a known secret of any characters is hidden where it stands ${words}`, () => {
    fc.assert(
      fc.property(anySecrets, surroundings, surroundings, (secret, before, after) => {
        const shown = knowing(secret).text(`${before}${way(secret)}${after}`);
        expect(shown).not.toContain(way(secret));
        expect(shown).toContain('***');
      }),
    );
  });
}

test('a known secret is hidden wherever it stands within something that is Base64, in either alphabet', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[ -~]{8,60}$/),
      fc.string({ maxLength: 5 }),
      fc.constantFrom('base64' as const, 'base64url' as const),
      (secret, before, coding) => {
        const coded = Buffer.from(`${before}${secret} and more`).toString(coding);
        const shown = knowing(secret).text(`Basic-like ${coded}.`);
        const left = Buffer.from(shown.replaceAll('***', '').slice(11), coding).toString('latin1');
        expect(shown).toContain('***');
        expect(left).not.toContain(secret);
      },
    ),
  );
});

test('secrets that are parts of each other or overlap leave nothing behind, whichever is known first', () => {
  for (const secrets of [
    ['token-0001', 'token-0001-with-tail', '0001-with-tail-and-end'],
    ['0001-with-tail-and-end', 'token-0001-with-tail', 'token-0001'],
  ]) {
    expect(knowing(...secrets).text('<token-0001-with-tail-and-end> <token-0001>')).toBe('<***> <***>');
  }
});

test('the beginning of a long secret is hidden too, since findings cut long texts short', () => {
  const secret = 'opaque-token-0123456789-abcdefghijklmnopqrstuvwxyz';
  const { text } = knowing(secret);
  for (let length = 16; length < secret.length; length += 1) {
    expect(text(`actual: ${secret.slice(0, length)}…`)).toBe('actual: ***…');
  }
});

test('a short secret is hidden where it is a word by itself, and innocent words keep their letters', () => {
  const { text } = knowing('pass1', 'abc');
  expect(text('password pass1234 pass1')).toBe('password pass1234 ***');
  expect(text('abc stands in places of its own only')).toBe('abc stands in places of its own only');
});

test('the lines of a key are hidden one by one and joined as well as whole', () => {
  const lines = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj', 'MzEfYyjiWA4R4ypbvM', 'aQ=='];
  const { text } = knowing(['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'));
  expect(text(`line 2 is ${lines[1] ?? ''}`)).toBe('line 2 is ***');
  expect(text(`joined ${lines.join('')}`)).toBe('joined ***');
});

test('bytes that are not UTF-8 and hold no secret stay as they are', () => {
  const body = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
  const original = exchangeWith('irrelevant-secret');
  const response = { ...original.response, status: 200, statusText: '', headers: [], wireBytes: 4, body };
  const written = exchangeFile({ ...original, response }, knowing('irrelevant-secret'));
  expect(written.response).toMatchObject({ bodyBase64: body.toString('base64') });
});

test('a secret nobody named is told by its place: secret headers keep their scheme, and what a server asks for is shown', () => {
  const { request, response } = knowing().exchange(exchangeWith(jwt));
  expect(JSON.stringify([request, Buffer.from(response?.body ?? []).toString()])).not.toContain(jwt);
  expect(request.headers).toContainEqual(['Authorization', 'Bearer ***']);
  expect(response?.headers).toEqual([['Set-Cookie', '***']]);
  const challenged = exchangeWith('x');
  const asked: [string, string] = ['WWW-Authenticate', 'Bearer realm="appointments", error="invalid_token"'];
  const { response: shown } = knowing().exchange({
    ...challenged,
    response: { status: 401, statusText: '', headers: [asked], body: Buffer.alloc(0), wireBytes: 0 },
  });
  expect(shown?.headers).toEqual([asked]);
});

test('the value of a cookie is hidden when it is echoed later', () => {
  const discreet = redactor(knownSecrets);
  const headers: [string, string][] = [['Set-Cookie', 'sid="c00kie-9f8e7d6c5b4a"; HttpOnly']];
  const response = { status: 200, statusText: '', headers, body: Buffer.alloc(0), wireBytes: 0 };
  expect(discreet.text('session c00kie-9f8e7d6c5b4a begins')).toContain('c00kie-9f8e7d6c5b4a');
  discreet.exchange({ ...exchangeWith('unused'), response });
  expect(discreet.text('session c00kie-9f8e7d6c5b4a has expired')).toBe('session *** has expired');
});

/** What is shown of texts with secrets that nobody named. */
const shapes: readonly (readonly [text: string, shown: string])[] = [
  ['proxy https://someone:hunter22@proxy.example:3128 refused', 'proxy https://***@proxy.example:3128 refused'],
  ['next=https%3A%2F%2Fsomeone%3Ahunter22%40host%2Fx', 'next=https%3A%2F%2F***%40host%2Fx'],
  [`token ${jwt} refused`, 'token *** refused'],
  [`at "session-${jwt}"`, 'at "session-***"'],
  [`a=${jwt.replaceAll('.', '%2E')}&b=1`, 'a=***&b=1'],
  [`coded ${Buffer.from(jwt).toString('base64')} twice`, 'coded *** twice'],
  [`in text ${Buffer.from(`see ${jwt} there`).toString('base64url')}.`, 'in text ***.'],
  [
    'a photo /9j/4AAQSkZJRgABAQAAleUAAV5SAAZXlKAAAAAAAAAAAAAAAAA stays',
    'a photo /9j/4AAQSkZJRgABAQAAleUAAV5SAAZXlKAAAAAAAAAAAAAAAAA stays',
  ],
  ['a turkeyJournal.example stays', 'a turkeyJournal.example stays'],
  ['grant_type=x&client_secret=s3cr3t%21&scope=a', 'grant_type=x&client_secret=***&scope=a'],
  ['client_assertion=abc.def&refresh_token=r1', 'client_assertion=***&refresh_token=***'],
  ['subject_token=s1&subject_token_type=urn:x', 'subject_token=***&subject_token_type=urn:x'],
  ['{"access_token": "a\\"b", "token_type":"Bearer"}', '{"access_token": "***", "token_type":"Bearer"}'],
  ['{"body":"{\\"refresh_token\\":\\"r1\\",\\"x\\":1}"}', '{"body":"{\\"refresh_token\\":\\"***\\",\\"x\\":1}"}'],
  [
    '{"id_token":"i1","client_secret":"c1","password":"p1"}',
    '{"id_token":"***","client_secret":"***","password":"***"}',
  ],
  ['Authorization: Bearer 0paque-T0ken', 'Authorization: Bearer ***'],
  ['Proxy-Authorization: Basic dXNlcjpwYXNz', 'Proxy-Authorization: Basic ***'],
  ['Bearer realm="x"; Basic information', 'Bearer realm="x"; Basic information'],
  ['-----BEGIN EC PRIVATE KEY-----\nAbc+/=\n-----END EC PRIVATE KEY-----\nrest', '***\nrest'],
  ['"-----BEGIN PRIVATE KEY-----\\nAbc cut', '"***'],
  ['-----BEGIN CERTIFICATE----- is public', '-----BEGIN CERTIFICATE----- is public'],
];

for (const [text, shown] of shapes) {
  test(`of ${JSON.stringify(text.slice(0, 60))} is shown what may be`, () => {
    const { text: discreet } = knowing();
    expect(discreet(text)).toBe(shown);
    expect(discreet(shown), 'once hidden, nothing changes any more').toBe(shown);
  });
}

/** Pieces of bodies made to take a searcher long. */
const tedious = [
  ...['eyJ', 'eyJhbGciOi-', 'https://', '://a', 'Bearer ', 'token" ', '"token":"\\n', '%3A%2F%2Fa', '\\'],
  ...['-----BEGIN PRIVATE KEY-----', '-----BEGIN ', 'opaque-token-012345678'],
];

test('the time for a body grows with its length alone, however it is made, and 20 MB take seconds', () => {
  test.slow();
  const { text } = knowing('opaque-token-0123456789', 'another-secret', jwt);
  const bodies = [...tedious.map((piece) => [piece, 3_000_000] as const), ['plain text, ', 20_000_000] as const];
  for (const [piece, bytes] of bodies) {
    const body = piece.repeat(bytes / piece.length);
    const started = performance.now();
    text(body);
    // What is not linear takes hours here; the machine may be busy.
    expect(performance.now() - started, piece).toBeLessThan(20_000);
  }
});

test('what is hidden in JSON leaves JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), anySecrets, (value, secret) => {
      const content = {
        value,
        secret,
        access_token: secret,
        url: `https://u:p@host/${secret}`,
        pem: '-----BEGIN PRIVATE KEY-----',
      };
      expect(() => void JSON.parse(knowing(secret).text(JSON.stringify(content)))).not.toThrow();
    }),
  );
});
