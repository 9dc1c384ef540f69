import { judged, shows, test } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';

test(
  'a booking for somebody else than the patient of the access token is refused',
  shows('BOOK-063'),
  judged(async ({ consumer, otherConsumer, practice, target, narrator, trial, verify }) => {
    if (otherConsumer === undefined) {
      const [first] = target.practices;
      const elsewhere = target.otherPatient !== undefined && first?.odsCode !== practice.odsCode;
      if (elsewhere)
        trial.notApplicable('BOOK-063', `the second patient is one of ${first?.odsCode ?? 'another practice'}`);
      else trial.notTested('BOOK-063', 'it needs a second patient: give otherPatient in the target file');
      return;
    }
    const { slots } = await findSlots(consumer, target, narrator);
    const forTheOther = otherConsumer.requestFor([slots[0]]);
    const booking = await consumer.book(forTheOther, {}, otherConsumer.patient);
    await verify('BOOK-063', booking, refusedAsTheCatalogueSays);
  }),
);
