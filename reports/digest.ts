import { areas, type Area, type Level } from '../requirements/catalogue.js';
import type { Finding, Severity } from '../requirements/finding.js';
import type { Outcome } from '../requirements/outcome.js';
import type { ConformanceResult, ExchangeRecord, RequirementResult } from './result.js';

/** The parts of a result that a reader wants first. Nothing here decides an outcome; it only sorts and groups. */

/** A requirement that failed, was in error or warned: once for all practices where the same rule found it. */
export interface Headline {
  readonly requirement: RequirementResult;
  /** The practices concerned, in the order of the result. */
  readonly practices: readonly string[];
  /** The finding that says most; undefined where only a reason is known. */
  readonly finding: Finding | undefined;
  /** How many further findings the requirement has, over all these practices. */
  readonly others: number;
}

const troubles: readonly Outcome[] = ['fail', 'error', 'warn'];
const levels: readonly Level[] = ['SHALL', 'SHOULD', 'MAY'];
const severities: readonly Severity[] = ['error', 'warning', 'information'];

/** Everything to mend, most important first: by outcome, level, area (sessions first), breadth, then catalogue order. */
export function headlines(result: ConformanceResult): readonly Headline[] {
  const troubled = result.requirements.filter(({ outcome }) => troubles.includes(outcome));
  return [...grouped(troubled, sameTrouble).values()].map(headline).sort(byImportance);
}

const sameTrouble = (requirement: RequirementResult): string =>
  [requirement.id, requirement.outcome, worstFinding(requirement)?.rule ?? ''].join(' ');

function headline(group: Group<RequirementResult>): Headline {
  const [requirement] = group;
  const findings = group.reduce((count, one) => count + countOf(one.findings), 0);
  return {
    requirement,
    practices: group.map(({ practice }) => practice),
    finding: worstFinding(requirement),
    others: Math.max(0, findings - 1),
  };
}

/** How many findings there are, those included that the last line of a long list only counts. */
export function countOf(findings: readonly Finding[]): number {
  const more = findings.find(({ rule }) => rule === 'more');
  return more === undefined ? findings.length : findings.length - 1 + Number(more.actual ?? 0);
}

function byImportance(one: Headline, other: Headline): number {
  const rank = ({ requirement, practices }: Headline): readonly number[] => [
    troubles.indexOf(requirement.outcome),
    levels.indexOf(requirement.level),
    areas.indexOf(requirement.area),
    -practices.length,
  ];
  const others = rank(other);
  return rank(one).reduce((order, value, index) => order || value - (others[index] ?? 0), 0);
}

/** The first finding of the worst severity; undefined where a requirement has none. */
export function worstFinding({ findings }: RequirementResult): Finding | undefined {
  const bySeverity = (one: Finding): number => severities.indexOf(one.severity);
  return findings.reduce<Finding | undefined>(
    (worst, one) => (worst === undefined || bySeverity(one) < bySeverity(worst) ? one : worst),
    undefined,
  );
}

/** Requirements that came to one outcome for the same reason. */
export interface SameReason {
  readonly reason: string;
  /** How many requirements, counted per practice. */
  readonly count: number;
  /** Their ids, each once. */
  readonly ids: readonly string[];
}

/** Why requirements came to this outcome, the commonest reason first. */
export function reasonsOf(result: ConformanceResult, outcome: Outcome): readonly SameReason[] {
  const concerned = result.requirements.filter((requirement) => requirement.outcome === outcome);
  return [...grouped(concerned, ({ reason }) => reason ?? 'no reason was recorded')]
    .map(([reason, group]) => ({ reason, count: group.length, ids: [...new Set(group.map(({ id }) => id))] }))
    .sort((one, other) => other.count - one.count);
}

/** The requirements of each practice and area that has any, practice by practice and in the order of the catalogue. */
export function byPracticeAndArea(
  result: ConformanceResult,
): readonly { readonly practice: string; readonly area: Area; readonly requirements: readonly RequirementResult[] }[] {
  const practices = [...new Set(result.requirements.map(({ practice }) => practice))];
  const groups = grouped(result.requirements, ({ practice, area }) => `${area} ${practice}`);
  return practices.flatMap((practice) =>
    areas.flatMap((area) => {
      const requirements = groups.get(`${area} ${practice}`);
      return requirements === undefined ? [] : [{ practice, area, requirements }];
    }),
  );
}

/** The recorded exchange that shows a finding; undefined where the finding names none, or none of this result. */
export function exchangeOf(result: ConformanceResult, finding: Finding | undefined): ExchangeRecord | undefined {
  return finding?.exchange === undefined ? undefined : result.exchanges.find(({ id }) => id === finding.exchange);
}

type Group<T> = readonly [T, ...T[]];

function grouped<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, Group<T>> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
