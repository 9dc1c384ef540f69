import type { Finding } from '../requirements/finding.js';
import type { Judgement } from '../requirements/judgement.js';
import { accepting, isAbout, touching, waiverWords, type Waiver } from '../fixtures/target/waivers.js';
import type { AppliedWaiver, RequirementResult, WaiverUse } from './result.js';
import type { RunEvidence } from './verdict.js';

/** What the waivers of a run make of a failure. */
export interface Waived {
  readonly outcome: 'fail' | 'waived';
  readonly reason?: string;
  /** The waivers that accept it, or at least a part of what was found. */
  readonly waivers?: readonly AppliedWaiver[];
}

type Known = Pick<RunEvidence, 'waivers' | 'today'>;

/**
 * The outcome of a failed requirement under the waivers: waived where current ones accept all that was found. Where they
 * do not, it stays failed, and the reason says which of them has expired or accepts only a part.
 */
export function underWaivers(failed: Judgement, { waivers, today }: Known): Waived {
  const { requirement, practice, findings } = failed;
  const about = waivers.filter((waiver) => isAbout(waiver, requirement, practice));
  const current = about.filter(({ expires }) => expires >= today);
  const broken = { requirement, practice, findings: breaking(findings) };
  const used = accepting(current, broken);
  if (used.length > 0) {
    return { outcome: 'waived', reason: used.map(waiverWords).join('; '), waivers: used.map(applied) };
  }
  const partly = touching(current, broken);
  const notes = [
    ...about.filter(({ expires }) => expires < today).map((waiver) => `its waiver ${expiredWords(waiver)}`),
    ...partly.map((waiver) => `a waiver accepts only ${findingWords(waiver)}, and there is more`),
  ];
  const reason = [failed.reason, ...notes].filter((one) => one !== undefined).join('; ');
  return {
    outcome: 'fail',
    ...(reason !== '' && { reason }),
    ...(partly.length > 0 && { waivers: partly.map(applied) }),
  };
}

/** The findings by which a requirement fails: its errors, or in a strict run its warnings where there are no errors. */
export function breaking(findings: readonly Finding[]): readonly Finding[] {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? errors : findings.filter(({ severity }) => severity === 'warning');
}

/** What became of every waiver whose requirement was asked for, in the order of the file. */
export function waiverUses(rows: readonly RequirementResult[], evidence: RunEvidence): readonly WaiverUse[] {
  return evidence.waivers.flatMap((waiver) => {
    const own = rows.filter(({ id, practice }) => isAbout(waiver, id, practice));
    if (own.length === 0) return [];
    const held = own.filter((row) => row.waivers?.some((one) => isSame(one, waiver)) ?? false);
    const idle = own.filter((row) => !held.includes(row) && needsNoWaiver(row, waiver, evidence));
    const isOver = waiver.expires < evidence.today;
    return [
      {
        ...applied(waiver),
        state: isOver ? 'expired' : stateOf(held, idle),
        accepts: held.map(({ practice }) => practice),
        idle: idle.map(({ practice }) => practice),
      },
    ];
  });
}

/** The waivers that make a run fail, one sentence each; empty where all of them hold and are needed. */
export function waiverFaults(uses: readonly WaiverUse[]): readonly string[] {
  return uses.flatMap((use) => {
    const { requirement, owner, idle, accepts } = use;
    const name = `The waiver of ${requirement} (${owner})`;
    if (use.state === 'expired') return [`${name} ${expiredWords(use)}: mend the provider, or agree a new day`];
    if (use.state === 'unused') return [`${name} is unused, since nothing it accepts was found: take it away`];
    if (use.state !== 'too-broad') return [];
    return [`${name} is too broad, since ${listed(idle)} needs none: name only ${listed(accepts)}`];
  });
}

function stateOf(held: readonly RequirementResult[], idle: readonly RequirementResult[]): WaiverUse['state'] {
  if (held.length === 0) return idle.length === 0 ? 'not-judged' : 'unused';
  return idle.length === 0 ? 'used' : 'too-broad';
}

/** Interactions without a booking; a run that only reads has judged a requirement of one of these in full. */
const reading: readonly RequirementResult['interaction'][] = ['slot-search', 'retrieve', 'read', 'metadata'];

/**
 * Whether a requirement was judged at a practice and shows nothing that the waiver accepts. A warning is no such sign: in
 * a strict run it fails. Where tests are missing, what they would have found is not known.
 */
function needsNoWaiver(row: RequirementResult, waiver: Waiver, evidence: RunEvidence): boolean {
  const { outcome, practice, interaction } = row;
  const isMet = outcome === 'pass' || outcome === 'attested';
  const failsElse = (outcome === 'fail' || outcome === 'waived') && waiver.finding !== undefined;
  if (!isMet && !failsElse) return false;
  const role = evidence.practices.find(({ odsCode }) => odsCode === practice)?.role;
  if (waiver.practices === undefined && role === 'federation') return false;
  return evidence.part === undefined && (evidence.walked === 'everything' || reading.includes(interaction));
}

const applied = ({ requirement, practices, reason, owner, expires, link, finding }: Waiver): AppliedWaiver => ({
  ...{ requirement, reason, owner, expires },
  ...(practices !== undefined && { practices }),
  ...(link !== undefined && { link }),
  ...(finding !== undefined && { finding }),
});

const isSame = (one: AppliedWaiver, other: Waiver): boolean =>
  JSON.stringify(applied(one)) === JSON.stringify(applied(other));

const expiredWords = ({ expires, owner, reason }: AppliedWaiver): string =>
  `expired on ${expires} (by ${owner}: ${reason})`;

function findingWords({ finding }: AppliedWaiver): string {
  const { rule, path } = finding ?? {};
  return [rule, path === undefined ? undefined : `at ${path}`].filter((one) => one !== undefined).join(' ');
}

const listed = (practices: readonly string[]): string => practices.join(', ');
