import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookToGoOn } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { notDeleted } from '../../../requirements/http.js';
import { onAnAppointment, outsideTheApi } from './outside.cases.js';

test(
  'a path, a verb or a resource type that is not part of the API is refused',
  shows(...new Set(outsideTheApi.map(({ id }) => id))),
  judged(async ({ consumer, verify }) => {
    for (const { id, method, path, check } of outsideTheApi) {
      await verify(id, await consumer.request(method, path), check);
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
    for (const { id: requirement, method, path, check } of onAnAppointment) {
      const answer = await consumer.request(method, path.replace('{id}', encodeURIComponent(id)));
      await verify(requirement, answer, check);
      if (method !== 'DELETE') continue;
      await verify('HTTP-015', { before, deletion: answer, read: await consumer.read(id) }, notDeleted);
    }
  }),
);
