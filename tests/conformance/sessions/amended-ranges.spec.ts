import { judged, shows, test } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import {
  emptyRangeBeside,
  sessionRanges,
  searchOnce,
  searchWithAmendedRanges,
} from '../../../fixtures/consumer/sessions/search.js';
import { startOf } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import { eachAttemptOnItsOwnMerits } from '../../../requirements/sessions.js';
import { ukDate } from '../../../requirements/uk-time.js';

test(
  'a search that finds nothing is repeated with amended ranges until there are slots',
  shows('SESS-002'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const ranges = sessionRanges(target, ukDate(consumer.now));
    const walk = await searchWithAmendedRanges(consumer, ranges, narrator);
    const allAnswered = walk.attempts.every((attempt) => attempt.succeeded);
    if (!allAnswered) return verify('SESS-002', walk.attempts, eachAttemptOnItsOwnMerits);
    if (walk.slots.length === 0) await findSlots(consumer, target, narrator);
    const empty = emptyRangeBeside(walk.slots.filter((slot) => startOf(slot) > consumer.now));
    if (empty === undefined) {
      throw new Problem('missing', { what: 'No slot lies ahead, so no range is known to be empty' });
    }
    const first = await searchOnce(consumer, empty, narrator);
    const amended = await searchOnce(consumer, walk.attempts.at(-1)?.asked ?? empty, narrator, 2);
    await verify('SESS-002', [...walk.attempts, first, amended], eachAttemptOnItsOwnMerits);
  }),
);
