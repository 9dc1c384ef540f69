import type { CollectedSpec } from '../../fixtures/suite/collection.js';
import { catalogue, type Requirement } from '../../requirements/catalogue.js';
import { byEveryStandingRule } from './standing-judge.js';
import { checkOf } from './sites.js';
import { inShort, outcomesOf, type GateWalk, type Outcomes } from './outcomes.js';

/** One way of walking the suite at the conformant provider, which must not matter to any verdict. */
export interface Circumstances extends Pick<GateWalk, 'format' | 'walkers' | 'practices'> {
  readonly name: string;
  /** The instant at which the clocks of provider and harness stand, in ms since 1970. */
  readonly at: number;
  /** `listed`, or the seed of another order. */
  readonly order: 'listed' | number;
}

/** What a walk at the conformant provider came to. */
export interface Soundness {
  readonly name: string;
  readonly requests: number;
  readonly seconds: number;
  /** Automatic requirements that did not pass though they should, each with its outcome and why. */
  readonly unsound: readonly { readonly id: string; readonly outcome: string; readonly why: string }[];
  /** Automatic requirements that no test of this version judges. */
  readonly notJudged: readonly string[];
  /** The checks by which the automatic requirements were judged. */
  readonly checks: readonly string[];
  readonly defects: readonly string[];
}

/** Every requirement a machine can judge of a provider. */
export const automatic: readonly Requirement[] = [...catalogue.values()].filter(
  (one) => one.testable === 'auto' && one.actor !== 'consumer',
);

/** Walks the suite at the conformant provider under the given circumstances. */
export async function soundnessUnder(
  circumstances: Circumstances,
  specs: readonly CollectedSpec[],
): Promise<Soundness> {
  const { name, at, order, format, walkers, practices } = circumstances;
  const ordered = order === 'listed' ? specs : shuffled(specs, order);
  const clock = (): number => at;
  const judge = byEveryStandingRule;
  return soundnessOf(name, await outcomesOf({ faults: [], specs: ordered, clock, format, walkers, practices, judge }));
}

/** Picks out of what a walk came to everything that a conformant provider does not deserve. */
export function soundnessOf(name: string, outcomes: Outcomes): Soundness {
  const { of, judgements, requests, seconds, defects } = outcomes;
  const unsound = [...of.values()].flatMap((judgement) => {
    const { requirement: id, outcome } = judgement;
    const unprovoked = outcome === 'not-applicable' && catalogue.get(id)?.whenSeen === true;
    return outcome === 'pass' || unprovoked ? [] : [{ id, outcome, why: inShort(judgement) }];
  });
  const notJudged = automatic.filter(({ id }) => !of.has(id)).map(({ id }) => id);
  const ids = new Set(automatic.map(({ id }) => id));
  const made = judgements.filter((one) => ids.has(one.requirement) && one.outcome !== 'not-tested');
  const checks = [...new Set(made.map(checkOf))].sort();
  return { name, requests, seconds, unsound, notJudged, checks, defects };
}

/** The same items in another order, the same one for the same seed. */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const next = (): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state;
  };
  return items
    .map((item) => ({ item, place: next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
