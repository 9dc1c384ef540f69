import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { exchangeFile } from '../../../fixtures/transport/exchange-file.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';
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

const secrets = fc.stringMatching(/^[A-Za-z0-9_.~+-]{8,60}$/);

test('a known secret is nowhere in the file of an exchange, wherever it stood', () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const written = JSON.stringify(
        exchangeFile(
          exchangeWith(secret),
          redactor(() => [secret]),
        ),
      );
      expect(written).not.toContain(secret);
      expect(written).not.toContain(encodeURIComponent(secret));
    }),
  );
});

test('a secret nobody named is told by its place or its shape: secret headers, JWTs, credentials in URLs', () => {
  const { text, exchange } = redactor(() => []);
  const { request, response } = exchange(exchangeWith(jwt));
  expect(JSON.stringify([request, Buffer.from(response?.body ?? []).toString()])).not.toContain(jwt);
  expect(request.headers).toContainEqual(['Authorization', 'Bearer ***']);
  expect(response?.headers).toEqual([['Set-Cookie', '***']]);
  expect(text('proxy https://someone:hunter22@proxy.example:3128 refused')).toBe(
    'proxy https://***@proxy.example:3128 refused',
  );
});

test('bytes that are not UTF-8 and hold no secret stay as they are', () => {
  const body = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
  const original = exchangeWith('irrelevant-secret');
  const response = { ...original.response, status: 200, statusText: '', headers: [], wireBytes: 4, body };
  const written = exchangeFile(
    { ...original, response },
    redactor(() => ['irrelevant-secret']),
  );
  expect(written.response).toMatchObject({ bodyBase64: body.toString('base64') });
});
