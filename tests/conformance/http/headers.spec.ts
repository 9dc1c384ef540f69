import { randomUUID } from 'node:crypto';
import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { otherVersion } from '../../../fixtures/consumer/other-version.js';
import { bookAndRead } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { RequestChange } from '../../../fixtures/consumer/wire-request.js';
import { isNotOffered } from '../../../fixtures/suite/preconditions.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { sspHeadersNotNeeded, type WithoutSsp } from '../../../requirements/http.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';

test(
  'every answer forbids that it is stored, and mirrors the ids by which a request is traced',
  shows('HDR-001', 'HDR-008', 'HDR-009'),
  judged(async (spec) => {
    await searchTomorrow(spec, { headers: { 'X-Correlation-ID': randomUUID() } });
    await searchTomorrow(spec, { query: (ordinary) => ordinary.filter(([name]) => name !== 'status') });
    await spec.consumer.read('no-such-appointment');
  }),
);

test(
  'a request needs an X-Request-ID where the gateway is asked, and no Ssp headers',
  shows('HDR-007', 'HDR-011'),
  judged(async (spec) => {
    const { target, verify } = spec;
    const malformed = await searchTomorrow(spec, { headers: { 'X-Request-ID': 'not-a-uuid' } });
    await verify('HDR-007', malformed, refusedAsTheCatalogueSays);
    if (target.policies.route === 'gateway') {
      const missing = await searchTomorrow(spec, { headers: { 'X-Request-ID': '' } });
      await verify('HDR-007', missing, refusedAsTheCatalogueSays);
    }
    const ways = [
      (change: RequestChange) => searchTomorrow(spec, change),
      (change: RequestChange) => spec.consumer.capabilities(change),
    ];
    const asked: WithoutSsp[] = [];
    for (const ask of ways) {
      const without = await ask({});
      asked.push(without.succeeded ? { without } : { without, with: await ask({ headers: sspHeaders(spec) }) });
    }
    await verify('HDR-011', asked, sspHeadersNotNeeded);
  }),
);

test(
  'an interaction id that belongs to another interaction is refused',
  shows('HDR-010'),
  judged(async ({ consumer, target, verify }) => {
    const { interactionIdHeader } = target.policies;
    const name = interactionIdHeader === 'none' ? 'Interaction-ID' : interactionIdHeader;
    const tomorrow = addDays(ukDate(consumer.now), 1);
    const headers = { [name]: 'urn:nhs:names:services:gpconnect:fhir:rest:search:organization-1' };
    const retrieve = await consumer.retrieve({ from: tomorrow, to: tomorrow }, { headers });
    await verify('HDR-010', retrieve, refusedAsTheCatalogueSays);
  }),
);

test(
  'a cancellation under another version than the current one is refused',
  shows('HDR-005'),
  judged(async (spec) => {
    if (isNotOffered(spec, 'cancel')) return;
    const { consumer, target, narrator } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const { appointment } = await bookAndRead(consumer, slots[0], narrator);
    const { versionId = '1' } = appointment.meta ?? {};
    await consumer.cancel(appointment, { headers: { 'If-Match': `W/"${otherVersion(versionId)}"` } });
  }),
);

function searchTomorrow({ consumer }: SpecFixtures, change: RequestChange): Promise<Answer<'slot-search'>> {
  const tomorrow = addDays(ukDate(consumer.now), 1);
  return consumer.searchFreeSlots({ from: tomorrow, to: tomorrow }, { change });
}

/** What the parent specification asks of every call; the names of systems are the harness's own. */
const sspHeaders = ({ consumer }: SpecFixtures): Readonly<Record<string, string>> => ({
  'Ssp-TraceID': randomUUID(),
  'Ssp-From': '200000000001',
  'Ssp-To': consumer.patient.odsCode,
  'Ssp-InteractionID': 'urn:nhs:names:services:gpconnect:fhir:rest:search:slot-1',
});
