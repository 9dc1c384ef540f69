import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { resourceXml } from '../../../fixtures/consumer/resource-xml.js';
import { appointmentToSend } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { RequestChange } from '../../../fixtures/consumer/wire-request.js';
import type { Answer } from '../../../requirements/answer.js';
import { chunksAccepted, inFormOfRequest, lettersKept } from '../../../requirements/http.js';
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
    const [, second, third] = slots;
    if (second === undefined) return trial.notTested('HTTP-010', 'it needs a second free slot, and there is only one');
    const inChunks = await bookAndCancel(spec, consumer.requestFor([second]), { framing: 'chunked' });
    await verify('HTTP-010', inChunks, chunksAccepted);
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
