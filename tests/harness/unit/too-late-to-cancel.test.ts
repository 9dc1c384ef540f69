import { expect, test } from '@playwright/test';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { Narrator } from '../../../fixtures/consumer/narrator.js';
import { startOf } from '../../../fixtures/consumer/slots.js';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import { emptyFolder } from '../temporary-folder.js';
import { appOn } from './booking-patient.js';

const anHour = 60 * 60 * 1000;
const mondayMorning = Date.parse('2027-03-08T07:00:00Z');
const narrator: Narrator = { step: (_number, _title, body) => body(() => undefined) };

/** Books the first slot that is to be chosen at a practice where nobody cancels within 48 hours, and undoes it again. */
async function bookAndUndo(...settings: readonly string[]) {
  const now = mondayMorning;
  const provider = await startProvider({ faults: ['no-cancelling-within-48-hours'], now: () => new Date(now) });
  const target = loadTarget({ file: 'target.yaml', text: provider.targetFile(), environment: {}, settings });
  const bench = new Workbench(singleUse('target.yaml', emptyFolder()), 'test', { target, clock: () => now });
  const app = appOn(bench, { clock: () => now });
  try {
    const { slots } = await findSlots(app, target, narrator);
    await app.book(app.requestFor([slots[0]]));
    await bench.cleanUp(bench.ledger.openBookings());
    return { hoursAhead: (startOf(slots[0]) - now) / anHour, lines: bench.ledger.bookings() };
  } finally {
    await bench.close();
    await provider.stop();
  }
}

test('a booking that it is too late to cancel is left, and the reason names the setting that keeps away from such slots', async () => {
  const { hoursAhead, lines } = await bookAndUndo();
  expect(hoursAhead).toBeLessThan(48);
  expect(lines).toMatchObject([{ event: 'left', reason: expect.stringContaining('search.leadTimeHours') }]);
});

test('only slots are chosen that start after the lead time, so that every booking can be undone', async () => {
  const { hoursAhead, lines } = await bookAndUndo('search.leadTimeHours=49');
  expect(hoursAhead).toBeGreaterThanOrEqual(49);
  expect(lines).toMatchObject([{ event: 'cancelled' }]);
});
