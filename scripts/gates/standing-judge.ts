import type { StandingJudge } from '../../fixtures/suite/workbench.js';
import { judgeStanding } from '../../requirements/judgement.js';
import { standingRules } from '../../requirements/registry.js';
import type { Rule } from '../../requirements/rule.js';

/** Judges an answer by every standing rule, as in a run, and notes on each judgement which rule made it. */
export const byEveryStandingRule: StandingJudge = (answer, context) =>
  named.flatMap(({ rule, check }) =>
    judgeStanding([rule], answer, context).map((judgement) => Object.assign(judgement, { check })),
  );

/** A requirement may have several rules; they are told apart by their number. */
const named: readonly { readonly rule: Rule; readonly check: string }[] = standingRules.map((rule) => {
  const ofRequirement = standingRules.filter(({ id }) => id === rule.id);
  const number = ofRequirement.length === 1 ? '' : ` ${ofRequirement.indexOf(rule) + 1}`;
  return { rule, check: `standing rule${number}` };
});
