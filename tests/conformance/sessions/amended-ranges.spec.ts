import { judged, shows, test } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import {
  emptyRangeBeside,
  rangesOf,
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
    const ranges = rangesOf(target.search, ukDate(consumer.now));
    const walk = await searchWithAmendedRanges(consumer, ranges, narrator);
    if (walk.attempts.length > 1 || !walk.attempts[0]?.succeeded) {
      const allAnswered = walk.attempts.every((attempt) => attempt.succeeded);
      if (walk.slots.length === 0 && allAnswered) await findSlots(consumer, target, narrator);
      return verify('SESS-002', walk.attempts, eachAttemptOnItsOwnMerits);
    }
    const empty = emptyRangeBeside(walk.slots.filter((slot) => startOf(slot) > consumer.now));
    if (empty === undefined) {
      throw new Problem('missing', { what: 'No slot lies ahead, so no range is known to be empty' });
    }
    const first = await searchOnce(consumer, empty, narrator);
    const amended = await searchWithAmendedRanges(consumer, ranges, narrator);
    await verify('SESS-002', [first, ...amended.attempts], eachAttemptOnItsOwnMerits);
  }),
);
