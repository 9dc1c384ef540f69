import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookToGoOn } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { notDeleted } from '../../../requirements/http.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';
import { onAnAppointment, outsideTheApi } from './outside.cases.js';

test(
  'a path, a verb or a resource type that is not part of the API is refused',
  shows(...new Set(outsideTheApi.map(({ id }) => id))),
  judged(async ({ consumer, verify }) => {
    const tomorrow = addDays(ukDate(consumer.now), 1);
    const search = await consumer.searchFreeSlots({ from: tomorrow, to: tomorrow });
    const { search: query } = new URL(search.parts.request.url);
    for (const { id, method, path, sent, check } of outsideTheApi) {
      await verify(id, await consumer.request(method, path.replace('{query}', query), sent), check);
    }
  }),
);

test(
  'an appointment can be neither patched nor deleted',
  shows('HTTP-013', 'HTTP-015'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const { slots } = await findSlots(consumer, target, narrator);
    const { id } = await bookToGoOn(consumer, [slots[0]], narrator);
    const before = await consumer.read(id);
    for (const { id: requirement, method, path, sent, check } of onAnAppointment) {
      const answer = await consumer.request(method, path.replace('{id}', encodeURIComponent(id)), sent);
      await verify(requirement, answer, check);
      if (method !== 'DELETE') continue;
      await verify('HTTP-015', { before, deletion: answer, read: await consumer.read(id) }, notDeleted);
    }
  }),
);
