import type { Area, Level } from '../../requirements/catalogue.js';
import type { Finding } from '../../requirements/finding.js';
import type { Outcome } from '../../requirements/outcome.js';
import { timings, type Timing } from '../html/timing.js';
import type { ConformanceResult, RequirementResult } from '../result.js';
import { steadyFindings, steadyIn, type Steady } from './steady-text.js';

/** What became of a requirement at a practice between two results; the order is the one in which they are told. */
export const changeKinds = [
  'new-fail',
  'no-longer-judged',
  'waiver',
  'new-warn',
  'other-findings',
  'other-outcome',
  'now-judged',
  'warn-gone',
  'fixed',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What a requirement came to, and why. */
export type Came = Pick<RequirementResult, 'outcome' | 'reason'>;

/** One requirement at one practice that is not what it was. */
export interface Change {
  readonly kind: ChangeKind;
  /** A requirement newly fails, or what was shown is no longer judged. */
  readonly isWorse: boolean;
  readonly id: string;
  readonly level: Level;
  readonly area: Area;
  readonly practice: string;
  readonly before: Came;
  readonly after: Came;
  /** Findings that only the later result has, whatever their ids and times. */
  readonly appeared: readonly Finding[];
  /** Findings that only the earlier result has. */
  readonly gone: readonly Finding[];
}

/** Requirements that only one of two results holds: they are named, and not compared. */
export interface Unpaired {
  readonly practices: readonly string[];
  /** Ids that the result holds at no practice of the other, and the other at none of these. */
  readonly requirements: readonly string[];
  /** How many rows of the matrix are concerned in all. */
  readonly rows: number;
}

/** How long an interaction took before and after, in ms; undefined where it was not asked. Never makes a result worse. */
export interface TimingChange {
  readonly interaction: Timing['interaction'];
  readonly before: Pick<Timing, 'count' | 'median' | 'p95'> | undefined;
  readonly after: Pick<Timing, 'count' | 'median' | 'p95'> | undefined;
}

/** Everything in which a later result differs from an earlier one. */
export interface Differences {
  readonly isWorse: boolean;
  /** How many requirements stand in both, counted per practice. */
  readonly compared: number;
  readonly changes: readonly Change[];
  readonly onlyBefore: Unpaired;
  readonly onlyAfter: Unpaired;
  readonly timing: readonly TimingChange[];
  /** What else keeps the two from being quite comparable, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * What has changed from one result to another: outcome by outcome where both hold a requirement at a practice, and
 * findings by what they say, without ids, times and addresses. Two runs of an unchanged provider differ in nothing.
 */
export function differences(before: ConformanceResult, after: ConformanceResult): Differences {
  const earlier = new Map(before.requirements.map((row) => [keyOf(row), row]));
  const later = new Map(after.requirements.map((row) => [keyOf(row), row]));
  const steady = { before: steadyIn(before), after: steadyIn(after) };
  const pairs = after.requirements.flatMap((row) => {
    const old = earlier.get(keyOf(row));
    return old === undefined ? [] : [{ old, row }];
  });
  const changes = pairs
    .flatMap(({ old, row }) => changeBetween(old, row, steady) ?? [])
    .toSorted((one, other) => changeKinds.indexOf(one.kind) - changeKinds.indexOf(other.kind));
  return {
    isWorse: changes.some((change) => change.isWorse),
    compared: pairs.length,
    changes,
    onlyBefore: unpaired(before, after, (row) => !later.has(keyOf(row))),
    onlyAfter: unpaired(after, before, (row) => !earlier.has(keyOf(row))),
    timing: timingChanges(before, after),
    remarks: remarks(before, after),
  };
}

const keyOf = ({ id, practice }: RequirementResult): string => `${id} ${practice}`;

interface SteadyPair {
  readonly before: Steady;
  readonly after: Steady;
}

function changeBetween(old: RequirementResult, row: RequirementResult, steady: SteadyPair): Change | undefined {
  const { appeared, gone } = otherFindings(old, row, steady);
  const kind = old.outcome === row.outcome ? sameOutcome(old, row, steady) : kindOf(old.outcome, row.outcome);
  if (kind === undefined) return undefined;
  const { id, level, area, practice } = row;
  return {
    ...{ kind, isWorse: isWorse(old.outcome, row.outcome), id, level, area, practice },
    before: { outcome: old.outcome, reason: old.reason },
    after: { outcome: row.outcome, reason: row.reason },
    ...{ appeared, gone },
  };
}

const isShown = (outcome: Outcome): boolean => outcome === 'pass' || outcome === 'attested';
const isOpen = (outcome: Outcome): boolean => ['not-tested', 'error', 'manual'].includes(outcome);

/** Only what must hold can newly fail: a SHALL, and in a strict run also a SHOULD. */
const isWorse = (before: Outcome, after: Outcome): boolean =>
  (after === 'fail' && before !== 'fail') || (isShown(before) && isOpen(after));

/** The first that fits, for two outcomes that differ. */
const kinds: readonly (readonly [ChangeKind, (before: Outcome, after: Outcome) => boolean])[] = [
  ['new-fail', (_before, after) => after === 'fail'],
  ['waiver', (before, after) => before === 'waived' || after === 'waived'],
  ['no-longer-judged', (before, after) => isOpen(after) && !isOpen(before)],
  ['fixed', (before, after) => before === 'fail' && (isShown(after) || after === 'warn')],
  ['new-warn', (_before, after) => after === 'warn'],
  ['warn-gone', (before, after) => before === 'warn' && isShown(after)],
  ['now-judged', (before, after) => isOpen(before) && isShown(after)],
];

const kindOf = (before: Outcome, after: Outcome): ChangeKind =>
  kinds.find(([, fits]) => fits(before, after))?.[0] ?? 'other-outcome';

/** The same outcome may stand on other findings, or on another reason. A waiver that only got other words is one too. */
function sameOutcome(old: RequirementResult, row: RequirementResult, steady: SteadyPair): ChangeKind | undefined {
  const { appeared, gone } = otherFindings(old, row, steady);
  const sameReason = steady.before(old.reason ?? '') === steady.after(row.reason ?? '');
  if (row.outcome === 'waived' && !sameReason) return 'waiver';
  return sameReason && appeared.length === 0 && gone.length === 0 ? undefined : 'other-findings';
}

/** Of a list that was cut nobody can say what is not in it. What a pass remarks upon is no change. */
function otherFindings(
  old: RequirementResult,
  row: RequirementResult,
  steady: SteadyPair,
): Pick<Change, 'appeared' | 'gone'> {
  const was = steadyFindings(old.findings, steady.before);
  const is = steadyFindings(row.findings, steady.after);
  const missingIn = (other: typeof was, one: typeof was): readonly Finding[] =>
    other.isCut ? [] : [...one.by].flatMap(([signature, finding]) => (other.by.has(signature) ? [] : [finding]));
  return { appeared: missingIn(was, is), gone: missingIn(is, was) };
}

function unpaired(
  result: ConformanceResult,
  other: ConformanceResult,
  isUnpaired: (row: RequirementResult) => boolean,
): Unpaired {
  const rows = result.requirements.filter(isUnpaired);
  const practices = new Set(other.requirements.map(({ practice }) => practice));
  const ids = new Set(other.requirements.map(({ id }) => id));
  return {
    practices: [...new Set(rows.map(({ practice }) => practice))].filter((practice) => !practices.has(practice)),
    requirements: [...new Set(rows.map(({ id }) => id))].filter((id) => !ids.has(id)),
    rows: rows.length,
  };
}

function timingChanges(before: ConformanceResult, after: ConformanceResult): readonly TimingChange[] {
  const [old, now] = [timings(before.exchanges), timings(after.exchanges)];
  const names = [...new Set([...old, ...now].map(({ interaction }) => interaction))];
  const inShort = (all: readonly Timing[], name: Timing['interaction']): TimingChange['before'] => {
    const found = all.find(({ interaction }) => interaction === name);
    return found && { count: found.count, median: found.median, p95: found.p95 };
  };
  return names.map((interaction) => ({
    interaction,
    before: inShort(old, interaction),
    after: inShort(now, interaction),
  }));
}

/** What the two results were made with, where it is not the same. */
function remarks(before: ConformanceResult, after: ConformanceResult): readonly string[] {
  const facts: readonly (readonly [what: string, value: (result: ConformanceResult) => string])[] = [
    ['target', ({ target }) => target.name],
    ['requirement set', ({ harness }) => harness.requirementSet],
    ['profile set', ({ harness }) => harness.profileSet],
    ['harness version', ({ harness }) => harness.version],
    ['selection', ({ run }) => selectionOf(run.selection)],
  ];
  const told = facts.filter(([, value]) => value(before) !== value(after));
  return told.map(([what, value]) => `Another ${what}: ${value(before)} before, ${value(after)} after`);
}

const selectionOf = (selection: Readonly<Record<string, string>>): string =>
  Object.entries(selection)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || 'everything';
