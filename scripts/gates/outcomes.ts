import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerFormat } from '../../fixtures/consumer/wire-request.js';
import { walkSuite, type SuiteWalk } from '../../fixtures/suite/walk.js';
import { catalogue } from '../../requirements/catalogue.js';
import type { Finding } from '../../requirements/finding.js';
import { mergeJudgements, type Judgement } from '../../requirements/judgement.js';
import { withProvider, type GateProvider } from './faulty-provider.js';

/** A judgement with the check that made it: a standing rule, or what a test verifies. */
export type TracedJudgement = Judgement & { readonly check: string };

/** What every requirement came to in one walk, merged over all practices. */
export interface Outcomes {
  readonly of: ReadonlyMap<string, Judgement>;
  /** Every single judgement, in the order in which they were made. */
  readonly judgements: readonly TracedJudgement[];
  readonly requests: number;
  /** Failures of the harness itself, with the test in which they happened. */
  readonly defects: readonly string[];
  readonly seconds: number;
}

/** How the suite is walked in a gate. */
export interface GateWalk extends GateProvider, Pick<SuiteWalk, 'specs' | 'walkers' | 'judge'> {
  readonly format: AnswerFormat;
}

/** Walks the suite at a provider of its own and merges what was judged, requirement by requirement. */
export async function outcomesOf(walk: GateWalk): Promise<Outcomes> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'gate-'));
  try {
    const walked = await withProvider(walk, (target) => walkSuite({ ...walk, target, folder }));
    const judgements = walked.judgements.map(({ test, judgement }) => ({
      check: `verified by '${test}'`,
      ...judgement,
    }));
    return {
      of: merged(judgements),
      judgements,
      requests: walked.exchanges,
      defects: walked.defects,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Merges judgements requirement by requirement. What needs a person and could not be shown for want of evidence is left
 * out, as it is left to that person in a report.
 */
export function merged(judgements: readonly Judgement[]): ReadonlyMap<string, Judgement> {
  const groups = new Map<string, [Judgement, ...Judgement[]]>();
  for (const judgement of judgements) {
    const group = groups.get(judgement.requirement);
    if (group === undefined) groups.set(judgement.requirement, [judgement]);
    else group.push(judgement);
  }
  return new Map(
    [...groups]
      .map(([id, group]) => [id, mergeJudgements(group)] as const)
      .filter(([id, { outcome }]) => outcome !== 'not-tested' || catalogue.get(id)?.testable !== 'manual'),
  );
}

/** Why a requirement came to its outcome, in one line: its worst finding, or its reason. */
export function inShort({ outcome, reason, findings, practice }: Judgement): string {
  const worst = findings.find((found) => found.severity === 'error') ?? findings[0];
  return `${outcome} at ${practice}: ${worst === undefined ? (reason ?? 'no reason') : inOneLine(worst)}`;
}

function inOneLine({ rule, path, message, expected, actual, exchange }: Finding): string {
  const words = expected === undefined ? '' : ` (expected ${expected}, got ${actual ?? 'nothing'})`;
  return `[${rule}] ${path}: ${message}${words} ${exchange ?? ''}`.trimEnd();
}
