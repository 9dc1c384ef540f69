import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { ledgerFile, Workbench } from '../../../fixtures/suite/workbench.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';
import { appOn, bookSlot } from './booking-patient.js';

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
    await body(
      benches.map((bench) => appOn(bench)),
      provider,
      output,
    );
  } finally {
    for (const bench of benches) await bench.close();
    await provider.stop();
  }
}

function one(apps: readonly PatientApp[], index: number): PatientApp {
  const app = apps[index];
  if (app === undefined) throw new Error('two apps were asked for');
  return app;
}

const standing = (provider: RunningProvider): number =>
  provider.diary('A20047').appointments.filter(({ status }) => status === 'booked').length;

test('one booking more than the run may make is not sent, whichever of its processes makes it', async () => {
  await withRun(2, async (apps, provider) => {
    const before = standing(provider);
    expect((await bookSlot(one(apps, 0), 0)).status).toBe(201);
    expect((await bookSlot(one(apps, 1), 3)).status).toBe(201);
    for (const app of apps) {
      await expect(bookSlot(app, 6)).rejects.toMatchObject({
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
    const asked = [0, 2, 4, 6, 8, 10].map((position, index) => bookSlot(one(apps, index % 2), position));
    const came = await Promise.allSettled(asked);
    expect(standing(provider) - before).toBeLessThanOrEqual(3);
    expect(came.filter(({ status }) => status === 'fulfilled').length).toBe(standing(provider) - before);
  });
});

test('a refused booking takes no place, and one that was not sent is not open in the ledger', async () => {
  await withRun(2, async (apps, provider, output) => {
    const app = one(apps, 0);
    const first = await bookSlot(app, 0);
    const slots = first.asked.appointment;
    expect(first.status).toBe(201);
    const refused = await app.book({ ...(slots as Parameters<PatientApp['book']>[0]), description: 'GPC test, again' });
    expect(refused.status).toBe(409);
    expect((await bookSlot(app, 3)).status).toBe(201);
    await expect(bookSlot(app, 6)).rejects.toMatchObject({ kind: 'missing' });
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
