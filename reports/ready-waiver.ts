import { daysOfGrace, readyWaiver } from '../fixtures/target/ready-waiver.js';
import { addDays, ukDate } from '../requirements/uk-time.js';
import { briefly } from './explanation.js';
import type { RequirementResult } from './result.js';
import { breaking } from './waivers.js';

/**
 * An entry for the waivers file that would accept this failure, in YAML and ready but for its owner. It holds for thirty
 * days from the start of the run (an ISO instant).
 */
export function waiverFor(requirement: RequirementResult, startedAt: string): string {
  const { id, practice, findings } = requirement;
  // Of very many findings only the first are kept, and the others may be of another rule.
  const isWhole = !findings.some(({ rule }) => rule === 'more');
  const failure = { requirement: id, practice, reason: `Known: ${briefly(requirement)}` };
  return readyWaiver({ ...failure, findings: isWhole ? breaking(findings) : [] }, lastDay(startedAt));
}

const lastDay = (startedAt: string): string => addDays(ukDate(Date.parse(startedAt)), daysOfGrace);
