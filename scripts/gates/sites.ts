import type { Finding } from '../../requirements/finding.js';
import { requirement } from '../../requirements/catalogue.js';
import { outcomeOf, type Judgement } from '../../requirements/judgement.js';
import { merged, type Outcomes, type TracedJudgement } from './outcomes.js';
import { hasTurned } from './turned.js';

/** Parts of the checks, as far as one fault has something to do with them. */
export interface Concerned {
  /** They found something wrong with a requirement that the fault violates. */
  readonly reached: readonly string[];
  /** Without what this part alone found, such a requirement would not have turned. */
  readonly deciding: readonly string[];
}

/** One way of taking the checks apart: the part that a finding of a judgement comes from, undefined where it has none. */
type PartOf = (judgement: TracedJudgement, found: Finding & { readonly site?: string }) => string | undefined;

/** Places where findings are made (`file:line`), as instrumented checks note them; ordinary checks do not. */
export const sites: PartOf = (_judgement, { site }) => site;

/** Checks of requirements: one of its standing rules, or what one test verifies of it. */
export const checks: PartOf = (judgement) => checkOf(judgement);

/** The name of the check that made a judgement. */
export const checkOf = ({ requirement: id, check }: TracedJudgement): string => `${id} ${check}`;

/**
 * Which parts of the checks a fault's verdicts hang on. Taking the findings of one part away afterwards comes to the
 * same as emptying that part of the check, since no test goes another way because of a finding; so one walk tells about
 * all mutants of this kind at once.
 */
export function concerned(violates: readonly string[], walks: Walks, partOf: PartOf): Concerned {
  const judgements = walks.faulty.judgements.filter((one) => violates.includes(one.requirement));
  const parts = judgements.flatMap((one) => one.findings.flatMap((found) => partOf(one, found) ?? []));
  const reached = [...new Set(parts)];
  const before = turnedIn(judgements, walks.baseline);
  const isDeciding = (part: string): boolean => turnedIn(without(judgements, part, partOf), walks.baseline) < before;
  return { reached, deciding: reached.filter(isDeciding) };
}

/** What came out without any fault, and with one. */
interface Walks {
  readonly baseline: Outcomes;
  readonly faulty: Outcomes;
}

/** How many requirements have turned by these judgements. */
function turnedIn(judgements: readonly Judgement[], baseline: Outcomes): number {
  return [...merged(judgements).values()].filter((now) => hasTurned(baseline.of.get(now.requirement), now)).length;
}

function without(judgements: readonly TracedJudgement[], part: string, partOf: PartOf): readonly Judgement[] {
  return judgements.map((judgement) => {
    const findings = judgement.findings.filter((found) => partOf(judgement, found) !== part);
    if (findings.length === judgement.findings.length) return judgement;
    return { ...judgement, findings, outcome: outcomeOf(requirement(judgement.requirement), findings) };
  });
}
