import { createHash } from 'node:crypto';
import type { EvidenceLine } from '../evidence-log.js';
import type { BookingSummary, ReportedPractice, RunFacts, RunPart } from '../result.js';
import type { RunBasis } from '../run-basis.js';
import { exchangesOf, judgementsOf, noCheck, otherShard, sessionsOf, type ResultFacts } from '../run-report.js';
import type { RunEvidence } from '../verdict.js';
import type { RunFolder } from './run-folder.js';
import { missingShards } from './shards.js';

/** A run to be merged, and its evidence with exchange ids that no other of the runs has. */
export interface RenamedRun extends RunFolder {
  readonly lines: readonly EvidenceLine[];
}

type Runs = readonly [RenamedRun, ...RenamedRun[]];

/**
 * Everything that several runs judged, as one run would have left it: from this the rows and the verdict are made by the
 * same code. Throws as `missingShards`.
 */
export function mergedEvidence(runs: Runs): RunEvidence {
  const [{ basis: first }] = runs;
  const bases = runs.map(({ basis }) => basis);
  const missing = missingShards(runs.flatMap(({ parts }) => parts));
  const { part: _ofTheFirst, ...plain } = first.evidence;
  return {
    ...plain,
    practices: mergedPractices(bases),
    judgements: runs.flatMap(({ lines, basis }) => [...judgementsOf(lines), ...basis.added]),
    shown: new Set(bases.flatMap(({ evidence }) => [...evidence.shown])),
    unshownBecause: missing === undefined ? noCheck : otherShard,
    ...(missing !== undefined && { part: { shownAt: shownInAny(bases), missing } }),
    unusable: unusableInAll(bases),
    defects: bases.flatMap(({ evidence }) => evidence.defects),
  };
}

/** What the merged run leaves so that it can itself be merged. */
export function mergedBasis(runs: Runs, evidence: RunEvidence): RunBasis {
  const bases = runs.map(({ basis }) => basis);
  const { judgements: _inTheLog, ...others } = evidence;
  const joined = (name: 'node' | 'playwright' | 'platform'): string =>
    [...new Set(bases.map(({ versions }) => versions[name]))].join(', ');
  return {
    evidence: others,
    shownAt: shownInAny(bases),
    added: bases.flatMap(({ added }) => added),
    readOnly: runs[0].basis.readOnly,
    versions: { node: joined('node'), playwright: joined('playwright'), platform: joined('platform') },
  };
}

/** What the merged result says beside its rows: exchanges, sessions and bookings of all, and the time from first to last. */
export function mergedFacts(runs: Runs): ResultFacts {
  const [{ result }] = runs;
  const exchanges = runs.flatMap(({ lines }) => exchangesOf(lines));
  return {
    harness: result.harness,
    targetName: result.target.name,
    ...(runs.some((run) => run.result.target.tlsVerification === 'off') && { tlsVerification: 'off' as const }),
    run: mergedRun(runs, exchanges.length),
    sessions: runs.flatMap(({ lines }) => sessionsOf(lines)),
    exchanges,
    bookings: mergedBookings(runs.map((run) => run.result.bookings)),
  };
}

const shownInAny = (bases: readonly RunBasis[]): ReadonlySet<string> =>
  new Set(bases.flatMap(({ shownAt }) => [...shownAt]));

/** Where a practice gets the suite in one run and only takes part in the federation in another, it has got the suite. */
function mergedPractices(bases: readonly RunBasis[]): readonly ReportedPractice[] {
  const practices = bases.flatMap(({ evidence }) => evidence.practices);
  const byRole = (role: ReportedPractice['role']): readonly ReportedPractice[] =>
    practices.filter((one) => one.role === role);
  return [...byRole('suite'), ...byRole('federation')].filter(
    ({ odsCode }, place, all) => all.findIndex((one) => one.odsCode === odsCode) === place,
  );
}

/** A practice that could be used in one run was not out of reach in all. */
function unusableInAll(bases: readonly RunBasis[]): ReadonlyMap<string, string> {
  const reasons = new Map(bases.flatMap(({ evidence }) => [...evidence.unusable]));
  const wasUsable = (odsCode: string): boolean =>
    bases.some(
      ({ evidence }) =>
        evidence.practices.some((one) => one.odsCode === odsCode && one.role === 'suite') &&
        !evidence.unusable.has(odsCode),
    );
  return new Map([...reasons].filter(([odsCode]) => !wasUsable(odsCode)));
}

function mergedRun(runs: Runs, exchanges: number): RunFacts {
  const parts = runs
    .flatMap((run) => run.parts)
    .toSorted((one, other) => one.startedAt.localeCompare(other.startedAt) || one.id.localeCompare(other.id));
  const starts = parts.map(({ startedAt }) => Date.parse(startedAt));
  const ends = parts.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs);
  const ids = createHash('sha256').update(parts.map(({ id }) => id).join(' '));
  return {
    id: `merge-${ids.digest('hex').slice(0, 12)}`,
    startedAt: new Date(Math.min(...starts)).toISOString(),
    durationMs: Math.round(Math.max(...ends) - Math.min(...starts)),
    workers: Math.max(...parts.map((part) => workersBeside(part, parts))),
    selection: mergedSelection(parts),
    exchanges,
    parts,
  };
}

/** How many workers were at work, in all runs, when this one started. */
function workersBeside({ startedAt }: RunPart, parts: readonly RunPart[]): number {
  const at = Date.parse(startedAt);
  return parts
    .filter((one) => Date.parse(one.startedAt) <= at && at < Date.parse(one.startedAt) + Math.max(1, one.durationMs))
    .reduce((sum, { workers }) => sum + workers, 0);
}

/** What was asked for in all; the shards that are there where some are missing, the practices where each run named some. */
function mergedSelection(parts: readonly RunPart[]): RunFacts['selection'] {
  const { shard: _shard, practice: _practice, ...common } = parts[0]?.selection ?? {};
  const named = parts.every(({ selection }) => selection['practice'] !== undefined);
  const practices = [...new Set(parts.flatMap((part) => part.practices))];
  const shards = [...new Set(parts.flatMap(({ selection }) => selection['shard'] ?? []))].sort();
  return {
    ...common,
    ...(named && { practice: practices.join(' ') }),
    ...(missingShards(parts) !== undefined && { shard: shards.join(', ') }),
  };
}

function mergedBookings(all: readonly BookingSummary[]): BookingSummary {
  const sum = (count: (one: BookingSummary) => number): number => all.reduce((total, one) => total + count(one), 0);
  const left = new Map(all.flatMap((one) => one.left.map((line) => [`${line.practice} ${line.description}`, line])));
  return { created: sum((one) => one.created), cancelled: sum((one) => one.cancelled), left: [...left.values()] };
}
