import type { ExchangeRecord, SessionRecord, StepRecord } from '../../../reports/result.js';

/** The traffic of the sample run: a simple session, a retry over three ranges, a federated one, and one that fails. */

const base = (practice: string): string => `https://provider.example/${practice}/STU3/1`;

interface Call {
  readonly id: string;
  readonly practice: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly status: number | null;
  readonly ms: number;
  readonly test: string | null;
  readonly purpose?: ExchangeRecord['purpose'];
  readonly failure?: string;
}

const search = (from: string, to: string): string =>
  `/Slot?status=free&start=ge${from}&end=le${to}&_include=Slot:schedule`;
const simple = 'simple booking session';
const retry = 'retry with amended date ranges';
const federated = 'federated booking session';
const taken = 'the slot is taken between search and booking';

const calls: readonly Call[] = [
  { id: 'x-1-0001', practice: 'A20047', path: search('2026-11-23', '2026-12-07'), status: 200, ms: 41, test: simple },
  { id: 'x-1-0002', practice: 'A20047', method: 'POST', path: '/Appointment', status: 200, ms: 88, test: simple },
  { id: 'x-2-0001', practice: 'B82617', path: search('2026-11-23', '2026-12-07'), status: 200, ms: 35, test: retry },
  { id: 'x-2-0002', practice: 'B82617', path: search('2026-12-07', '2026-12-21'), status: 200, ms: 1203, test: retry },
  { id: 'x-2-0003', practice: 'B82617', method: 'POST', path: '/Appointment', status: 201, ms: 95, test: retry },
  {
    id: 'x-1-0003',
    practice: 'A20047',
    path: search('2026-11-23', '2026-12-07'),
    status: 200,
    ms: 44,
    test: federated,
  },
  {
    id: 'x-1-0004',
    practice: 'B82617',
    path: search('2026-11-23', '2026-12-07'),
    status: 200,
    ms: 52,
    test: federated,
  },
  {
    id: 'x-1-0005',
    practice: 'C81004',
    path: search('2026-11-23', '2026-12-07'),
    status: null,
    ms: 30_000,
    test: federated,
    failure: 'no answer within 30000 ms',
  },
  { id: 'x-1-0006', practice: 'A20047', method: 'POST', path: '/Appointment', status: 201, ms: 90, test: federated },
  {
    id: 'x-1-0007',
    practice: 'A20047',
    path: '/Patient/2/Appointment?start=ge2026-11-23&start=le2026-12-07',
    status: 200,
    ms: 60,
    test: federated,
  },
  {
    id: 'x-1-0008',
    practice: 'B82617',
    path: '/Patient/2/Appointment?start=ge2026-11-23&start=le2026-12-07',
    status: 200,
    ms: 61,
    test: federated,
  },
  { id: 'x-1-0009', practice: 'A20047', path: search('2026-11-23', '2026-12-07'), status: 200, ms: 40, test: taken },
  { id: 'x-1-0010', practice: 'A20047', method: 'POST', path: '/Appointment', status: 409, ms: 33, test: taken },
  {
    id: 'x-1-0011',
    practice: 'A20047',
    method: 'PUT',
    path: '/Appointment/17',
    status: 200,
    ms: 70,
    test: null,
    purpose: 'clean-up',
  },
];

/** Every exchange of the sample run, in the order in which it was sent. */
export function sampleExchanges(): readonly ExchangeRecord[] {
  return calls.map((call, index) => ({
    id: call.id,
    practice: call.practice,
    test: call.test,
    purpose: call.purpose ?? 'suite',
    startedAt: new Date(Date.UTC(2026, 10, 22, 15, 46, index)).toISOString(),
    method: call.method ?? 'GET',
    url: `${base(call.practice)}${call.path}`,
    status: call.status,
    ms: call.ms,
    file: `exchanges/${call.id}.json`,
    ...(call.failure !== undefined && { failure: call.failure }),
  }));
}

const step = (
  number: string,
  title: string,
  exchanges: readonly string[],
  rest: Partial<StepRecord> = {},
): StepRecord => ({ number, title, outcome: 'done', ms: 50, facts: {}, exchanges, ...rest });

const firstRange = { from: '2026-11-23', to: '2026-12-07' };
const secondRange = { from: '2026-12-07', to: '2026-12-21' };

/** Every session of the sample run. */
export function sampleSessions(): readonly SessionRecord[] {
  return [
    {
      test: simple,
      practice: 'A20047',
      steps: [
        step('1a', 'search for free slots', ['x-1-0001'], { facts: firstRange }),
        step('1b', 'free slots', [], { facts: { slots: 12 } }),
        step('2a', 'book the slot', ['x-1-0002']),
        step('2b', 'confirmation', [], { outcome: 'failed' }),
      ],
    },
    {
      test: retry,
      practice: 'B82617',
      steps: [
        step('1a', 'search for free slots', ['x-2-0001'], { facts: { attempt: 1, ...firstRange } }),
        step('1b', 'no free slots', [], { facts: { attempt: 1, slots: 0 } }),
        step('1a', 'search for free slots', ['x-2-0002'], { facts: { attempt: 2, ...secondRange } }),
        step('1b', 'free slots', [], { facts: { attempt: 2, slots: 3 } }),
        step('2a', 'book the slot', ['x-2-0003']),
        step('2b', 'confirmation', []),
      ],
    },
    {
      test: federated,
      practice: 'A20047',
      steps: [
        step('1a', 'search at A20047', ['x-1-0003'], { facts: { practice: 'A20047', ...firstRange } }),
        step('1a', 'search at B82617', ['x-1-0004'], { facts: { practice: 'B82617', ...firstRange } }),
        step('1a', 'search at C81004', ['x-1-0005'], {
          outcome: 'failed',
          facts: { practice: 'C81004', ...firstRange },
        }),
        step('1b', 'merged availability', [], { facts: { A20047: 12, B82617: 0, C81004: 'no answer' } }),
        step('2a', 'book at A20047', ['x-1-0006'], { facts: { practice: 'A20047' } }),
        step('2b', 'confirmation', []),
        step('3', 'retrieve at every practice', ['x-1-0007', 'x-1-0008']),
      ],
    },
    {
      test: taken,
      practice: 'A20047',
      steps: [
        step('1a', 'search for free slots', ['x-1-0009'], { facts: firstRange }),
        step('1b', 'free slots', [], { facts: { slots: 11 } }),
        step('2a', 'book the slot that is taken', ['x-1-0010']),
        step('2b', 'refusal', []),
      ],
    },
  ];
}
