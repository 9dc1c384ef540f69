import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { redactor } from '../../../fixtures/transport/redaction.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';

const secret = 'canary7f3a9c5e1b2d4860';

const answeredWith = (body: string): RecordedExchange => ({
  ...{ id: 'x-1', practice: 'A20047', purpose: 'suite', startedAt: '2026-11-23T09:00:00.000Z', ms: 1 },
  request: { method: 'GET', url: 'https://provider.example/Slot', headers: [] },
  response: { status: 200, statusText: 'OK', headers: [], body: Buffer.from(body), wireBytes: body.length },
});

const written = (body: string): string =>
  Buffer.from(redactor(() => [secret]).exchange(answeredWith(body)).response?.body ?? []).toString('utf8');

const letter = (character: string, way: number): string => {
  const hex = character.charCodeAt(0).toString(16);
  return [character, `\\u00${hex}`, `\\u00${hex.toUpperCase()}`][way] ?? character;
};

test('a secret that stands in a body in any mixture of letters and escapes is in no reading of the evidence', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 22, maxLength: 22 }), (ways) => {
      const disguised = [...secret].map((character, place) => letter(character, ways[place] ?? 0)).join('');
      const read = JSON.parse(written(`{"code":"Bearer ${disguised}"}`)) as { code: string };
      expect(read.code).not.toContain(secret.slice(0, 16));
    }),
  );
});

test('a secret in character references of XML is in no reading of the evidence', () => {
  const disguised = [...secret]
    .map((character, place) =>
      place % 2 === 0 ? `&#${character.charCodeAt(0)};` : `&#x${character.charCodeAt(0).toString(16)};`,
    )
    .join('');
  expect(written(`<code value="${disguised}"/>`)).toBe('<code value="***"/>');
});

test('a body whose escapes hide no secret stays as it came, byte for byte', () => {
  for (const body of ['{"a":"\\u0063\\u0061n \\\\u0063"}', '<a v="&#99;&#x26;&#60;"/>', '{"a":"\\u001b[31m\\u0022"}']) {
    expect(written(body)).toBe(body);
  }
});

test('a backslash that is itself escaped begins no escape', () => {
  const body = `{"a":"\\\\u0063anary","b":"${secret.replace('c', '\\u0063')}"}`;
  expect(JSON.parse(written(body))).toEqual({ a: '\\u0063anary', b: '***' });
});
