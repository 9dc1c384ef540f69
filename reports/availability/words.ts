import type { MergedFinding } from '../../fixtures/federation/merged-availability.js';
import type { SweepSummary } from '../../fixtures/federation/sweep.js';
import type { SweptBooking } from '../../fixtures/federation/swept.js';
import { forTerminal } from '../untrusted-text.js';
import { clockTime } from './rows.js';

const findingsShown = 5;
const channelsShown = 5;

/** A sweep in at most 20 lines for a terminal, verdict first. `folder` is where its reports are. */
export function sweepWords(summary: SweepSummary, folder: string): string {
  const { merged, booking } = summary;
  const { outcomes, unauthorised, candidates } = merged;
  const [earliest] = candidates;
  const refused = unauthorised === 0 ? '' : ` (${unauthorised} for their token)`;
  return [
    sweepVerdict(summary),
    `Slots at ${outcomes.slots}, none at ${outcomes.empty}, refused by ${outcomes.refused}${refused}, no answer from ${outcomes.failed}; ${merged.requests} requests`,
    ...(earliest === undefined
      ? []
      : [`Earliest that can be booked: ${clockTime(earliest.start)} at ${earliest.practice}`]),
    ...merged.channels
      .slice(0, channelsShown)
      .map((one) =>
        forTerminal(
          `  ${one.channel}: ${one.slots} slots at ${one.practices} practices, from ${clockTime(one.earliest.start)}`,
          100,
        ),
      ),
    ...findingLines(merged.findings),
    ...(booking === undefined ? [] : [bookingWords(booking)]),
    `Reports: ${folder}`,
    '',
  ].join('\n');
}

/** The verdict alone, in one line. */
export function sweepVerdict({ head, merged, verdict, exitCode }: SweepSummary): string {
  const open = head.finishedAt === undefined ? '; not finished, resume with --resume' : '';
  return `${verdict.toUpperCase()} (exit code ${exitCode}): ${merged.practices} of ${head.practices} practices of ${forTerminal(head.target, 60)}${open}`;
}

function findingLines(findings: readonly MergedFinding[]): string[] {
  const shown = findings.slice(0, findingsShown).map(({ id, level, fail, warn, example }) => {
    const where = fail > 0 ? `broken at ${fail}` : `warned at ${warn}`;
    return forTerminal(`  ${id} ${level} ${where}, such as ${example.practice}: ${example.message}`, 120);
  });
  const more = findings.length - shown.length;
  return more > 0 ? [...shown, `  and ${more} more requirements: see the reports`] : shown;
}

function bookingWords({ outcome, practice, start, reason, left }: SweptBooking): string {
  const where = practice === undefined ? '' : ` at ${practice}${start === undefined ? '' : `, ${clockTime(start)}`}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  const open = left.length === 0 ? 'none left' : `LEFT: ${left.join('; ')}; cancel with: gpc-conformance cleanup`;
  return forTerminal(`Booking ${outcome}${where}${why}; ${open}`, 300);
}
