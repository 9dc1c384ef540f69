import type { Finding } from '../../requirements/finding.js';
import { requirement } from '../../requirements/catalogue.js';
import { outcomeOf, type Judgement } from '../../requirements/judgement.js';
import { merged, type Outcomes } from './outcomes.js';
import { hasTurned } from './turned.js';

/** Places in the checks at which findings are made (`file:line`), as far as one fault brings them to light. */
export interface SitesOfFault {
  readonly reached: readonly string[];
  /** Without the findings of this place alone, a requirement that the fault violates would not have turned. */
  readonly deciding: readonly string[];
}

/** A finding of instrumented checks says where it was made; one of ordinary checks does not. */
const siteOf = (found: Finding & { readonly site?: string }): string | undefined => found.site;

/**
 * Which findings a fault's verdicts hang on. Taking the findings of one place away afterwards comes to the same as
 * taking that place out of the check, since no test goes another way because of a finding; so one walk tells about all
 * mutants of this kind at once.
 */
export function sitesOfFault(violates: readonly string[], baseline: Outcomes, faulty: Outcomes): SitesOfFault {
  const concerned = faulty.judgements.filter((one) => violates.includes(one.requirement));
  const sites = concerned.flatMap((one) => one.findings.flatMap((found) => siteOf(found) ?? []));
  const reached = [...new Set(sites)];
  const before = turnedIn(concerned, baseline);
  return { reached, deciding: reached.filter((site) => turnedIn(withoutSite(concerned, site), baseline) < before) };
}

/** How many requirements have turned by these judgements. */
function turnedIn(judgements: readonly Judgement[], baseline: Outcomes): number {
  return [...merged(judgements).values()].filter((now) => hasTurned(baseline.of.get(now.requirement), now)).length;
}

function withoutSite(judgements: readonly Judgement[], site: string): readonly Judgement[] {
  return judgements.map((judgement) => {
    const findings = judgement.findings.filter((found) => siteOf(found) !== site);
    if (findings.length === judgement.findings.length) return judgement;
    return { ...judgement, findings, outcome: outcomeOf(requirement(judgement.requirement), findings) };
  });
}
