import { Problem } from '../../problem.js';
import type { ConformanceResult, RequirementResult } from '../result.js';

/** The parts of a result that a replay has to come to again, besides its rows; when and how it was walked is its own. */
const parts = [
  ...(['target', 'verdict', 'exitCode', 'verdictReason', 'summary', 'waivers'] as const),
  ...(['sessions', 'exchanges', 'bookings'] as const),
];

/**
 * Everything in which the result of a replay departs from that of the run, a line each; empty where they are identical
 * but for the facts of the walk itself. Throws a `usage` Problem where another version judged, which may well judge
 * otherwise.
 */
export function departures(original: ConformanceResult, replayed: ConformanceResult): readonly string[] {
  if (!isSame(original.harness, replayed.harness)) {
    const [before, now] = [original.harness, replayed.harness].map(({ version, requirementSet, profileSet }) =>
      [version, requirementSet, profileSet].join(', '),
    );
    throw new Problem('usage', {
      what: `Only the same version comes to the identical result: the run was judged by ${before}, this is ${now}`,
      mend: 'Replay without --check, and compare with "gpc-conformance diff"',
    });
  }
  const others = parts.filter((part) => !isSame(original[part], replayed[part]));
  return [...others.map((part) => partInWords(part, original, replayed)), ...rowDepartures(original, replayed)];
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function partInWords(part: (typeof parts)[number], original: ConformanceResult, replayed: ConformanceResult): string {
  const [before, now] = [original[part], replayed[part]];
  if (typeof before !== 'object' && typeof now !== 'object') {
    return `${part} was ${before ?? 'not given'}, is ${now ?? 'not given'}`;
  }
  return `${part} differ`;
}

function rowDepartures(original: ConformanceResult, replayed: ConformanceResult): readonly string[] {
  const before = new Map(original.requirements.map((row) => [keyOf(row), row]));
  const now = new Map(replayed.requirements.map((row) => [keyOf(row), row]));
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), now.get(key)];
    return isSame(was, is) ? [] : [`${key}: ${rowInWords(was, is, replayed)}`];
  });
}

const keyOf = ({ id, practice }: RequirementResult): string => `${id} at ${practice}`;

function rowInWords(
  was: RequirementResult | undefined,
  is: RequirementResult | undefined,
  { run }: ConformanceResult,
): string {
  if (was === undefined || is === undefined)
    return was === undefined ? 'was not judged by the run' : 'is not judged now';
  const shown = [...was.findings, ...is.findings].flatMap(({ exchange }) => exchange ?? []);
  const masked = run.replayOf?.masked.filter((id) => shown.includes(id)) ?? [];
  const because = masked.length === 0 ? '' : ` (something is masked in ${masked.join(', ')})`;
  if (was.outcome !== is.outcome) return `was ${was.outcome}, is ${is.outcome}${because}`;
  const different = (['reason', 'tests', 'findings'] as const).filter((field) => !isSame(was[field], is[field]));
  return `the same outcome (${is.outcome}) with other ${different.join(' and ') || 'details'}${because}`;
}
