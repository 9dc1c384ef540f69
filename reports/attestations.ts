import type { Attestation } from '../fixtures/target/attestations.js';
import { yearBefore } from '../fixtures/target/exceptions.js';
import type { Requirement } from '../requirements/catalogue.js';
import type { Finding } from '../requirements/finding.js';
import type { Judgement } from '../requirements/judgement.js';
import type { RequirementResult } from './result.js';
import type { RunEvidence } from './verdict.js';

/** What a person has said of a requirement: an outcome, and the attestation itself where there is one. */
export type Attested = Judgement & Pick<RequirementResult, 'attestation'>;

type Known = Pick<RunEvidence, 'attestations' | 'today'>;

/**
 * What the attestations of a run say of a manual requirement at a practice: attested, or failed where it was found
 * broken. One of more than a year ago warns; an expired one counts for nothing, and without any it stays manual.
 */
export function attested(requirement: Requirement, practice: string, { attestations, today }: Known): Attested {
  const { id, testableWhy } = requirement;
  const base = { requirement: id, practice, findings: [] };
  const given = attestations.find((one) => one.requirement === id && (one.practice ?? practice) === practice);
  const need = testableWhy ?? 'a person has to show it';
  if (given === undefined) return { ...base, outcome: 'manual', reason: need };
  const { expires } = given;
  if (expires !== undefined && expires < today) {
    return { ...base, outcome: 'manual', reason: `the attestation by ${given.by} expired on ${expires}; ${need}` };
  }
  const { requirement: _id, practice: _practice, ...attestation } = given;
  const said = { ...base, reason: inWords(given), attestation };
  if (!given.met) return { ...said, outcome: 'fail' };
  const since = yearBefore(today);
  return given.date < since
    ? { ...said, outcome: 'warn', findings: [tooOld(given, since)] }
    : { ...said, outcome: 'attested' };
}

const tooOld = ({ date }: Attestation, since: string): Finding => ({
  rule: 'attestation.old',
  severity: 'warning',
  path: 'attestations',
  message: 'The attestation is more than twelve months old: look again, and attest it anew',
  expected: `a date from ${since} on`,
  actual: date,
});

/** The words by which every report shows an attested requirement. */
function inWords({ met, by, date, statement, evidence }: Attestation): string {
  const { file, sha256 } = evidence;
  return `${met ? 'shown' : 'found broken'} by ${by} on ${date}: ${statement} (${file}, SHA-256 ${sha256.slice(0, 12)})`;
}
