import { judged, shows, test } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { rangeBetween, rangesOf, searchWithAmendedRanges } from '../../../fixtures/consumer/sessions/search.js';
import { Problem } from '../../../problem.js';
import { eachAttemptOnItsOwnMerits } from '../../../requirements/sessions.js';
import { ukDate } from '../../../requirements/uk-time.js';

test(
  'a search that finds nothing is repeated with amended ranges until there are slots',
  shows('SESS-002'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const ranges = rangesOf(target.search, ukDate(Date.now()));
    const walk = await searchWithAmendedRanges(consumer, ranges, narrator);
    if (walk.attempts.length > 1 || !walk.attempts[0]?.succeeded) {
      if (walk.slots.length === 0) await findSlots(consumer, target, narrator);
      return verify('SESS-002', walk.attempts, eachAttemptOnItsOwnMerits);
    }
    const empty = rangeBetween(walk.slots);
    if (empty === undefined) {
      throw new Problem('missing', { what: 'The first range has slots without any gap, so no empty range is known' });
    }
    const amended = await searchWithAmendedRanges(consumer, [empty, ...ranges], narrator);
    await verify('SESS-002', amended.attempts, eachAttemptOnItsOwnMerits);
  }),
);
