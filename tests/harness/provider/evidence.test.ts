import { expect, test } from '@playwright/test';
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { request } from 'undici';
import { parse } from 'yaml';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import {
  accessTo,
  at,
  cancel,
  day,
  entries,
  refusal,
  retrievePath,
  searchPath,
  send,
  type Access,
  type Tree,
} from './patient-app.js';

/** What the target file says of things that only the provider knows, each shown to be so. */
test.describe('the evidence of the target file', () => {
  let provider: RunningProvider;
  let access: Access;
  let evidence: Tree;

  test.beforeAll(async () => {
    provider = await startProvider();
    access = accessTo(provider, 'A20047');
    evidence = (parse(provider.targetFile()) as Tree)['evidence'] as Tree;
  });
  test.afterAll(() => provider.stop());

  const search = () => searchPath(day(1), day(2));
  const accessIn = (entry: unknown): Access => ({
    baseUrl: at(entry, 'baseUrl') || access.baseUrl,
    token: at(entry, 'token.static'),
    patientId: at(entry, 'patient.logicalId') || at(entry, 'logicalId'),
  });

  const [denied, forbidden] = ['401 ACCESS_DENIED forbidden', '403 ACCESS_DENIED forbidden'];
  for (const [token, expected] of [
    ['expiredToken', denied],
    ['p5Token', forbidden],
    ['unregisteredToken', forbidden],
    ['unknownClientToken', forbidden],
  ] as const) {
    test(`the ${token} is refused as ${expected}`, async () => {
      expect(refusal(await send({ ...access, token: at(evidence, `${token}.static`) }, search()))).toBe(expected);
    });
  }

  for (const person of ['lockedPatient', 'dissentingPatient']) {
    test(`the ${person} retrieves and reads like anybody else`, async () => {
      const theirs = accessIn(evidence[person]);
      const [appointment] = entries(await send(theirs, retrievePath(theirs, day(0), day(14))));
      expect((await send(theirs, `/Appointment/${at(appointment, 'id')}`)).json).toEqual(appointment);
    });
  }

  test('the practice that is switched off refuses all but metadata', async () => {
    const there = accessIn(evidence['disabledPractice']);
    expect((await send(there, '/metadata')).status).toBe(200);
    for (const path of [search(), retrievePath(there, day(0), day(1)), '/Appointment/x']) {
      expect(refusal(await send(there, path))).toBe(forbidden);
    }
  });

  test('the practice without cancelling shows the appointment and refuses to cancel it', async () => {
    const { practice, appointment } = evidence['practiceWithoutCancellation'] as Tree;
    const there = accessIn(practice);
    const { status, json } = await send(there, `/Appointment/${at(appointment, 'id')}`);
    expect(status).toBe(200);
    expect(refusal(await cancel(there, json))).toBe(forbidden);
  });

  test('the changed appointment names the practitioner who stands in, and only that one', async () => {
    const { json } = await send(access, `/Appointment/${at(evidence, 'changedAppointment.id')}`);
    const actors = (json['participant'] as Tree[]).map((participant) => at(participant, 'actor.reference'));
    expect(actors.filter((actor) => actor.startsWith('Practitioner/'))).toEqual([
      `Practitioner/${at(evidence, 'changedAppointment.practitioner')}`,
    ]);
  });

  test('the unbuildable appointment fails a read and every retrieve over it with diagnostics', async () => {
    const { id, start } = evidence['unbuildableAppointment'] as { id: string; start: string };
    const date = start.slice(0, 10);
    for (const path of [`/Appointment/${id}`, retrievePath(access, date, date)]) {
      const reply = await send(access, path);
      expect(refusal(reply)).toBe('500 INTERNAL_SERVER_ERROR processing');
      expect(at(reply.json, 'issue.0.diagnostics')).toContain('has no description');
    }
  });

  test('every held element is in the answer of a search over a fortnight', async () => {
    const served = entries(await send(access, searchPath(day(1), day(14))));
    for (const { resource, paths } of evidence['heldElements'] as { resource: string; paths: string[] }[]) {
      const found = served.find(({ resourceType, id }) => `${String(resourceType)}/${String(id)}` === resource);
      for (const path of paths) expect(found?.[path.split('.')[0] ?? '']).toBeDefined();
    }
  });

  const tokenRequest = async (change: Record<string, string>) => {
    const exchange = evidence['tokenExchange'];
    const [url, clientId] = [at(exchange, 'url'), at(exchange, 'clientId')];
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(url)
      .setExpirationTime('1m')
      .sign(createPrivateKey(at(exchange, 'privateKey.static')));
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      subject_token: at(exchange, 'subjectToken.static'),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      ...change,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await request(url, { method: 'POST', headers, body: form.toString() });
    return { status: reply.statusCode, body: (await reply.body.json()) as Record<string, string> };
  };

  test('the token endpoint exchanges the identity token and renews what it gave', async () => {
    const exchanged = await tokenRequest({});
    expect([exchanged.status, exchanged.body['token_type'], exchanged.body['expires_in']]).toEqual([
      200,
      'Bearer',
      3600,
    ]);
    const renewed = await tokenRequest({
      grant_type: 'refresh_token',
      refresh_token: exchanged.body['refresh_token'] ?? '',
    });
    for (const { body } of [exchanged, renewed]) {
      expect((await send({ ...access, token: body['access_token'] ?? '' }, search())).status).toBe(200);
    }
  });

  for (const [what, change, expected] of [
    ['another grant', { grant_type: 'password' }, '400 unsupported_grant_type'],
    ['an access token as identity token', { subject_token: 'access' }, '400 invalid_grant'],
    ['an assertion that is not signed by the client', { client_assertion: 'x.y.z' }, '401 invalid_client'],
    ['no assertion', { client_assertion_type: '' }, '401 invalid_client'],
  ] as const) {
    test(`the token endpoint refuses ${what} as ${expected}`, async () => {
      const own = 'subject_token' in change ? { subject_token: access.token } : change;
      const { status, body } = await tokenRequest({ ...own });
      expect(`${status} ${body['error']}`).toBe(expected);
    });
  }
});
