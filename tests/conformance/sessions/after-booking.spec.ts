import { judged, shows, test } from '../../../fixtures/conformance.js';
import { appointmentToSend, bookSlots, bookToGoOn, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { appointmentIn, cancelled, rescheduled, visibleAfterBooking } from '../../../requirements/sessions.js';
import { isNotOffered } from '../../../fixtures/suite/preconditions.js';
import { Problem } from '../../../problem.js';

test(
  'a booked appointment is among the patient’s appointments and can be read',
  shows('SESS-007'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const { slots } = await findSlots(consumer, target, narrator);
    const { id } = await bookToGoOn(consumer, [slots[0]], narrator);
    const retrieve = await narrator.step('3', 'retrieve the patient’s appointments of that day', () =>
      consumer.retrieve(dayOf(slots[0])),
    );
    const read = await narrator.step('4', `read Appointment/${id}`, () => consumer.read(id));
    await verify('SESS-007', { id, retrieve, read }, visibleAfterBooking);
  }),
);

test(
  'a patient cancels an appointment with the id and version that retrieve gave',
  shows('SESS-008'),
  judged(async (spec) => {
    if (isNotOffered(spec, 'cancel')) return;
    const { consumer, target, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const { id } = await bookToGoOn(consumer, [slots[0]], narrator);
    const retrieve = await narrator.step('3', 'retrieve the patient’s appointments of that day', () =>
      consumer.retrieve(dayOf(slots[0])),
    );
    const appointment = appointmentToSend(appointmentIn(retrieve, id), `the retrieve (${retrieve.inShort})`);
    const cancellation = await narrator.step('4', `cancel Appointment/${id}`, () => consumer.cancel(appointment));
    const after = await consumer.read(id);
    await verify('SESS-008', { cancellation, after }, cancelled);
  }),
);

test(
  'a patient moves an appointment by cancelling it and booking another slot',
  shows('SESS-009'),
  judged(async (spec) => {
    if (isNotOffered(spec, 'cancel')) return;
    const { consumer, target, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const [first, second] = slots;
    if (second === undefined) throw new Problem('missing', { what: 'There is only one free slot, so none to move to' });
    const { id } = await bookToGoOn(consumer, [first], narrator);
    await narrator.step('3', `read and cancel Appointment/${id}`, async () => {
      const read = await consumer.read(id);
      return consumer.cancel(appointmentToSend(read.body, `the read (${read.inShort})`));
    });
    const booked = await bookSlots(consumer, [second], narrator);
    const range = { from: dayOf(first).from, to: dayOf(second).to };
    const retrieve = await narrator.step('4', 'retrieve both appointments', () => consumer.retrieve(range));
    await verify('SESS-009', { cancelledId: id, booked, retrieve }, rescheduled);
  }),
);
