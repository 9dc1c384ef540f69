import type { SweepSummary } from '../../fixtures/federation/sweep.js';

/** Everything a sweep came to but the practices themselves, as it stands in `availability.json`. */
export function availabilitySummary({ head, merged, verdict, exitCode, booking }: SweepSummary) {
  const { target, startedAt, finishedAt, parts, practices } = head;
  const {
    candidates: [earliestBookable],
    practices: recorded,
    ...view
  } = merged;
  return {
    schemaVersion: '1.0',
    target,
    startedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    parts,
    ...{ verdict, exitCode, practices, recorded },
    ...view,
    ...(earliestBookable !== undefined && { earliestBookable }),
    ...(booking !== undefined && { booking }),
  };
}
