import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { resourceXml } from '../../../fixtures/consumer/resource-xml.js';
import { appointmentToSend } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { RequestChange } from '../../../fixtures/consumer/wire-request.js';
import type { Answer } from '../../../requirements/answer.js';
import { chunksAccepted, inFormOfRequest, lettersKept, type ChunkedBooking } from '../../../requirements/http.js';
import type { Appointment } from '../../../requirements/stu3.js';
import { isXmlOffered } from './offered.js';

const plainJson = { headers: { Accept: '', 'Content-Type': 'application/fhir+json' } };

test(
  'a booking is read and answered in the form and letters in which it was written',
  shows('HTTP-004', 'HTTP-008', 'HTTP-010', 'HDR-002', 'HDR-003', 'HDR-004', 'HDR-012'),
  judged(async (spec) => {
    const { consumer, target, trial, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const appointment = consumer.requestFor([slots[0]]);
    const withLetters = { ...appointment, description: `${appointment.description ?? ''} Café – Ångström` };
    const inJson = await bookAndCancel(spec, withLetters, plainJson);
    await verify('HTTP-008', inJson, lettersKept);
    await verify('HTTP-004', { answer: inJson, format: 'json' }, inFormOfRequest);
    const [, second, third, ...others] = slots;
    if (second === undefined) return trial.notTested('HTTP-010', 'it needs a second free slot, and there is only one');
    await verify('HTTP-010', await bookInChunks(spec, [second, ...others]), chunksAccepted);
    if (third === undefined || !(await isXmlOffered(spec))) return;
    const request = consumer.requestFor([third]);
    const inXml = await bookAndCancel(spec, request, asXml(request));
    await verify('HTTP-004', { answer: inXml, format: 'xml' }, inFormOfRequest);
  }),
);

const asXml = (appointment: Appointment): RequestChange => ({
  headers: { Accept: '', 'Content-Type': 'application/fhir+xml;charset=utf-8' },
  body: resourceXml(appointment),
});

/**
 * Books in chunks; a slot that somebody else took (409) leaves the next one to be tried, three in all. A booking that is
 * refused otherwise is sent once more with its length, which tells whether it was refused for its chunks.
 */
async function bookInChunks(
  spec: SpecFixtures,
  [slot, ...others]: readonly [OfferedSlot, ...OfferedSlot[]],
  tries = 3,
): Promise<ChunkedBooking> {
  const appointment = spec.consumer.requestFor([slot]);
  const inChunks = await bookAndCancel(spec, appointment, { framing: 'chunked' });
  const [next, ...rest] = others;
  if (inChunks.status === 409 && next !== undefined && tries > 1) return bookInChunks(spec, [next, ...rest], tries - 1);
  if (inChunks.status === 201 || inChunks.status === 411) return { inChunks };
  return { inChunks, withLength: await bookAndCancel(spec, appointment, {}) };
}

/** Books and cancels again, so that the patient never has more than one of these appointments. */
async function bookAndCancel(
  { consumer, target }: SpecFixtures,
  appointment: Appointment,
  change: RequestChange,
): Promise<Answer<'book'>> {
  const booking = await consumer.book(appointment, change);
  const isCancellable = booking.succeeded && booking.body.resourceType === 'Appointment';
  if (isCancellable && booking.body.id !== undefined && target.declares.cancel !== false) {
    await consumer.cancel(appointmentToSend(booking.body, 'the answer to the booking'));
  }
  return booking;
}
