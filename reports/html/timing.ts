import type { Interaction } from '../../requirements/catalogue.js';
import type { ExchangeRecord } from '../result.js';

/** How long the answers to one interaction took; all times in ms. */
export interface Timing {
  readonly interaction: Interaction | 'other';
  readonly count: number;
  readonly median: number;
  /** 95 of 100 answers came within this. */
  readonly p95: number;
  readonly longest: number;
  /** How many answers fall into each span of `spans`. */
  readonly distribution: readonly number[];
}

/** The upper ends of the spans of a distribution in ms; the last one has none. */
export const spans: readonly number[] = [50, 100, 200, 500, 1_000, 2_000, 5_000, Infinity];

const shapes: readonly (readonly [Interaction, RegExp])[] = [
  ['slot-search', /^GET \S*\/Slot\/?(\?|$)/],
  ['book', /^POST \S*\/Appointment\/?$/],
  ['retrieve', /^GET \S*\/Patient\/[^/?]*\/Appointment\/?(\?|$)/],
  ['read', /^GET \S*\/Appointment\/[^?]+/],
  ['cancel', /^PUT \S*\/Appointment\/[^?]+/],
  ['metadata', /^GET \S*\/metadata\/?(\?|$)/],
];

/** The timing of each interaction that was answered, in the order of the catalogue; requests of no interaction last. */
export function timings(exchanges: readonly ExchangeRecord[]): readonly Timing[] {
  const answered = exchanges.filter(({ status }) => status !== null);
  const names = [...shapes.map(([name]) => name), 'other' as const];
  return names.flatMap((interaction) => {
    const times = answered.filter((one) => interactionOf(one) === interaction).map(({ ms }) => ms);
    return times.length === 0 ? [] : [timing(interaction, times)];
  });
}

/** The slowest exchanges that were answered, slowest first. */
export function slowest(exchanges: readonly ExchangeRecord[], count: number): readonly ExchangeRecord[] {
  return exchanges
    .filter(({ status }) => status !== null)
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, count);
}

function interactionOf({ method, url }: ExchangeRecord): Timing['interaction'] {
  return shapes.find(([, shape]) => shape.test(`${method} ${url}`))?.[0] ?? 'other';
}

function timing(interaction: Timing['interaction'], times: readonly number[]): Timing {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  const distribution = spans.map(
    (end, index) => sorted.filter((ms) => ms <= end && ms > (spans[index - 1] ?? -Infinity)).length,
  );
  return { interaction, count: sorted.length, median: at(0.5), p95: at(0.95), longest: at(1), distribution };
}
