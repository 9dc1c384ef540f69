import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { Answer } from '../../../requirements/answer.js';
import { unlessALocalRule } from '../../../requirements/book.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { extensions } from '../../../requirements/stu3.js';
import { undoneAtOnce } from './aftermath.js';

test(
  'a booking with content of debatable standing is accepted or refused as the sources allow',
  shows('BOOK-045', 'BOOK-046'),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    const [slot, next] = slots;
    const good = consumer.requestFor([slot]);
    const reason = { url: extensions.cancellationReason, valueString: target.booking.cancellationReason };
    const withReason = { ...good, extension: [...(good.extension ?? []), reason] };
    const booking = await consumer.book(withReason, { isFlawed: true });
    await verify('BOOK-045', booking, answeredAsTheCatalogueSays);
    const free = booking.succeeded ? next : slot;
    if (free === undefined) return spec.trial.notTested('BOOK-046', 'it needs a second free slot');
    const standing = await undoneAtOnce(spec);
    const ordinary = consumer.requestFor([free]);
    const body = JSON.stringify({ ...ordinary, invalidField: 'x' });
    await judgeUnknownElement(spec, await consumer.book(ordinary, { body, isFlawed: true }), standing);
  }),
);

/** BOOK-046: a server that declares that it accepts unknown elements (META-005) may do so. */
async function judgeUnknownElement(
  { consumer, trial, verify }: SpecFixtures,
  booking: Answer<'book'>,
  standing: number,
): Promise<void> {
  const declared = booking.succeeded ? (await consumer.capabilities()).body.at('acceptUnknown').text : undefined;
  if (declared !== 'both' && declared !== 'elements') {
    return verify('BOOK-046', booking, (answer, wanted) =>
      unlessALocalRule(answer, standing, answeredAsTheCatalogueSays(answer, wanted)),
    );
  }
  trial.notApplicable('BOOK-046', `the capability statement declares acceptUnknown: ${declared}`);
}
