import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { offeredSlots } from '../../../fixtures/consumer/slots.js';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { ledgerFile, Workbench } from '../../../fixtures/suite/workbench.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';
import { emptyFolder, fileWith } from '../cli/command.js';

/** Patients' apps of several processes of one run, which may make only so many bookings. */
async function withRun(
  most: number,
  body: (apps: readonly PatientApp[], provider: RunningProvider, output: string) => Promise<void>,
): Promise<void> {
  const provider = await startProvider({});
  const output = emptyFolder();
  const run = {
    ...singleUse(fileWith(provider.targetFile()), output),
    targetSettings: [`maxBookings=${most}`],
  };
  const benches = ['0', '1'].map((worker) => new Workbench(run, worker));
  try {
    await body(benches.map(appOn), provider, output);
  } finally {
    for (const bench of benches) await bench.close();
    await provider.stop();
  }
}

function appOn(bench: Workbench): PatientApp {
  const [practice] = bench.target.practices;
  if (practice === undefined) throw new Error('the target names no practice');
  return new PatientApp({
    patient: bench.patientAt(practice),
    target: bench.target,
    transport: bench.transport(),
    bookkeeper: bench.ledger,
    readOnly: false,
    nextDescription: () => bench.nextDescription(),
  });
}

function one(apps: readonly PatientApp[], index: number): PatientApp {
  const app = apps[index];
  if (app === undefined) throw new Error('two apps were asked for');
  return app;
}

/** Books the slot at a position among those of a week, each on its own where the positions are apart. */
async function book(app: PatientApp, position: number) {
  const today = ukDate(Date.now());
  const search = await app.searchFreeSlots({ from: addDays(today, 1), to: addDays(today, 7) });
  return app.book(app.requestFor(offeredSlots(search).slice(position, position + 1)));
}

const standing = (provider: RunningProvider): number =>
  provider.diary('A20047').appointments.filter(({ status }) => status === 'booked').length;

test('one booking more than the run may make is not sent, whichever of its processes makes it', async () => {
  await withRun(2, async (apps, provider) => {
    const before = standing(provider);
    expect((await book(one(apps, 0), 0)).status).toBe(201);
    expect((await book(one(apps, 1), 3)).status).toBe(201);
    for (const app of apps) {
      await expect(book(app, 6)).rejects.toMatchObject({
        kind: 'missing',
        message: expect.stringMatching(/no more than 2/),
      });
    }
    expect(standing(provider)).toBe(before + 2);
  });
});

test('bookings asked for at the same moment by several processes stay within the limit too', async () => {
  await withRun(3, async (apps, provider) => {
    const before = standing(provider);
    const asked = [0, 2, 4, 6, 8, 10].map((position, index) => book(one(apps, index % 2), position));
    const came = await Promise.allSettled(asked);
    expect(standing(provider) - before).toBeLessThanOrEqual(3);
    expect(came.filter(({ status }) => status === 'fulfilled').length).toBe(standing(provider) - before);
  });
});

test('a refused booking takes no place, and one that was not sent is not open in the ledger', async () => {
  await withRun(2, async (apps, provider, output) => {
    const app = one(apps, 0);
    const first = await book(app, 0);
    const slots = first.asked.appointment;
    expect(first.status).toBe(201);
    const refused = await app.book({ ...(slots as Parameters<PatientApp['book']>[0]), description: 'GPC test, again' });
    expect(refused.status).toBe(409);
    expect((await book(app, 3)).status).toBe(201);
    await expect(book(app, 6)).rejects.toMatchObject({ kind: 'missing' });
    const events = readFileSync(ledgerFile(output), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(events.at(-1)).toMatchObject({ event: 'refused', reason: expect.stringContaining('not sent') });
    expect(standing(provider)).toBeGreaterThan(1);
  });
});

interface Line {
  readonly event: string;
  readonly reason?: string;
}
