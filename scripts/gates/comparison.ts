import type { Fault } from '../../fixtures/provider/faults/index.js';
import { catalogue } from '../../requirements/catalogue.js';
import type { Judgement } from '../../requirements/judgement.js';
import { hasTurned } from './turned.js';
import type { Outcomes } from './outcomes.js';
import { checks, concerned, sites, type Concerned } from './sites.js';

/** What became of one fault: which requirements turned, against those it is meant to violate. */
export interface FaultResult {
  readonly id: string;
  readonly violates: readonly string[];
  /** Requirements that came out worse than at the conformant provider: broken, warned, or a MAY no longer taken up. */
  readonly turned: readonly string[];
  /** Violated, judged by some check of this version, and yet not turned. */
  readonly missed: readonly string[];
  /** Turned, and not among those it violates. */
  readonly collateral: readonly string[];
  /** Violated, but no check of this version judges it. */
  readonly notJudged: readonly string[];
  /** Passed at the conformant provider; with the fault nothing was judged, because a precondition went missing. */
  readonly lost: readonly string[];
  /** The checks, and with instrumented ones (`scripts/mutation.ts`) the places in them, on which its verdicts hang. */
  readonly checks: Concerned;
  readonly sites: Concerned;
}

/** Holds what came out with a fault against what came out without any. */
export function compared(fault: Fault, baseline: Outcomes, faulty: Outcomes): FaultResult {
  const turned = [...faulty.of.values()].filter((now) => hasTurned(baseline.of.get(now.requirement), now));
  const ids = inReadingOrder(turned.map((one) => one.requirement));
  const isJudged = (id: string): boolean => baseline.of.has(id) || faulty.of.has(id);
  return {
    id: fault.id,
    violates: fault.violates,
    turned: ids,
    missed: fault.violates.filter((id) => isJudged(id) && !ids.includes(id)),
    collateral: ids.filter((id) => !fault.violates.includes(id)),
    notJudged: fault.violates.filter((id) => !isJudged(id)),
    lost: [...baseline.of.values()]
      .filter((one) => one.outcome === 'pass' && wasLost(faulty.of.get(one.requirement)))
      .map((one) => one.requirement),
    checks: concerned(fault.violates, { baseline, faulty }, checks),
    sites: concerned(fault.violates, { baseline, faulty }, sites),
  };
}

const wasLost = (now: Judgement | undefined): boolean =>
  now === undefined || now.outcome === 'not-tested' || now.outcome === 'error';

function inReadingOrder(ids: readonly string[]): readonly string[] {
  return [...catalogue.keys()].filter((id) => ids.includes(id));
}

/** A fault is killed when everything it violates turned, and nothing else. */
export const isKilled = ({ missed, collateral, notJudged }: FaultResult): boolean =>
  missed.length === 0 && collateral.length === 0 && notJudged.length === 0;
