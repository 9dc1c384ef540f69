import { given, without, type Query } from '../../../fixtures/consumer/query.js';
import type { ScenarioCheck } from '../../../fixtures/suite/trial.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays, refusedWithSomeCode } from '../../../requirements/expectation.js';
import { answeredFor } from '../../../requirements/slot-search/parameters.js';
import { addDays, type UkDate } from '../../../requirements/uk-time.js';
import { at, next } from './bounds.cases.js';

/** One change to a good search, and the requirement by which it is judged. */
export interface RefusalCase {
  readonly id: string;
  readonly words: string;
  readonly change: (ordinary: Query) => Query;
  readonly check: ScenarioCheck<Answer<'slot-search'>>;
}

type Row = readonly [id: string, words: string, ...changes: ((query: Query) => Query)[]];

const judgedBy =
  (check: RefusalCase['check']) =>
  ([id, words, ...changes]: Row): RefusalCase => ({
    id,
    words,
    check,
    change: (query) => changes.reduce((changed, change) => change(changed), query),
  });

const start = (...values: readonly string[]) => given('start', ...values);
const end = (...values: readonly string[]) => given('end', ...values);

/** Groups of cases by what is wrong, told from today (UK). The good search asks for tomorrow and the week after it. */
export function refusalCases(today: UkDate): Readonly<Record<string, readonly RefusalCase[]>> {
  const day = (days: number): UkDate => addDays(today, days);
  return {
    'whose range is too long or backwards': rangeCases(day).map(judgedBy(refusedAsTheCatalogueSays)),
    'that lacks a mandatory parameter': missingCases.map(judgedBy(refusedAsTheCatalogueSays)),
    'for slots that are not free': [
      ...statusCases.map(judgedBy(refusedAsTheCatalogueSays)),
      ...([['SLOT-015', 'status=FREE', given('status', 'FREE')]] satisfies Row[]).map(judgedBy(answeredFor)),
    ],
    'with another prefix than ge and le': prefixCases(day).map(judgedBy(refusedWithSomeCode)),
    'with a bound twice': repeatedCases(day).map(judgedBy(refusedAsTheCatalogueSays)),
    'with a bound that is no complete date': [
      ...valueCases(day).map(judgedBy(refusedAsTheCatalogueSays)),
      ...utcCases(day).map(judgedBy(answeredFor)),
    ],
    'with the offset of the other season': offsetCases(today).map(judgedBy(refusedAsTheCatalogueSays)),
  };
}

type Day = (days: number) => UkDate;

const rangeCases = (day: Day): Row[] => [
  ['SLOT-012', 'fifteen days', end(`le${day(16)}`)],
  ['SLOT-012', 'thirty-one days', end(`le${day(32)}`)],
  ['SLOT-013', 'an end before the start', start(`ge${day(4)}`), end(`le${day(3)}`)],
];

const missingCases: readonly Row[] = [
  ['SLOT-014', 'no status', without('status')],
  ['SLOT-016', 'no _include', without('_include')],
  ['SLOT-017', 'no start', without('start')],
  ['SLOT-017', 'neither start nor end', without('start'), without('end')],
  ['SLOT-018', 'no end', without('end')],
];

const statusCases: readonly Row[] = ['busy', 'busy-unavailable', 'busy-tentative', 'entered-in-error'].map(
  (status): Row => ['SLOT-015', `status=${status}`, given('status', status)],
);

const supportedElsewhere = ['lt/gt', 'gt/gt', 'lt/lt', 'le/ge', 'eq/eq', 'gt/lt'] as const;
const supportedNowhere = ['ne/ne', 'ge/ne', 'ne/le'] as const;

function prefixCases(day: Day): Row[] {
  const row = (id: string, prefixes: string): Row => {
    const [first = '', last = ''] = prefixes.split('/');
    return [id, `${first} on start, ${last} on end`, start(`${first}${day(1)}`), end(`${last}${day(7)}`)];
  };
  return [
    ...supportedElsewhere.map((prefixes) => row('SLOT-019', prefixes)),
    ...supportedNowhere.map((prefixes) => row('SLOT-020', prefixes)),
  ];
}

const repeatedCases = (day: Day): Row[] => [
  ['SLOT-021', 'two starts', start(`ge${day(1)}`, `ge${day(2)}`)],
  ['SLOT-021', 'two ends', end(`le${day(6)}`, `le${day(7)}`)],
];

function valueCases(day: Day): Row[] {
  const withoutZone = (days: number): string => at(day(days), 12).slice(0, 19);
  return [
    ['SLOT-022', 'start=invalidStartDate', start('invalidStartDate')],
    ['SLOT-022', 'an empty start', start('')],
    ['SLOT-022', 'end=invalidEndDate', end('invalidEndDate')],
    ['SLOT-022', 'an empty end', end('')],
    ...partialCases(Number(day(7).slice(0, 4)) + 1),
    ['SLOT-024', 'a start without offset', start(`ge${withoutZone(1)}`)],
    ['SLOT-024', 'an end without offset', end(`le${withoutZone(7)}`)],
  ];
}

/**
 * Beside a complete date of the same days a year or month gives a range that nothing else is wrong with, whether a
 * provider completes it to its first day or to its last: so it is refused for what it is, or seen to be taken.
 */
const partialCases = (year: number): Row[] => [
  ['SLOT-023', 'a year to a month', start(`ge${year}`), end(`le${year}-01`)],
  ['SLOT-023', 'a month to a year', start(`ge${year}-12`), end(`le${year}`)],
  ['SLOT-023', 'a year for start', start(`ge${year}`), end(`le${year}-01-07`)],
  ['SLOT-023', 'a month for start', start(`ge${year}-01`), end(`le${year}-01-07`)],
  ['SLOT-023', 'a year for end, to its first day', start(`ge${year - 1}-12-25`), end(`le${year}`)],
  ['SLOT-023', 'a year for end, to its last day', start(`ge${year}-12-25`), end(`le${year}`)],
  ['SLOT-023', 'a month for end, to its first day', start(`ge${year - 1}-12-25`), end(`le${year}-01`)],
  ['SLOT-023', 'a month for end, to its last day', start(`ge${year}-01-25`), end(`le${year}-01`)],
];

/** Z names the right instant and is tested nowhere on its own, so the answer is only reported. */
const utcCases = (day: Day): Row[] => [['SLOT-024', 'a start in UTC with Z', start(`ge${day(1)}T12:00:00Z`)]];

function offsetCases(today: UkDate): Row[] {
  const [winter, summer] = [next('01-07', today), next('07-07', today)];
  return [
    ['SLOT-025', 'summer time in January', start(`ge${winter}T09:00:00+01:00`), end(`le${winter}`)],
    ['SLOT-025', 'winter time in July', start(`ge${summer}T09:00:00+00:00`), end(`le${summer}`)],
  ];
}
