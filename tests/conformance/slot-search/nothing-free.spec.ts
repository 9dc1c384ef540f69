import { judged, shows, test } from '../../../fixtures/conformance.js';
import { emptyRangeBeside } from '../../../fixtures/consumer/sessions/search.js';
import { Problem } from '../../../problem.js';
import { answeredThoughEmpty } from '../../../requirements/slot-search/searchset.js';
import { fortnightWithSlots } from './fortnight.js';

test(
  'a search that finds nothing is answered with an empty searchset',
  shows('SLOT-041', 'SLOT-042'),
  judged(async (spec) => {
    const { slots } = await fortnightWithSlots(spec);
    const range = emptyRangeBeside(slots);
    if (range === undefined) throw new Problem('missing', { what: 'No range is known to be without free slots' });
    const empty = await spec.consumer.searchBetween(range.start, range.end);
    await spec.verify('SLOT-041', empty, answeredThoughEmpty);
    await spec.verify('SLOT-042', empty, answeredThoughEmpty);
  }),
);
