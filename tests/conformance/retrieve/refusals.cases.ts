import { given, without, type Query } from '../../../fixtures/consumer/query.js';
import type { ScenarioCheck } from '../../../fixtures/suite/trial.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { refusedWithDiagnostics } from '../../../requirements/retrieve.js';
import { addDays, type UkDate } from '../../../requirements/uk-time.js';

/** One change to a good retrieve, and the requirement by which it is judged. */
export interface RefusalCase {
  readonly id: string;
  readonly words: string;
  readonly change: (ordinary: Query) => Query;
  readonly check: ScenarioCheck<Answer<'retrieve'>>;
}

type Row = readonly [id: string, words: string, change: (ordinary: Query) => Query];

const start = (...values: readonly string[]) => given('start', ...values);

/** The two prefixes of each pair that is not one ge and one le (RETR-008). */
const wrongPairs = ['ge lt', 'ge gt', 'ge eq', 'ge ge', 'lt le', 'gt le', 'le le', 'xx le', 'ge xx'] as const;

/** Every case, told from today (UK); the values lie ahead, so that nothing is refused for being past. */
export function refusalCases(today: UkDate): readonly RefusalCase[] {
  const [first, last] = [addDays(today, 30), addDays(today, 40)];
  const nextYear = addDays(last, 366);
  const rows: readonly Row[] = [
    ['RETR-004', 'only ge', start(`ge${first}`)],
    ['RETR-004', 'only le', start(`le${last}`)],
    ['RETR-005', 'no start at all', without('start')],
    ['RETR-006', 'le with a time', start(`ge${first}`, `le${last}T10:00:00`)],
    ['RETR-006', 'ge with a time and an offset', start(`ge${first}T10:00:00+00:00`, `le${last}`)],
    ['RETR-007', 'ge with a year', start(`ge${nextYear.slice(0, 4)}`, `le${nextYear}`)],
    ['RETR-007', 'ge with a month', start(`ge${nextYear.slice(0, 7)}`, `le${nextYear}`)],
    ...wrongPairs.map((pair): Row => {
      const [one = '', other = ''] = pair.split(' ');
      return ['RETR-008', pair, start(`${one}${first}`, `${other}${last}`)];
    }),
    ['RETR-009', 'no prefixes', start(first, last)],
  ];
  return [
    ...rows.map(([id, words, change]) => ({ id, words, change, check: refusedAsTheCatalogueSays })),
    {
      id: 'RETR-010',
      words: 'le before ge',
      change: start(`ge${last}`, `le${first}`),
      check: refusedWithDiagnostics,
    },
  ];
}
