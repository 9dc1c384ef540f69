import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { Answer } from '../../../requirements/answer.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { extensions } from '../../../requirements/stu3.js';

test(
  'a booking with content of debatable standing is accepted or refused as the sources allow',
  shows('BOOK-045', 'BOOK-046'),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const good = consumer.requestFor([slots[0]]);
    const reason = { url: extensions.cancellationReason, valueString: target.booking.cancellationReason };
    const withReason = await consumer.book({ ...good, extension: [...(good.extension ?? []), reason] });
    await verify('BOOK-045', withReason, answeredAsTheCatalogueSays);
    const next = withReason.succeeded ? slots[1] : slots[0];
    if (next === undefined) return spec.trial.notTested('BOOK-046', 'it needs a second free slot');
    const ordinary = consumer.requestFor([next]);
    const body = JSON.stringify({ ...ordinary, invalidField: 'x' });
    await judgeUnknownElement(spec, await consumer.book(ordinary, { body }));
  }),
);

/** BOOK-046: a server that declares that it accepts unknown elements (META-005) may do so. */
async function judgeUnknownElement({ consumer, trial, verify }: SpecFixtures, booking: Answer<'book'>): Promise<void> {
  const declared = booking.succeeded ? (await consumer.capabilities()).body.at('acceptUnknown').text : undefined;
  if (declared !== 'both' && declared !== 'elements') return verify('BOOK-046', booking, answeredAsTheCatalogueSays);
  trial.notApplicable('BOOK-046', `the capability statement declares acceptUnknown: ${declared}`);
}
