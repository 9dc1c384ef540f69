import { expect, test } from '@playwright/test';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PatientApp } from '../../../fixtures/consumer/patient-app.js';
import { offeredSlots } from '../../../fixtures/consumer/slots.js';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { Ledger, pagesInMemory, pagesOnDisk, type BookingEvent } from '../../../fixtures/ledger/ledger.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';
import { ledgerFile, Workbench } from '../../../fixtures/suite/workbench.js';
import type { Appointment } from '../../../requirements/stu3.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';
import { gpcConformance } from '../cli/command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';
import { appOn, bookSlot, requestForSlot } from './booking-patient.js';

interface Scene {
  readonly provider: RunningProvider;
  readonly bench: Workbench;
  readonly app: PatientApp;
  readonly output: string;
  readonly targetFile: string;
}

/** A patient's app at a running provider, with a ledger of its own. */
async function withApp(body: (scene: Scene) => Promise<void>, faults: readonly string[] = []): Promise<void> {
  const provider = await startProvider({ faults: [...faults] });
  const output = emptyFolder();
  const targetFile = fileWith(provider.targetFile());
  const bench = new Workbench(singleUse(targetFile, output), 'test');
  try {
    await body({ provider, bench, app: appOn(bench), output, targetFile });
  } finally {
    await bench.close();
    await provider.stop();
  }
}

const booked = (provider: RunningProvider): readonly string[] =>
  provider
    .diary('A20047')
    .appointments.filter((appointment) => appointment.status === 'booked')
    .map((appointment) => appointment.id);

test('a booking stands in the ledger before its request has been answered, and with its id afterwards', async () => {
  await withApp(async ({ app, bench, output }) => {
    const answer = await bookSlot(app, 0);
    const lines = readFileSync(ledgerFile(output), 'utf8').trim().split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).toEqual(['intended', 'booked']);
    expect(bench.ledger.openBookings()).toMatchObject([{ event: 'booked', appointment: answer.body.id }]);
    expect(statSync(ledgerFile(output)).mode & 0o077).toBe(0);
  });
});

test('clean-up cancels what is open, newest first, and leaves the diary as it was', async () => {
  await withApp(async ({ app, bench, provider }) => {
    const before = booked(provider);
    const made = [await bookSlot(app, 0), await bookSlot(app, 3), await bookSlot(app, 6)].map((one) => one.body.id);
    expect(booked(provider)).toHaveLength(before.length + 3);
    expect(bench.ledger.openBookings().map((line) => line.appointment)).toEqual([...made].reverse());
    await bench.cleanUp(bench.ledger.openBookings());
    expect(bench.ledger.openBookings()).toEqual([]);
    expect(booked(provider)).toEqual(before);
  });
});

test('a booking whose answer was lost is found again in the diary by its description and cancelled', async () => {
  await withApp(async ({ app, bench, provider, output }) => {
    const before = booked(provider);
    await bookSlot(app, 0);
    // As a kill between request and answer would leave it: the last line of the ledger is missing.
    const [intended] = readFileSync(ledgerFile(output), 'utf8').split('\n');
    const lost = join(emptyFolder(), 'ledger.jsonl');
    appendFileSync(lost, `${intended ?? ''}\n`);
    const later = new Workbench(singleUse(bench.run.targetFile, emptyFolder()), 'later', {
      ledger: new Ledger(pagesOnDisk(lost)),
    });
    await later.cleanUp(later.ledger.openBookings());
    expect(later.ledger.openBookings()).toEqual([]);
    expect(booked(provider)).toEqual(before);
    await later.close();
  });
});

/** A bench of its own that knows of one booking only these events. */
function benchThatKnows(bench: Workbench, booking: Appointment, events: readonly BookingEvent[]): Workbench {
  const { odsCode: practice = '', baseUrl = '' } = bench.target.practices[0] ?? {};
  const { description = '', start = '' } = booking;
  const line = { booking: description, at: '', practice, baseUrl, patient: 'patient' as const, start };
  const pages = pagesInMemory();
  for (const event of events) pages.append({ ...line, event });
  return new Workbench(bench.run, 'other', { ledger: new Ledger(pages) });
}

test('a booking that was answered as refused and stands in the diary all the same is found at the end and cancelled', async () => {
  await withApp(async ({ app, bench, provider }) => {
    const before = booked(provider);
    const appointment = await requestForSlot(app, 0);
    await app.book(appointment);
    const misled = benchThatKnows(bench, appointment, ['intended', 'refused']);
    expect(misled.ledger.openBookings()).toEqual([]);
    expect(await misled.cleanUpAtTheEnd()).toEqual([]);
    expect(misled.ledger.bookings()).toMatchObject([{ event: 'cancelled' }]);
    expect(booked(provider)).toEqual(before);
    await misled.close();
  });
});

