import { request, type Dispatcher } from 'undici';
import { PatientApp, type PatientAppParts } from '../../fixtures/consumer/patient-app.js';
import type { Workbench } from '../../fixtures/suite/workbench.js';
import type { Practice } from '../../fixtures/target/target.js';
import type { WireRequest } from '../../fixtures/transport/transport.js';
import type { RecordedRead } from './requests.js';

/** What a request costs on the average, in ms: by the clock, and of the processor in this process. */
export interface RequestCost {
  readonly ms: number;
  readonly processorMs: number;
}

/** Sends every read once, one after the other. */
export type Way = (reads: readonly RecordedRead[]) => Promise<RequestCost>;

/** The app of the patient at a practice, whose answers are judged by every standing rule where they are to be. */
function appAt(
  practice: Practice,
  bench: Workbench,
  parts: Pick<PatientAppParts, 'transport' | 'onAnswer'>,
): PatientApp {
  return new PatientApp({
    ...{ patient: bench.patientAt(practice), target: bench.target, bookkeeper: bench.ledger, readOnly: true },
    ...{ nextDescription: () => bench.nextDescription(), ...parts },
  });
}

/** Asks once more what was asked. */
async function ask(app: PatientApp, { interaction, id, query }: RecordedRead): Promise<void> {
  const change = { query: () => query };
  if (interaction === 'slot-search') await app.searchBetween('', '', { change });
  else if (interaction === 'retrieve') await app.retrieve({ from: '', to: '' }, change, id);
  else if (interaction === 'read') await app.read(id);
  else await app.capabilities();
}

/** As the harness does it: consumer, transport, recorder, every standing rule, and what the workbench keeps of it. */
export const byTheHarness =
  (practice: Practice, bench: Workbench): Way =>
  async (reads) => {
    const app = appAt(practice, bench, {
      transport: bench.transport(),
      onAnswer: (answer) => void bench.judged(answer),
    });
    return costEach(reads, (read) => ask(app, read));
  };

/** The requests as the app writes them, without sending one twice: what goes on the wire is then sent in other ways. */
export async function wireRequests(
  practice: Practice,
  bench: Workbench,
  reads: readonly RecordedRead[],
): Promise<readonly WireRequest[]> {
  const written: WireRequest[] = [];
  const inner = bench.transport();
  const app = appAt(practice, bench, {
    transport: {
      send: (wire, label) => {
        written.push(wire);
        return inner.send(wire, label);
      },
      onNewConnections: () => inner.onNewConnections(),
      wait: (ms) => inner.wait(ms),
    },
  });
  for (const read of reads) await ask(app, read);
  return written;
}

/** Transport and recorder alone: nothing is read or judged. */
export const byTransport = (
  practice: Practice,
  bench: Workbench,
  wires: readonly WireRequest[],
): Promise<RequestCost> => {
  const transport = bench.transport();
  const label = { practice: practice.odsCode, purpose: 'suite' } as const;
  return costEach(wires, async (wire) => void (await transport.send(wire, label)));
};

/** The bare client over a connection of its own: sends, and takes the bytes. */
export const bare = (dispatcher: Dispatcher, wires: readonly WireRequest[]): Promise<RequestCost> =>
  costEach(wires, async ({ method, url, headers }) => {
    const { body } = await request(url, { dispatcher, method, headers: headers.flat() });
    await body.arrayBuffer();
  });

async function costEach<Item>(items: readonly Item[], send: (item: Item) => Promise<void>): Promise<RequestCost> {
  const started = performance.now();
  const before = process.cpuUsage();
  for (const item of items) await send(item);
  const { user, system } = process.cpuUsage(before);
  return { ms: (performance.now() - started) / items.length, processorMs: (user + system) / 1000 / items.length };
}
