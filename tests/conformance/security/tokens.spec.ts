import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { bookAndRead, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { allRefused, allRefusedSomehow } from '../../../requirements/security.js';
import { altered, isOpenToAll, searchAndRetrieve, withoutToken, withToken, withTokenOf } from './tokens.js';

test(
  'without an access token nothing is answered but, perhaps, the capability statement',
  shows('HDR-006', 'SEC-001', 'HDR-015'),
  judged(async (spec) => {
    if (await isOpenToAll(spec)) return;
    const answers = await everythingWithoutToken(spec);
    for (const answer of answers) await spec.verify('HDR-006', answer, refusedAsTheCatalogueSays);
    await spec.verify('SEC-001', answers, allRefused);
    if (answers.some(({ status }) => status === 401)) return;
    spec.trial.notApplicable('HDR-015', 'no request without a token was answered 401');
  }),
);

test(
  'a token that is malformed or was tampered with is refused',
  shows('SEC-002', 'HDR-015'),
  judged(async (spec) => {
    if (await isOpenToAll(spec)) return;
    const token = (await spec.consumer.patient.token())?.reveal() ?? '';
    const garbage = await searchAndRetrieve(spec, withToken('this-is-no-token'));
    const tampered = await searchAndRetrieve(spec, withToken(altered(token)));
    await spec.verify('SEC-002', [...garbage, ...tampered], allRefused);
    if ([...garbage, ...tampered].some(({ status }) => status === 401)) return;
    spec.trial.notApplicable('HDR-015', 'no request with a wrong token was answered 401');
  }),
);

test(
  'a token that is expired, or is one of somebody who has no access, is refused',
  shows('SEC-003', 'SEC-005', 'SEC-006', 'SEC-008'),
  judged(async (spec) => {
    const { expiredToken, p5Token, unregisteredToken, unknownClientToken } = evidenceAt(spec);
    const rows = [
      { id: 'SEC-003', source: expiredToken, check: allRefused },
      { id: 'SEC-005', source: p5Token, check: allRefusedSomehow },
      { id: 'SEC-006', source: unregisteredToken, check: allRefusedSomehow },
      { id: 'SEC-008', source: unknownClientToken, check: allRefusedSomehow },
    ];
    for (const { id, source, check } of rows) {
      if (source === undefined) continue;
      await spec.verify(id, await searchAndRetrieve(spec, await withTokenOf(source, spec)), check);
    }
  }),
);

/** Every interaction but metadata, each with a request that is good but for the missing token. */
async function everythingWithoutToken({ consumer, target, narrator }: SpecFixtures): Promise<readonly Answer[]> {
  const { slots } = await findSlots(consumer, target, narrator);
  const [first, second = first] = slots;
  const { appointment } = await bookAndRead(consumer, first, narrator);
  const answers: Answer[] = [
    await consumer.searchFreeSlots(dayOf(first), { change: withoutToken }),
    await consumer.retrieve(dayOf(first), withoutToken),
    await consumer.read(appointment.id ?? '', withoutToken),
    await consumer.book(consumer.requestFor([second]), withoutToken),
  ];
  if (target.declares.cancel !== false) answers.push(await consumer.cancel(appointment, withoutToken));
  return answers;
}
