import type { MergedChannel, MergedFinding } from '../../fixtures/federation/merged-availability.js';
import type { SweepSummary } from '../../fixtures/federation/sweep.js';
import type { SweptBooking, SweptPractice } from '../../fixtures/federation/swept.js';
import { beside, closedHead } from '../html/closed-page.js';
import { markup, Markup, type Content } from '../html/markup.js';
import { oneLine } from '../untrusted-text.js';
import { channelInWords, clockTime, idsOf } from './rows.js';

/** Ids shown of one practice, and characters of a reason: a row of thousands has to stay a row. */
const idsShown = 4;
const longestReason = 120;

/** The page, which loads nothing, up to the table of practices. Rows follow with `pageRow`, then `pageEnd`. */
export function pageStart(summary: SweepSummary): string {
  const style = `${beside(import.meta.url, '../html/report.css')}\n${beside(import.meta.url, './page.css')}`;
  const { head, merged, verdict, booking } = summary;
  return markup`${closedHead(`${verdict}: availability at ${head.target}`, { style, script: script() })}
<body><header><h1>${head.target} <small>Availability across ${merged.practices} of ${head.practices} practices</small></h1></header><main>
<section id="summary"><h2>Verdict</h2><p><strong>${verdict}</strong>, exit code ${summary.exitCode}. Begun ${head.startedAt}${head.finishedAt === undefined ? ', not finished' : `, finished ${head.finishedAt}`}, in ${head.parts} part(s), with ${merged.requests} requests.</p>
${outcomeBars(summary)}${bookingLine(booking)}</section>
${daySection(merged.days)}${channelSection(merged.channels)}${findingSection(merged.findings)}
${tableStart()}`.text;
}

/** One practice as a row of the table. */
export function pageRow(practice: SweptPractice): string {
  const { practice: code, name, outcome, slots, earliest = '', channels, reason = '' } = practice;
  const ids = [...idsOf(practice, 'fail'), ...idsOf(practice, 'warn').map((id) => `(${id})`)];
  const more = ids.length > idsShown ? ` +${ids.length - idsShown}` : '';
  const offered = channels.slice(0, 4).map(channelInWords).join('; ');
  return `${
    markup`<tr><th scope="row">${code}</th><td>${oneLine(name, 60)}</td><td class="${outcome}">${outcome}</td><td>${slots}</td><td>${clockTime(earliest)}</td><td>${offered}</td><td>${ids.slice(0, idsShown).join(' ')}${more}</td><td>${oneLine(reason, longestReason)}</td></tr>`
      .text
  }\n`;
}

/** The end of the page, with the script that searches the table. */
export const pageEnd = (): string =>
  `${markup`</tbody></table></section></main><script>${new Markup(script())}</script></body></html>`.text}\n`;

const script = (): string => beside(import.meta.url, './page.client.js');

const outcomeWords = {
  slots: 'offer slots',
  empty: 'have none in any range',
  refused: 'refused the search',
  failed: 'gave no answer',
} as const;

function outcomeBars({ merged }: SweepSummary): Markup {
  const rows = Object.entries(outcomeWords).map(([outcome, words]) => {
    const count = merged.outcomes[outcome as keyof typeof outcomeWords];
    return markup`<tr><th scope="row">${words}</th><td>${count}</td><td><meter min="0" max="${Math.max(1, merged.practices)}" value="${count}">${count}</meter></td></tr>`;
  });
  const { earliest, nonConformant } = merged;
  const where =
    earliest === undefined
      ? 'No practice offers a slot.'
      : `The earliest slot is at ${earliest.practice}, ${clockTime(earliest.start)}.`;
  return markup`<table class="bars"><tbody>${rows}</tbody></table><p>${where} ${nonConformant} practice(s) broke a SHALL.</p>`;
}

function bookingLine(booking: SweptBooking | undefined): Content {
  if (booking === undefined) return undefined;
  const { outcome, practice = '', start = '', reason, left } = booking;
  return markup`<p>Booking: ${outcome}${practice !== '' && ` at ${practice}`}${start !== '' && `, ${clockTime(start)}`}${reason !== undefined && `: ${reason}`}. ${left.length} left in a diary${left.length > 0 && `: ${left.join('; ')}`}.</p>`;
}

/** How many practices can be had from which day on: a bar a day. */
function daySection(days: Readonly<Record<string, number>>): Content {
  const every = Object.entries(days);
  if (every.length === 0) return undefined;
  const most = Math.max(...every.map(([, count]) => count));
  const rows = every.map(
    ([day, count]) =>
      markup`<tr><th scope="row"><time datetime="${day}">${day}</time></th><td>${count}</td><td><meter min="0" max="${most}" value="${count}">${count}</meter></td></tr>`,
  );
  return markup`<section id="days"><h2>Practices by the day of their earliest slot</h2><table class="bars"><tbody>${rows}</tbody></table></section>`;
}

function channelSection(channels: readonly MergedChannel[]): Content {
  if (channels.length === 0) return undefined;
  const rows = channels.map(
    ({ channel, practices, slots, earliest }) =>
      markup`<tr><th scope="row">${channel}</th><td>${practices}</td><td>${slots}</td><td>${clockTime(earliest.start)} at ${earliest.practice}</td></tr>`,
  );
  return markup`<section id="channels"><h2>By delivery channel</h2><table class="channels"><thead><tr><th scope="col">Channel</th><th scope="col">Practices</th><th scope="col">Slots</th><th scope="col">Earliest</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

function findingSection(findings: readonly MergedFinding[]): Content {
  if (findings.length === 0) return undefined;
  const rows = findings.map(
    ({ id, level, fail, warn, example }) =>
      markup`<tr><th scope="row">${id}</th><td>${level}</td><td>${fail}</td><td>${warn}</td><td>${example.practice}: ${example.message} (${example.path})</td></tr>`,
  );
  return markup`<section id="findings"><h2>Requirements that practices did not meet</h2><table class="found"><thead><tr><th scope="col">Requirement</th><th scope="col">Level</th><th scope="col">Broken at</th><th scope="col">Warned at</th><th scope="col">One example</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

function tableStart(): Markup {
  const options = Object.keys(outcomeWords).map((outcome) => markup`<option>${outcome}</option>`);
  const heads = ['Practice', 'Name', 'Outcome', 'Slots', 'Earliest', 'Channels', 'Broken (warned)', 'Reason'];
  return new Markup(
    markup`<section id="practices"><h2>Practices</h2><form class="search"><label>Search <input type="search" name="words"></label> <label>Outcome <select name="outcome"><option value="">all</option>${options}</select></label> <output aria-live="polite"></output></form>
<table class="practices"><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>`
      .text + '\n',
  );
}
