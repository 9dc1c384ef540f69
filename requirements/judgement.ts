import type { Answer } from './answer.js';
import { requirement as requirementById, type Requirement } from './catalogue.js';
import { refusalAccepted } from './expectation.js';
import { hadNothingToCheck, nothingToCheck, type CheckResult, type Finding } from './finding.js';
import { isWithin, type Node } from './node.js';
import { mergeOutcomes, type Outcome } from './outcome.js';
import type { JudgingContext, Rule } from './rule.js';

/** One requirement judged once: on one answer, or in one scenario. */
export interface Judgement {
  readonly requirement: string;
  /** The ODS code of the practice whose answer was judged. */
  readonly practice: string;
  readonly outcome: Outcome;
  /** Why it is not-tested, not-applicable or in error. */
  readonly reason?: string;
  readonly findings: readonly Finding[];
}

/**
 * The outcome of a check's result for a requirement. The level, `warn_only` and certainty of the catalogue decide here
 * and nowhere else: a broken SHALL fails, a broken SHOULD warns, an untaken MAY is not applicable, an inferred
 * expectation only warns unless a refusal the guide demands was not given.
 */
export function outcomeOf(requirement: Requirement, result: CheckResult): Outcome {
  if (hadNothingToCheck(result)) return requirement.whenSeen ? 'not-applicable' : 'not-tested';
  if (requirement.level === 'MAY') return result.some(isError) ? 'not-applicable' : warnings(result);
  if (!result.some(isError)) return warnings(result);
  return canFail(requirement, result) ? 'fail' : 'warn';
}

function canFail(requirement: Requirement, findings: readonly Finding[]): boolean {
  if (requirement.level !== 'SHALL' || requirement.warnOnly) return false;
  if (requirement.expect?.certainty !== 'inferred') return true;
  return requirement.expect.refusalRequired && findings.some((found) => found.rule === refusalAccepted);
}

const isError = (found: Finding): boolean => found.severity === 'error';

const warnings = (findings: readonly Finding[]): Outcome =>
  findings.some((found) => found.severity === 'warning') ? 'warn' : 'pass';

/** A check's result for a requirement at a practice; `exchange` is noted on every finding that has none of its own. */
export function judged(id: string, practice: string, result: CheckResult, exchange?: string): Judgement {
  const requirement = requirementById(id);
  const outcome = outcomeOf(requirement, result);
  if (hadNothingToCheck(result)) {
    return { requirement: id, practice, outcome, reason: result.nothingToCheck, findings: [] };
  }
  const findings = exchange === undefined ? result : result.map((found) => ({ exchange, ...found }));
  const reason = outcome === 'not-applicable' ? findings[0]?.message : undefined;
  return { requirement: id, practice, outcome, findings, ...(reason !== undefined && { reason }) };
}

/** A requirement that could not be judged at a practice, with the reason. */
export function notJudged(
  id: string,
  practice: string,
  outcome: 'not-tested' | 'not-applicable' | 'error',
  reason: string,
): Judgement {
  return { requirement: id, practice, outcome, reason, findings: [] };
}

/** Judges one answer by every standing rule of its interaction. A rule whose occasion does not hold says nothing. */
export function judgeStanding(rules: readonly Rule[], answer: Answer, context: JudgingContext): Judgement[] {
  return rules
    .filter((rule) => (Array.isArray(rule.on) ? rule.on : [rule.on]).includes(answer.interaction))
    .filter((rule) => rule.when.holds(answer) && (rule.askedFor?.(context) ?? true))
    .map((rule) => judged(rule.id, answer.practice.odsCode, rule.check(answer, context), answer.exchange));
}

/**
 * The judgements of an answer without what the harness itself brought about: content that it booked wrong on purpose is
 * not held against a provider that accepted it, neither in the confirmation nor wherever the appointment is shown later.
 * Only the requirement that has it refused is judged. `isFlawed` tells of an appointment's id whether it is such a one.
 */
export function withoutFlaws(
  judgements: readonly Judgement[],
  answer: Answer,
  isFlawed: (appointment: string) => boolean,
): readonly Judgement[] {
  if (answer.succeeded && 'isFlawed' in answer.asked) return [];
  const flawed = [answer.body, ...answer.resources].filter(
    ({ resourceType, id }) => resourceType === 'Appointment' && id !== undefined && isFlawed(id),
  );
  return flawed.length === 0 ? judgements : judgements.map((judgement) => withoutFlawsOf(flawed, judgement));
}

function withoutFlawsOf(flawed: readonly Node[], judgement: Judgement): Judgement {
  const { requirement: id, practice, findings } = judgement;
  const kept = findings.filter((found) => !flawed.some((appointment) => isWithin(found.path, appointment)));
  if (kept.length === findings.length) return judgement;
  const onlyFlaws = nothingToCheck('all that was found is in appointments that were booked wrong on purpose');
  return judged(id, practice, kept.length === 0 ? onlyFlaws : kept);
}

/**
 * Merges all judgements of one requirement at one practice into one: the worst outcome by the order of precedence, the
 * findings of those that have it, and its first reason.
 */
export function mergeJudgements(judgements: readonly [Judgement, ...Judgement[]]): Judgement {
  const outcome = judgements.map((one) => one.outcome).reduce(mergeOutcomes);
  const deciding = judgements.filter((one) => one.outcome === outcome);
  const reason = deciding.find((one) => one.reason !== undefined)?.reason;
  const [{ requirement, practice }] = judgements;
  const findings = judgements.flatMap((one) => one.findings);
  return { requirement, practice, outcome, findings, ...(reason !== undefined && { reason }) };
}
