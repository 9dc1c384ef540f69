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

const searched = (practice: string, range: typeof firstRange, exchange: string, attempt = 1): StepRecord =>
  step('1a', `search free slots at ${practice}, ${range.from} to ${range.to}`, [exchange], {
    facts: { practice, attempt, ...range },
  });

const offered = (practice: string, slots: number, attempt = 1): StepRecord =>
  step('1b', `${slots} free slots at ${practice}`, [], { facts: { practice, attempt, slots, status: 200 } });

const booked = (practice: string, exchange: string, start: string): StepRecord =>
  step('2a', `book Slot/1 at ${practice}`, [exchange], { facts: { practice, slots: 'Slot/1', start } });

const confirmed = (practice: string, status: number, rest: Partial<StepRecord> = {}): StepRecord =>
  step('2b', `answered ${status} by ${practice}`, [], { facts: { practice, status }, ...rest });

/** Every session of the sample run. */
export function sampleSessions(): readonly SessionRecord[] {
  return [
    {
      test: simple,
      practice: 'A20047',
      steps: [
        searched('A20047', firstRange, 'x-1-0001'),
        offered('A20047', 2),
        booked('A20047', 'x-1-0002', '2026-11-24T09:00:00+00:00'),
        confirmed('A20047', 200, { outcome: 'failed' }),
      ],
    },
    {
      test: retry,
      practice: 'B82617',
      steps: [
        searched('B82617', firstRange, 'x-2-0001'),
        offered('B82617', 0),
        searched('B82617', secondRange, 'x-2-0002', 2),
        offered('B82617', 3, 2),
        booked('B82617', 'x-2-0003', '2026-12-08T09:00:00+00:00'),
        confirmed('B82617', 201),
      ],
    },
    {
      test: federated,
      practice: 'A20047',
      steps: [
        searched('A20047', firstRange, 'x-1-0003'),
        searched('B82617', firstRange, 'x-1-0004'),
        step('1a', 'search free slots at C81004', ['x-1-0005'], {
          outcome: 'failed',
          facts: { practice: 'C81004', ...firstRange },
        }),
        offered('A20047', 2),
        offered('B82617', 0),
        step('1b', 'merged availability: slots at 1 of 3 practices', [], {
          facts: {
            A20047: '2 slots, earliest 2026-11-24T09:00:00+00:00',
            B82617: 'no slots',
            C81004: 'failed: no answer',
          },
        }),
        booked('A20047', 'x-1-0006', '2026-11-24T09:00:00+00:00'),
        confirmed('A20047', 201),
        step('3', 'retrieve at every practice', ['x-1-0007', 'x-1-0008']),
      ],
    },
    {
      test: taken,
      practice: 'A20047',
      steps: [
        searched('A20047', firstRange, 'x-1-0009'),
        offered('A20047', 2),
        booked('A20047', 'x-1-0010', '2026-11-24T09:00:00+00:00'),
        confirmed('A20047', 409),
      ],
    },
  ];
}
