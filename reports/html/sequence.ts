import type { ExchangeRecord, SessionRecord, StepRecord } from '../result.js';

/** A session as a sequence of arrows between the consumer and the practices, in the order in which it was walked. */
export interface Sequence {
  readonly test: string;
  readonly practice: string;
  /** ODS codes of the practices that take part, in the order in which they come up; the consumer stands before them. */
  readonly lanes: readonly string[];
  readonly steps: readonly SequenceStep[];
}

/** One step of the session with the arrows it made. */
export interface SequenceStep {
  /** The specification's step number; empty for requests outside the numbered steps. */
  readonly number: string;
  readonly title: string;
  readonly failed: boolean;
  readonly facts: StepRecord['facts'];
  readonly arrows: readonly Arrow[];
}

/** One request to a practice and its answer. */
export interface Arrow {
  readonly exchange: string;
  readonly practice: string;
  readonly request: string;
  /** Status and time; the reason where no answer came. */
  readonly answer: string;
  /** `silent`: no answer came; `broken`: a finding of a failed requirement speaks of it; `sound`: neither. */
  readonly state: 'sound' | 'broken' | 'silent';
}

/**
 * The sequence of a session from its recorded exchanges. Each exchange of its steps is one arrow, in their order.
 * Exchanges that belong to the session's test and practice but to no step stay visible: one that failed goes to the
 * step that failed for it, the others to a last step without number. `broken` are ids of exchanges that failures show.
 */
export function sequenceOf(
  session: SessionRecord,
  exchanges: readonly ExchangeRecord[],
  broken: ReadonlySet<string> = new Set(),
): Sequence {
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
  const loose = looseExchanges(session, exchanges);
  const arrowsOf = (ids: readonly string[]): Arrow[] =>
    ids.flatMap((id) => {
      const exchange = byId.get(id);
      return exchange === undefined ? [] : [arrow(exchange, broken)];
    });
  const steps = session.steps.map((step) => {
    const ids = step.exchanges.length === 0 && step.outcome === 'failed' ? takeFailed(loose, step) : step.exchanges;
    const { number, title, facts } = step;
    return { number, title, facts, failed: step.outcome === 'failed', arrows: arrowsOf(ids) };
  });
  const outside = arrowsOf(loose.map(({ id }) => id));
  const all = outside.length === 0 ? steps : [...steps, outsideStep(outside)];
  return { test: session.test, practice: session.practice, lanes: lanesOf(session, all), steps: all };
}

const outsideStep = (arrows: readonly Arrow[]): SequenceStep => ({
  number: '',
  title: 'further requests of this test',
  failed: false,
  facts: {},
  arrows,
});

function looseExchanges(
  { test, practice, steps }: SessionRecord,
  exchanges: readonly ExchangeRecord[],
): ExchangeRecord[] {
  const inSteps = new Set(steps.flatMap((step) => step.exchanges));
  return exchanges.filter(
    (one) => one.test === test && one.practice === practice && one.purpose === 'suite' && !inSteps.has(one.id),
  );
}

/** Takes the exchange without answer that made this step fail out of the loose ones. */
function takeFailed(loose: ExchangeRecord[], { facts }: StepRecord): string[] {
  const index = loose.findIndex(
    ({ status, practice }) => status === null && (facts['practice'] ?? practice) === practice,
  );
  return index < 0 ? [] : loose.splice(index, 1).map(({ id }) => id);
}

function lanesOf({ practice, steps }: SessionRecord, all: readonly SequenceStep[]): readonly string[] {
  const named = steps.flatMap(({ facts }) => (typeof facts['practice'] === 'string' ? [facts['practice']] : []));
  const lanes = new Set([...named, ...all.flatMap((step) => step.arrows.map((one) => one.practice))]);
  return lanes.size === 0 ? [practice] : [...lanes];
}

function arrow(exchange: ExchangeRecord, broken: ReadonlySet<string>): Arrow {
  const { id, practice, method, url, status, ms, failure } = exchange;
  const time = `${Math.round(ms)} ms`;
  const silent = status === null || failure !== undefined;
  return {
    exchange: id,
    practice,
    request: `${method} ${shortPath(url)}`,
    answer: silent ? (failure ?? `no answer in ${time}`) : `${status} in ${time}`,
    state: silent ? 'silent' : broken.has(id) ? 'broken' : 'sound',
  };
}

/** The path from the resource type on, without the query: the practice's lane already says where it went. */
function shortPath(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname } = new URL(url);
  return /\/((?:Slot|Appointment|Patient|metadata)(?:\/[^?]*)?)$/.exec(pathname)?.[1] ?? pathname;
}
