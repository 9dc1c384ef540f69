import { instantOf, ukDate } from '../../requirements/uk-time.js';
import type { ConformanceResult, SessionRecord, StepRecord } from '../result.js';
import type { RecordedExchanges } from './recorded.js';

/** What the practices of a federated session offered, put together from their recorded answers. */
export interface Availability {
  readonly test: string;
  /** Every UK day on which any practice had a slot, in order. */
  readonly days: readonly string[];
  readonly practices: readonly PracticeAvailability[];
}

/** One practice's row: how many slots it offered on each day, and what it came to in words where that says more. */
export interface PracticeAvailability {
  readonly practice: string;
  readonly slots: number;
  readonly perDay: ReadonlyMap<string, number>;
  readonly words: string;
  /** The day of the slot that was booked at this practice in this session. */
  readonly bookedOn: string | undefined;
}

/** The merged availability of every session that searched at more than one practice, in their order. */
export function availabilities(result: ConformanceResult, recorded: RecordedExchanges): readonly Availability[] {
  return result.sessions
    .filter((session) => practicesOf(session).length > 1)
    .map((session) => availabilityOf(session, recorded));
}

const practicesOf = ({ steps }: SessionRecord): readonly string[] => [
  ...new Set(steps.filter(({ number }) => number === '1a').flatMap(practiceOf)),
];

const practiceOf = ({ facts }: StepRecord): string[] =>
  typeof facts['practice'] === 'string' ? [facts['practice']] : [];

function availabilityOf(session: SessionRecord, recorded: RecordedExchanges): Availability {
  const practices = practicesOf(session).map((practice) => rowOf(practice, session, recorded));
  const days = [...new Set(practices.flatMap(({ perDay }) => [...perDay.keys()]))].sort();
  return { test: session.test, days, practices };
}

function rowOf(practice: string, { steps }: SessionRecord, recorded: RecordedExchanges): PracticeAvailability {
  const own = steps.filter((step) => practiceOf(step).includes(practice));
  const searches = own.filter(({ number }) => number === '1a').flatMap(({ exchanges }) => exchanges);
  const starts = searches.flatMap((id) => slotStarts(recorded(id)?.response?.body));
  const perDay = new Map<string, number>();
  for (const day of starts.map(ukDate)) perDay.set(day, (perDay.get(day) ?? 0) + 1);
  const merged = steps.find(({ number, facts }) => number === '1b' && typeof facts[practice] === 'string');
  const booked = bookedStart(own);
  return {
    practice,
    slots: starts.length,
    perDay,
    words: String(merged?.facts[practice] ?? (starts.length === 0 ? 'no slots' : `${starts.length} slots`)),
    bookedOn: booked === undefined ? undefined : ukDate(booked),
  };
}

/** When the appointment starts that step 2a asked for and step 2b confirmed, in ms since 1970; undefined without both. */
function bookedStart(steps: readonly StepRecord[]): number | undefined {
  const confirmed = steps.some(({ number, facts }) => number === '2b' && /^2\d\d$/.test(String(facts['status'])));
  const asked = steps.find(({ number }) => number === '2a')?.facts['start'];
  return confirmed && typeof asked === 'string' ? instantOf(asked) : undefined;
}

/** The start of each Slot of a recorded searchset in ms since 1970; what cannot be read has none. */
function slotStarts(body: string | undefined): number[] {
  if (body === undefined) return [];
  try {
    const bundle = JSON.parse(body) as { entry?: { resource?: { resourceType?: unknown; start?: unknown } }[] } | null;
    const entries = Array.isArray(bundle?.entry) ? bundle.entry : [];
    return entries.flatMap((entry) => {
      const resource = entry?.resource;
      if (resource?.resourceType !== 'Slot' || typeof resource.start !== 'string') return [];
      return instantOf(resource.start) ?? [];
    });
  } catch {
    // A body that is no JSON offers nothing to the picture; the findings say what is wrong with it.
    return [];
  }
}
