import { judged, shows, test } from '../../../fixtures/conformance.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { foundAgain, nothingLeftOut, straddlingLeftOut } from '../../../requirements/slot-search/range.js';
import { ukDate } from '../../../requirements/uk-time.js';
import { acceptedBounds } from './bounds.cases.js';
import { fortnightWithSlots } from './fortnight.js';
import { cutShort, inHalves, narrowed } from './narrower.js';

test(
  'a search takes whole days and UK local times as its bounds',
  shows('SLOT-003', 'SLOT-004', 'SLOT-005', 'SLOT-006', 'SLOT-011', 'SLOT-026'),
  judged(async ({ consumer, verify, trial }) => {
    for (const { words, start, end, ids } of acceptedBounds(ukDate(consumer.now))) {
      await trial.stage.step(`bounds: ${words}`, async () => {
        const search = await consumer.searchBetween(start, end);
        for (const id of ids) await verify(id, search, answeredAsTheCatalogueSays);
      });
    }
  }),
);

test(
  'a slot is found by every search that wholly contains it and by none that cuts it',
  shows('SLOT-007', 'SLOT-008', 'SLOT-009', 'SLOT-074'),
  judged(async (spec) => {
    const { slots, range } = await fortnightWithSlots(spec);
    const last = slots.at(-1) ?? slots[0];
    const middle = slots[Math.floor(slots.length / 2)] ?? last;
    const chosen = [...new Set([slots[0], middle, last])];
    const { byDay, exactly } = await narrowed(spec.consumer, range, chosen);
    await spec.verify('SLOT-074', [...byDay, ...exactly], foundAgain);
    await spec.verify('SLOT-008', exactly, foundAgain);
    await spec.verify('SLOT-009', await cutShort(spec.consumer, slots[0]), straddlingLeftOut);
  }),
);

test(
  'a search leaves out nothing that searches of the halves of its range show',
  shows('SLOT-060'),
  judged(async (spec) => {
    const { range, search } = await fortnightWithSlots(spec);
    await spec.verify('SLOT-060', await inHalves(spec.consumer, range, search), nothingLeftOut);
  }),
);