test('a booking whose answer was lost stays open while the run lasts, since it may come about late, and is undone at the end', async () => {
  await withApp(async ({ app, bench, provider }) => {
    const before = booked(provider);
    const appointment = await requestForSlot(app, 0);
    const hopeful = benchThatKnows(bench, appointment, ['intended', 'lost']);
    await hopeful.cleanUp(hopeful.ledger.openBookings());
    expect(hopeful.ledger.openBookings()).toMatchObject([{ event: 'lost' }]);
    await app.book(appointment);
    expect(await hopeful.cleanUpAtTheEnd()).toEqual([]);
    expect(hopeful.ledger.bookings()).toMatchObject([{ event: 'cancelled' }]);
    expect(booked(provider)).toEqual(before);
    await hopeful.close();
  });
});

test('a lost booking that never came about is given up at the end', async () => {
  await withApp(async ({ app, bench }) => {
    const hopeless = benchThatKnows(bench, await requestForSlot(app, 0), ['intended', 'lost']);
    await hopeless.cleanUpAtTheEnd();
    expect(hopeless.ledger.openBookings()).toEqual([]);
    expect(hopeless.ledger.bookings()).toMatchObject([
      { event: 'refused', reason: 'no such appointment in the diary' },
    ]);
    await hopeless.close();
  });
});

test('a ledger whose last line was cut off by a kill still gives back every whole line', async () => {
  await withApp(async ({ app, bench, output }) => {
    await bookSlot(app, 0);
    appendFileSync(ledgerFile(output), '{"booking":"GPC te');
    expect(bench.ledger.openBookings()).toHaveLength(1);
  });
});

test('a ledger with a line that is not JSON is refused whenever it is asked, by the number of the line', async () => {
  await withApp(async ({ app, bench, output }) => {
    await bookSlot(app, 0);
    appendFileSync(ledgerFile(output), 'not JSON\n');
    for (let time = 0; time < 2; time += 1) expect(() => bench.ledger.openBookings()).toThrow(/not JSON.*jsonl:3/s);
  });
});

test('the calls of the clean-up name their interaction where the target file says in which header', async () => {
  await withApp(async ({ app, bench, targetFile }) => {
    await bookSlot(app, 0);
    const settings = {
      ...singleUse(targetFile, emptyFolder()),
      targetSettings: ['policies.interactionIdHeader=Interaction-ID'],
    };
    const sent: string[] = [];
    const record = { write: () => undefined, keep: ({ request }: RecordedExchange) => void sent.push(named(request)) };
    const tidy = new Workbench(settings, 'tidy', { ledger: bench.ledger, record });
    await tidy.cleanUpAtTheEnd();
    expect(sent).toEqual(['GET read:appointment-1', 'PUT cancel:appointment-1', 'GET read:appointment-1']);
    await tidy.close();
  });
});

function named({ method, headers }: RecordedExchange['request']): string {
  const id = headers.find(([name]) => name.toLowerCase() === 'interaction-id')?.[1];
  return `${method} ${id?.replace('urn:nhs:names:services:gpconnect:fhir:rest:', '') ?? 'no interaction'}`;
}

test('a refused booking leaves nothing to cancel', async () => {
  await withApp(async ({ app, bench }) => {
    const today = ukDate(Date.now());
    const search = await app.searchFreeSlots({ from: addDays(today, 1), to: addDays(today, 7) });
    const slots = offeredSlots(search).slice(0, 1);
    await app.book(app.requestFor(slots));
    const again = await app.book(app.requestFor(slots));
    expect(again.status).toBe(409);
    expect(bench.ledger.openBookings()).toHaveLength(1);
  });
});

test('a cancellation that the provider only pretends to make is told as left, not as cancelled', async () => {
  await withApp(
    async ({ app, bench }) => {
      await bookSlot(app, 0);
      await bench.cleanUp(bench.ledger.openBookings());
      expect(bench.ledger.openBookings()).toMatchObject([
        { event: 'left', reason: expect.stringContaining('still booked') },
      ]);
    },
    ['cancel-changes-nothing'],
  );
});

test('the cleanup command resumes from the ledger of a killed run, also where it was killed in the middle of a line', async () => {
  await withApp(async ({ app, provider, output, targetFile }) => {
    const before = booked(provider);
    await bookSlot(app, 0);
    appendFileSync(ledgerFile(output), '{"booking":"GPC te');
    const { exitCode, stdout } = await gpcConformance([
      'cleanup',
      '--target',
      targetFile,
      '--ledger',
      ledgerFile(output),
    ]);
    expect(stdout).toContain('1 bookings cancelled or found gone, 0 left');
    expect(exitCode).toBe(0);
    expect(booked(provider)).toEqual(before);
    expect(new Ledger(pagesOnDisk(ledgerFile(output))).openBookings()).toEqual([]);
  });
});
