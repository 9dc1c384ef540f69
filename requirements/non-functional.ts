import type { Answer } from './answer.js';
import { httpFinding, type Finding } from './finding.js';
import { rule, succeeded, type JudgingContext, type Rule } from './rule.js';

/** How long an answer may take, and how long it should at most, in ms, the way through the network included. */
interface Patience {
  readonly atMostMs: number;
  readonly betterMs: number;
}

const changes: Patience = { atMostMs: 250, betterMs: 100 };
const questions: Patience = { atMostMs: 3_000, betterMs: 1_000 };

/** Measured from outside, times depend on where the harness stands, so they are only judged where the target file says so. */
const askedFor = ({ policies }: JudgingContext): boolean => policies['responseTimes'] === 'judge';

/** Standing rules of NFR-001 and NFR-002: how long a provider takes to answer. */
export const nonFunctionalRules: readonly Rule[] = [
  rule({
    id: 'NFR-001',
    on: ['book', 'cancel'],
    when: succeeded,
    askedFor,
    check: (answer) => within(answer, changes),
  }),
  rule({
    id: 'NFR-002',
    on: ['slot-search', 'retrieve', 'read'],
    when: succeeded,
    askedFor,
    check: (answer) => within(answer, questions),
  }),
];

function within(answer: Answer, { atMostMs, betterMs }: Patience): Finding[] {
  const { ms } = answer.parts;
  if (ms < betterMs) return [];
  const isTooLong = ms >= atMostMs;
  return [
    httpFinding({
      rule: 'response-time',
      severity: isTooLong ? 'error' : 'warning',
      message: isTooLong ? 'The answer took too long' : 'The answer took longer than it should',
      expected: `under ${isTooLong ? atMostMs : betterMs} ms, the way through the network included`,
      actual: `${ms} ms`,
    }),
  ];
}
