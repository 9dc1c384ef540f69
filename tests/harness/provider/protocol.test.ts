import { expect, test } from '@playwright/test';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { readXml } from '../../../fixtures/provider/xml-reader.js';
import { writeXml } from '../../../fixtures/provider/xml-writer.js';
import type { JsonObject } from '../../../fixtures/provider/json.js';
import {
  accessTo,
  at,
  book,
  bookingBody,
  day,
  freeSlots,
  refusal,
  searchPath,
  send,
  sendJson,
  type Access,
  type Sending,
} from './patient-app.js';

const OUTCOME = 'https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1';
const [JSON_TYPE, XML_TYPE] = ['application/fhir+json;charset=utf-8', 'application/fhir+xml;charset=utf-8'];

test.describe('HTTP', () => {
  let provider: RunningProvider;
  let access: Access;

  test.beforeAll(async () => {
    provider = await startProvider();
    access = accessTo(provider, 'A20047');
  });
  test.afterAll(() => provider.stop());

  const formats: readonly [string, string, Record<string, string>, string][] = [
    ['nothing is asked for', '', {}, JSON_TYPE],
    ['anything is accepted', '', { accept: 'text/html, */*;q=0.1' }, JSON_TYPE],
    ['JSON is accepted', '', { accept: 'application/fhir+json' }, JSON_TYPE],
    ['XML is accepted', '', { accept: 'application/fhir+xml' }, XML_TYPE],
    ['XML is preferred', '', { accept: 'application/fhir+json;q=0.5, application/fhir+xml' }, XML_TYPE],
    ['_format overrides Accept', '?_format=application%2Ffhir%2Bjson', { accept: 'application/fhir+xml' }, JSON_TYPE],
    ['_format asks for XML', '?_format=xml', { accept: 'application/fhir+json' }, XML_TYPE],
  ];
  for (const [when, query, headers, expected] of formats) {
    test(`answers as ${expected} where ${when}`, async () => {
      const reply = await send(access, `/metadata${query}`, { headers });
      expect([reply.status, reply.headers['content-type']]).toEqual([200, expected]);
    });
  }

  for (const [what, path, sending] of [
    ['an Accept', '/metadata', { headers: { accept: 'text/turtle' } }],
    ['an Accept that names a property of every object', '/metadata', { headers: { accept: 'constructor' } }],
    ['a _format', '/metadata?_format=text%2Fturtle', {}],
    ['a Content-Type', '/Appointment', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['a missing Content-Type', '/Appointment', { method: 'POST', body: '{}' }],
    [
      'a Content-Type in Latin 1',
      '/Appointment',
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/fhir+json;charset=iso-8859-1' } },
    ],
    [
      'a Content-Type that is no media type',
      '/Appointment',
      { method: 'POST', body: '{}', headers: { 'content-type': 'nonsense' } },
    ],
  ] satisfies [string, string, Sending][]) {
    test(`refuses ${what} it does not support with 415 and an OperationOutcome in JSON`, async () => {
      const reply = await send(access, path, sending);
      expect([reply.status, reply.json['resourceType'], reply.headers['content-type']]).toEqual([
        415,
        'OperationOutcome',
        JSON_TYPE,
      ]);
    });
  }

  test('takes a booking in XML and answers in XML unless JSON is asked for', async () => {
    const [slot = {}, other = {}] = await freeSlots(access, 5, 1);
    const xml = (chosen: typeof slot) =>
      writeXml(bookingBody({ slots: [chosen], patientId: access.patientId }) as JsonObject);
    const headers = { 'content-type': 'application/fhir+xml;charset=utf-8' };
    const reply = await send(access, '/Appointment', { method: 'POST', body: xml(slot), headers });
    expect([reply.status, reply.headers['content-type']]).toEqual([201, XML_TYPE]);
    expect(readXml(reply.text)?.['status']).toBe('booked');
    const asked = {
      method: 'POST',
      body: xml(other),
      headers: { ...headers, accept: 'application/fhir+json' },
    } as const;
    const json = await send(access, '/Appointment', asked);
    expect([json.status, json.headers['content-type'], json.json['status']]).toEqual([201, JSON_TYPE, 'booked']);
    const broken = await send(access, '/Appointment', { method: 'POST', body: '<Appointment', headers });
    expect([broken.status, readXml(broken.text)?.['resourceType']]).toEqual([400, 'OperationOutcome']);
  });

  test('compresses what is large for those who accept gzip, and only for those', async () => {
    const path = searchPath(day(1), day(7));
    const plain = await send(access, path);
    const { body, headers } = await request(`${access.baseUrl}${path}`, {
      headers: { authorization: `Bearer ${access.token}`, 'accept-encoding': 'gzip' },
    });
    expect([plain.headers['content-encoding'], headers['content-encoding']]).toEqual([undefined, 'gzip']);
    expect(gunzipSync(await body.bytes()).toString()).toBe(plain.text);
  });

  test('takes a chunked request', async () => {
    const [slot = {}] = await freeSlots(access, 8, 1);
    const text = JSON.stringify(bookingBody({ slots: [slot], patientId: access.patientId }));
    const { statusCode, body } = await request(`${access.baseUrl}/Appointment`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/fhir+json' },
      body: Readable.from([text.slice(0, 20), text.slice(20)]),
    });
    await body.dump();
    expect(statusCode).toBe(201);
  });

  test('marks every answer as not to be stored and mirrors the request’s ids', async () => {
    const headers = { 'x-request-id': '60e0b220-8136-4ca5-ae46-1d97ef59d068', 'x-correlation-id': 'run.7' };
    for (const path of ['/metadata', '/Slot', '/nothing', '/Appointment/none']) {
      expect((await send(access, path, { headers })).headers).toMatchObject({
        'cache-control': 'no-store',
        ...headers,
      });
    }
  });

  test('percent-encoded parameter names and values mean the same as plain ones', async () => {
    const plain = await send(access, searchPath(day(1), day(2), '&_include:recurse=Schedule:actor:Location'));
    const encoded = await send(access, searchPath(day(1), day(2), '&%5Finclude%3Arecurse=Schedule%3Aactor%3ALocation'));
    expect(encoded.json).toEqual(plain.json);
  });

  const [bad, unknown, missing] = [
    '400 BAD_REQUEST invalid',
    '404 NO_RECORD_FOUND not-found',
    '501 NOT_IMPLEMENTED not-supported',
  ];
  const places: readonly [Sending['method'] & string, string, string][] = [
    ['GET', '/slot', unknown],
    ['GET', '/Metadata', unknown],
    ['GET', '/metadatas', unknown],
    ['POST', '/metadatas', unknown],
    ['PUT', '/metadatas', unknown],
    ['GET', '/Slot/', unknown],
    ['GET', '/%zz', bad],
    ['GET', '/Appointment', bad],
    ['POST', '/Slot', bad],
    ['DELETE', '/Appointment/a20047-apt-3', bad],
    ['PATCH', '/Appointment/a20047-apt-3', bad],
    ['HEAD', '/metadata', '400  '],
    ['OPTIONS', '/Slot', bad],
    ['GET', '/Observation', missing],
    ['GET', '/Slot/1', missing],
    ['POST', '/Appointment/$foo', missing],
    ['GET', '/Appointment/a20047-apt-3/_history/1', missing],
    ['POST', '', missing],
  ];
  for (const [method, path, expected] of places) {
    test(`answers ${method} ${path === '' ? 'the service root' : path} with ${expected}`, async () => {
      const reply = await send(access, path, { method });
      expect(refusal(reply)).toBe(expected);
      if (method !== 'HEAD') expect(at(reply.json, 'meta.profile.0')).toBe(OUTCOME);
    });
  }

  test('keeps an appointment that somebody tries to delete', async () => {
    const { json } = await book(access, (await freeSlots(access, 9, 1)).slice(0, 1));
    await send(access, `/Appointment/${at(json, 'id')}`, { method: 'DELETE' });
    expect((await send(access, `/Appointment/${at(json, 'id')}`)).json).toEqual(json);
  });

  test('names an unknown practice and an unknown service root in an OperationOutcome', async () => {
    const elsewhere = (baseUrl: string) => send({ ...access, baseUrl }, '/metadata');
    expect(refusal(await elsewhere(access.baseUrl.replace('A20047', 'Z00000')))).toBe(
      '404 ORGANISATION_NOT_FOUND not-found',
    );
    expect(refusal(await elsewhere(access.baseUrl.replace('STU3', 'stu3')))).toBe(unknown);
  });

  test('answers a body that is too large with an OperationOutcome', async () => {
    const reply = await sendJson(access, '/Appointment', {
      resourceType: 'Appointment',
      comment: 'x'.repeat(2_000_000),
    });
    expect([reply.status, at(reply.json, 'meta.profile.0')]).toEqual([400, OUTCOME]);
  });

  test('answers what is no HTTP request with an OperationOutcome', async () => {
    const { port } = new URL(access.baseUrl);
    const answer = await new Promise<string>((done, failed) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('end', () => done(text));
      socket.on('error', failed);
    });
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('OperationOutcome');
  });
});

