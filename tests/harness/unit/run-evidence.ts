import type { Attestation } from '../../../fixtures/target/attestations.js';
import type { Waiver } from '../../../fixtures/target/waivers.js';
import type { ReportedPractice, RequirementResult, Verdict } from '../../../reports/result.js';
import { requirementResults, verdictOf, type RunEvidence } from '../../../reports/verdict.js';
import { requirement } from '../../../requirements/catalogue.js';
import type { Judgement } from '../../../requirements/judgement.js';

/** A practice that gets the suite. */
export const suite = (odsCode: string): ReportedPractice => ({
  odsCode,
  name: odsCode,
  baseUrl: 'https://p',
  role: 'suite',
});

/** A practice that only belongs to the federation. */
export const member = (odsCode: string): ReportedPractice => ({ ...suite(odsCode), role: 'federation' });

/** The day on which the runs of these tests start. */
export const today = '2026-11-22';

/** What a run of these requirements at one practice left behind, but for what is changed. */
export function evidence(
  ids: readonly string[],
  judgements: readonly Judgement[],
  change: Partial<RunEvidence> = {},
): RunEvidence {
  return {
    selected: ids.map(requirement),
    practices: [suite('A20047')],
    judgements: judgements.map((judgement) => ({ test: 'a test', judgement })),
    shown: new Set(ids),
    unshownBecause: 'there is no check for it',
    unusable: new Map(),
    defects: [],
    waivers: [],
    attestations: [],
    today,
    walked: 'everything',
    strictness: 'ordinary',
    ...change,
  };
}

/** The rows and the verdict of a run. */
export function verdict(given: RunEvidence): { rows: readonly RequirementResult[]; verdict: Verdict } {
  const rows = requirementResults(given);
  return { rows, verdict: verdictOf(rows, given) };
}

/** A waiver of a requirement at the whole target that holds on the day of these tests. */
export const waiverOf = (requirement: string, change: Partial<Waiver> = {}): Waiver => ({
  requirement,
  reason: 'mended in 4.2',
  owner: 'J. Smith',
  expires: '2027-01-31',
  ...change,
});

/** An attestation of this month that a requirement is met. */
export const attestationOf = (requirement: string, change: Partial<Attestation> = {}): Attestation => ({
  requirement,
  met: true,
  by: 'An Auditor',
  date: '2026-11-01',
  statement: 'read the safety case',
  evidence: { file: 'evidence/case.pdf', sha256: 'ab'.repeat(32) },
  ...change,
});
