import type { Attestation } from '../fixtures/target/attestations.js';
import type { Waiver } from '../fixtures/target/waivers.js';
import type { Requirement } from '../requirements/catalogue.js';
import type { Finding } from '../requirements/finding.js';
import { mergeJudgements, type Judgement } from '../requirements/judgement.js';
import type { Outcome } from '../requirements/outcome.js';
import { attested, type Attested } from './attestations.js';
import type { ConformanceResult, ReportedPractice, RequirementResult, Verdict } from './result.js';
import { underWaivers, waiverFaults, waiverUses } from './waivers.js';

/** A judgement with the title of the test in which it was made. */
export interface TestedJudgement {
  readonly test: string;
  readonly judgement: Judgement;
}

/** Some shards of the tests, without the others. */
export interface PartOfTests {
  /** `<requirement id> <ODS code>` for which these shards hold a test. */
  readonly shownAt: ReadonlySet<string>;
  /** In words: which shards are missing. */
  readonly missing: string;
}

/** Everything a run left behind, from which rows and verdict are made. */
export interface RunEvidence {
  /** The requirements asked for, in reading order. */
  readonly selected: readonly Requirement[];
  readonly practices: readonly ReportedPractice[];
  readonly judgements: readonly TestedJudgement[];
  /** Requirement ids for which a test exists in this version. */
  readonly shown: ReadonlySet<string>;
  /** Why there is no such test among those of this run: no check in this version, or another shard's. */
  readonly unshownBecause: string;
  /** Present where shards of the tests are missing; their requirements are not judged, and nobody is conformant yet. */
  readonly part?: PartOfTests;
  /** Why nothing was judged at a practice, by ODS code. */
  readonly unusable: ReadonlyMap<string, string>;
  /** Messages of defects of the harness itself. */
  readonly defects: readonly string[];
  /** All of the target, expired ones too. */
  readonly waivers: readonly Waiver[];
  readonly attestations: readonly Attestation[];
  /** The UK day on which the run started, yyyy-mm-dd: by it waivers and attestations hold or have expired. */
  readonly today: string;
  /** A run that makes no booking judges many requirements in part only. */
  readonly walked: 'everything' | 'reads';
  readonly strictness: 'ordinary' | 'strict';
}

/** Findings kept of one requirement at one practice; further ones are counted. */
const findingsKept = 20;

/**
 * The rows of the matrix: every selected requirement at every practice of the suite, and what was judged at practices
 * that only belong to the federation. Each row is the merge of all its judgements (architecture, section 5).
 */
export function requirementResults(evidence: RunEvidence): readonly RequirementResult[] {
  const groups = grouped(evidence.judgements);
  return evidence.practices.flatMap((practice) =>
    evidence.selected.flatMap((requirement) => {
      const group = groups.get(`${requirement.id} ${practice.odsCode}`) ?? [];
      if (practice.role === 'federation' && !isWorthARow(requirement, group)) return [];
      return [row(requirement, practice.odsCode, group, evidence)];
    }),
  );
}

/**
 * The verdict over all rows; `unreachable` where no practice could be used, `harness-error` where the harness is wrong,
 * `non-conformant` also where a waiver has expired, is unused or too broad.
 */
export function verdictOf(rows: readonly RequirementResult[], evidence: RunEvidence): Verdict {
  const suite = evidence.practices.filter((practice) => practice.role === 'suite');
  if (evidence.defects.length > 0) return 'harness-error';
  if (suite.length > 0 && suite.every((practice) => evidence.unusable.has(practice.odsCode))) return 'unreachable';
  if (rows.some((one) => one.outcome === 'fail')) return 'non-conformant';
  if (waiverFaults(waiverUses(rows, evidence)).length > 0) return 'non-conformant';
  const automatic = new Set(evidence.selected.filter((one) => one.testable === 'auto').map((one) => one.id));
  const open = rows.some(
    (one) =>
      one.level === 'SHALL' && automatic.has(one.id) && (one.outcome === 'not-tested' || one.outcome === 'error'),
  );
  return open || evidence.part !== undefined ? 'incomplete' : 'conformant';
}

/** Exit codes of the contract. */
export const exitCodes: Readonly<Record<Verdict, number>> = {
  conformant: 0,
  'non-conformant': 1,
  unreachable: 3,
  incomplete: 4,
  'harness-error': 5,
};

/** How many rows have each outcome; every outcome is named, also with 0. */
export function summaryOf(rows: readonly RequirementResult[]): ConformanceResult['summary'] {
  const count = (outcome: Outcome): number => rows.filter((one) => one.outcome === outcome).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    warn: count('warn'),
    'not-tested': count('not-tested'),
    'not-applicable': count('not-applicable'),
    error: count('error'),
    waived: count('waived'),
    manual: count('manual'),
    attested: count('attested'),
  };
}

/**
 * A practice that only belongs to the federation is asked for the session's sake: what its answers had nothing to show
 * for is not missing from its assurance, unless it is about the federation itself.
 */
function isWorthARow({ area }: Requirement, group: readonly TestedJudgement[]): boolean {
  return group.some(({ judgement }) => area === 'federation' || judgement.outcome !== 'not-tested');
}