test.describe('access', () => {
  let provider: RunningProvider;
  let access: Access;
  let clock = Date.now();

  test.beforeAll(async () => {
    provider = await startProvider({ now: () => new Date(clock) });
    access = accessTo(provider, 'A20047');
  });
  test.afterAll(() => provider.stop());

  const [denied, forbidden] = ['401 ACCESS_DENIED forbidden', '403 ACCESS_DENIED forbidden'];

  test('only metadata is open without a token', async () => {
    const open = { ...access, token: '' };
    expect((await send(open, '/metadata')).status).toBe(200);
    for (const path of ['/Slot', '/Appointment/x', `/Patient/${access.patientId}/Appointment`, '/nothing']) {
      const reply = await send(open, path);
      expect(refusal(reply)).toBe(denied);
      expect(reply.headers['www-authenticate']).toMatch(/^Bearer realm="[^"]+"$/);
    }
  });

  test('no token with any one character altered is accepted', async () => {
    for (const place of [0, 30, access.token.length - 1]) {
      const altered =
        access.token.slice(0, place) + (access.token[place] === 'A' ? 'B' : 'A') + access.token.slice(place + 1);
      const reply = await send({ ...access, token: altered }, '/Slot');
      expect(refusal(reply)).toBe(denied);
      expect(reply.headers['www-authenticate']).toContain('error="invalid_token"');
    }
  });

  test('a token of another practice opens nothing here', async () => {
    const { token } = accessTo(provider, 'B82617');
    expect(refusal(await send({ ...access, token }, searchPath(day(1), day(2))))).toBe(forbidden);
  });

  test('a token ends with its time', async () => {
    expect((await send(access, searchPath(day(1), day(2)))).status).toBe(200);
    clock += 25 * 3_600_000;
    expect(refusal(await send(access, searchPath(day(1), day(2))))).toBe(denied);
  });
});
