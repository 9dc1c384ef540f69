import type { HeaderLines, RecordedExchange } from '../../fixtures/transport/recorded-exchange.js';
import type { Pace, Rate } from '../../fixtures/target/target.js';
import { retryAfterMs } from '../../fixtures/transport/retry-after.js';
import { ukDate } from '../../requirements/uk-time.js';
import { fail, notDone, ok, warn, type Facts, type Finding } from './diagnosis.js';
import type { Asking } from './questions.js';

/** Reads in the burst that measures the rate; with the other questions this stays below what the doctor may ask. */
const burst = 6;

/** How far clocks may be apart, in s: beyond the first it is told, beyond the second tokens and days are judged wrongly. */
const apart = { warn: 30, fail: 300 };

type Answered = RecordedExchange & { readonly response: NonNullable<RecordedExchange['response']> };

const withAnswer = (exchange: RecordedExchange): exchange is Answered => exchange.response !== undefined;

const headerIn = (lines: HeaderLines, wanted: string): string | undefined =>
  lines.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** How far this machine's clock is from the provider's, by the Date headers of the answers so far. */
export function clocksAgree({ exchanges }: Asking): Finding {
  const answers = exchanges.filter(withAnswer);
  if (answers.length === 0) return notDone('no answer came whose Date could be read');
  const offsets = answers.flatMap(offsetOf).sort((one, other) => Math.abs(one) - Math.abs(other));
  const [seconds] = offsets;
  if (seconds === undefined) {
    const detail = 'no answer has a Date header that can be read';
    return warn({
      problem: 'no-date-header',
      detail,
      mend: 'Compare the clocks by hand, and send Date in every answer',
    });
  }
  const facts = { offsetSeconds: seconds };
  const side = seconds > 0 ? 'ahead of' : 'behind';
  const words = `the provider's clock is ${Math.abs(seconds)} s ${side} ours`;
  if (Math.abs(seconds) <= apart.warn) return ok(Math.abs(seconds) <= 1 ? 'the clocks agree' : words, facts);
  const mend = 'Set both clocks by a time server: tokens, "today" and past appointments depend on them';
  const trouble = { problem: 'clock-off', detail: words, mend };
  return Math.abs(seconds) <= apart.fail ? warn(trouble, facts) : fail(trouble, facts);
}

/** In whole seconds, which is all that the header tells; the answer was made somewhere in the middle of the exchange. */
function offsetOf({ startedAt, ms, response }: Answered): readonly number[] {
  const date = Date.parse(headerIn(response.headers, 'date') ?? '');
  if (Number.isNaN(date)) return [];
  const halfASecond = 500;
  return [Math.round((date + halfASecond - (Date.parse(startedAt) + ms / 2)) / 1000)];
}

/** How quickly a few reads are answered within the target's pace, and whether the provider slows them down. */
export async function rateIsMeasured(asking: Asking): Promise<Finding> {
  const { app, bench, exchanges } = asking;
  const before = exchanges.length;
  const today = ukDate(app.now);
  const started = performance.now();
  await Promise.allSettled(Array.from({ length: burst }, () => app.searchFreeSlots({ from: today, to: today })));
  const seconds = (performance.now() - started) / 1000;
  return judged(exchanges.slice(before), { seconds, pace: bench.target.pace });
}

interface Measured {
  readonly seconds: number;
  readonly pace: Pace;
}

function judged(made: readonly RecordedExchange[], { seconds, pace }: Measured): Finding {
  const answers = made.filter(withAnswer);
  const slowed = answers.filter(({ response }) => response.status === 429);
  const medianMs = median(answers.map(({ ms }) => ms));
  const facts: Facts = {
    ...{ requests: made.length, answered: answers.length, tooMany: slowed.length, medianMs },
    ...{ seconds: Math.round(seconds * 100) / 100, pace: allowedBy(pace) },
  };
  const figures = `${made.length} searches in ${seconds.toFixed(1)} s, median ${medianMs} ms, pace: ${paceInWords(pace)}`;
  const [first] = slowed;
  if (first !== undefined) return tooFast(first, `${slowed.length} of ${figures}`, facts);
  if (answers.length === made.length) return ok(figures, facts);
  const detail = `${made.length - answers.length} of ${figures} got no answer`;
  const mend = 'Lower pace.perPractice in the target file, or ask the provider how much it takes at once';
  return warn({ problem: 'answers-missing', detail, mend }, facts);
}

function tooFast({ response }: Answered, figures: string, facts: Facts): Finding {
  const wait = retryAfterMs(response.headers);
  const asked = wait === undefined ? 'names no Retry-After' : `asks to wait ${Math.ceil(wait / 1000)} s`;
  const detail = `the provider answers 429 to ${figures}, and ${asked}`;
  const mend = 'Set pace.perPractice.requestsPerSecond (and pace.perPractice.inFlight) to what the provider allows';
  return warn({ problem: 'rate-limited', detail, mend }, facts);
}

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  return Math.round(sorted[Math.floor((sorted.length - 1) / 2)] ?? 0);
}

/** Both hold at once, so the smaller figure does. */
function allowedBy({ requestsPerSecond, inFlight, perPractice }: Pace): Rate {
  const rates = [requestsPerSecond, perPractice.requestsPerSecond].filter((rate) => rate !== undefined);
  const least = Math.min(inFlight, perPractice.inFlight);
  return { inFlight: least, ...(rates.length > 0 && { requestsPerSecond: Math.min(...rates) }) };
}

function paceInWords(pace: Pace): string {
  const { inFlight, requestsPerSecond: rate } = allowedBy(pace);
  return `${rate === undefined ? 'no limit' : `${rate} a second`}, ${inFlight} at once`;
}
