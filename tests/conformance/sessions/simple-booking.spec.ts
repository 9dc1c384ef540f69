import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookOneOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { confirmationAsAsked, patientByLogicalId, sessionCompleted } from '../../../requirements/sessions.js';

test(
  'a patient searches free slots, books one and gets it confirmed',
  shows('SESS-001', 'SESS-003', 'SESS-004', 'SESS-005'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const { search, slots } = await findSlots(consumer, target, narrator);
    const booking = await bookOneOf(consumer, slots, narrator);
    await verify('SESS-001', { search, booking }, sessionCompleted);
    await verify('SESS-003', { search, booking }, sessionCompleted);
    await verify('SESS-004', booking, confirmationAsAsked);
    await verify('SESS-005', booking, patientByLogicalId);
  }),
);