function grouped(judgements: readonly TestedJudgement[]): ReadonlyMap<string, readonly TestedJudgement[]> {
  const groups = new Map<string, TestedJudgement[]>();
  for (const one of judgements) {
    const key = `${one.judgement.requirement} ${one.judgement.practice}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

function row(
  requirement: Requirement,
  practice: string,
  group: readonly TestedJudgement[],
  evidence: RunEvidence,
): RequirementResult {
  const { id, level, area, interaction, statement, source } = requirement;
  const [first, ...others] = group.map((one) => one.judgement);
  const merged = first === undefined ? undefined : mergeJudgements([first, ...others]);
  const judged =
    merged === undefined ? unjudged(requirement, practice, evidence) : orByHand(merged, requirement, evidence);
  const { attestation } = judged;
  return {
    ...{ id, level, area, interaction, statement, source, practice },
    ...settled(judged, evidence),
    ...(attestation !== undefined && { attestation }),
    tests: testsOf(group, judged.outcome),
    findings: kept(judged.findings),
  };
}

/** The tests in which a requirement was judged, those first that came to its outcome. */
function testsOf(group: readonly TestedJudgement[], outcome: Outcome): readonly string[] {
  const decisive = group.filter(({ judgement }) => judgement.outcome === outcome);
  return [...new Set([...decisive, ...group].map(({ test }) => test))];
}

/** What a requirement comes to that no test judged at a practice. */
function unjudged(requirement: Requirement, practice: string, evidence: RunEvidence): Attested {
  const outcome = (kind: Outcome, reason: string): Judgement => ({
    requirement: requirement.id,
    practice,
    outcome: kind,
    reason,
    findings: [],
  });
  if (requirement.testable === 'not-testable' || requirement.actor === 'consumer') {
    return outcome(
      'not-applicable',
      `no test of a provider can show it: ${requirement.testableWhy ?? 'consumer duty'}`,
    );
  }
  if (requirement.testable === 'manual') return attested(requirement, practice, evidence);
  const elsewhere = requirement.area === 'federation' ? judgedAt(requirement, evidence) : undefined;
  if (elsewhere !== undefined) return outcome('not-applicable', `shown at ${elsewhere}, where the session led`);
  const unusable = evidence.unusable.get(practice);
  if (unusable !== undefined) return outcome('error', unusable);
  if (!isShownAt(practice, requirement, evidence)) return outcome('not-tested', evidence.unshownBecause);
  if (requirement.whenSeen) return outcome('not-applicable', 'the situation it speaks of never occurred');
  return outcome('error', 'its test ended before it was judged');
}

/** The same test belongs to one shard at one practice and to another at the next. */
function isShownAt(practice: string, { id }: Requirement, { shown, part }: RunEvidence): boolean {
  return part === undefined ? shown.has(id) : part.shownAt.has(`${id} ${practice}`);
}

/** A federated session is one session over many practices: what it judged, it judged where it led. */
function judgedAt(requirement: Requirement, { judgements }: RunEvidence): string | undefined {
  return judgements.find((one) => one.judgement.requirement === requirement.id)?.judgement.practice;
}

/** Where no test could show a requirement that needs a person, the person still can: an attestation counts, or is asked for. */
function orByHand(merged: Judgement, requirement: Requirement, evidence: RunEvidence): Attested {
  const isOpen = merged.outcome === 'not-tested' || merged.outcome === 'not-applicable';
  if (requirement.testable !== 'manual' || !isOpen) return merged;
  const byHand = attested(requirement, merged.practice, evidence);
  if (byHand.outcome !== 'manual') return byHand;
  if (merged.outcome === 'not-applicable') return merged;
  return { ...byHand, reason: [byHand.reason, merged.reason].filter((one) => one !== undefined).join('; ') };
}

/** The last word on an outcome: a strict run makes warnings fail, and a fail is held against the waivers. */
function settled(
  judgement: Judgement,
  evidence: RunEvidence,
): Pick<RequirementResult, 'outcome' | 'reason' | 'waivers'> {
  const strict = judgement.outcome === 'warn' && evidence.strictness === 'strict';
  const outcome = strict ? 'fail' : judgement.outcome;
  if (outcome !== 'fail') return { outcome, reason: judgement.reason ?? null };
  const { reason = null, ...rest } = underWaivers(judgement, evidence);
  return { ...rest, reason };
}

/** The first findings, each once; errors before warnings, and a last line that counts what was left out. */
function kept(findings: readonly Finding[]): readonly Finding[] {
  const rank = { error: 0, warning: 1, information: 2 } as const;
  const unique = new Map(
    findings.map((one) => [`${one.rule} ${one.path} ${one.actual ?? ''} ${one.exchange ?? ''}`, one]),
  );
  const sorted = [...unique.values()].sort((one, other) => rank[one.severity] - rank[other.severity]);
  if (sorted.length <= findingsKept) return sorted;
  const rest = sorted.length - findingsKept;
  const more = {
    rule: 'more',
    severity: 'information',
    path: '',
    message: `and ${rest} more findings of this kind`,
    actual: String(rest),
  } as const;
  return [...sorted.slice(0, findingsKept), more];
}
