import { catalogue } from '../../requirements/catalogue.js';
import type { Judgement } from '../../requirements/judgement.js';

/** Outcomes from best to worst, as far as a broken provider can bring them about. */
const rank: Partial<Record<Judgement['outcome'], number>> = { warn: 1, fail: 2 };

/** Whether a requirement came out worse than at the conformant provider. */
export function hasTurned(before: Judgement | undefined, now: Judgement): boolean {
  if ((rank[now.outcome] ?? 0) > (rank[before?.outcome ?? 'pass'] ?? 0)) return true;
  const isMay = catalogue.get(now.requirement)?.level === 'MAY';
  return isMay && before?.outcome === 'pass' && now.outcome === 'not-applicable';
}
