import { headlines, reasonsOf, type Headline } from '../digest.js';
import { replayWords } from '../replay/words.js';
import { verificationWords } from '../verification.js';
import type { ConformanceResult, LeftBooking, RunFacts } from '../result.js';
import { oneLine } from '../untrusted-text.js';
import { outcomes, outcomeWords, verdictWords } from '../words.js';
import { findingAnchor } from './finding-section.js';
import { markup, type Content, type Markup } from './markup.js';

const most = { headlines: 5, reasons: 10, ids: 12 };

/** Verdict, counts (each a link that filters the matrix), and what to look at first. */
export function summarySection(result: ConformanceResult): Markup {
  const { verdict, exitCode, verdictReason, run, harness, target, summary } = result;
  const selection = Object.entries(run.selection).map(([name, value]) => `${name} ${value}`);
  return markup`<section id="summary" aria-labelledby="summary-head"><h2 id="summary-head">Verdict</h2>
${verificationWords(result).map((words) => markup`<p class="verdict non-conformant"><b>${words}</b></p>`)}
<p class="verdict ${verdict}"><b>${verdict}</b> (exit code ${exitCode}): ${verdictWords[verdict]}.</p>${verdictReason !== undefined && markup`<p>${verdictReason}</p>`}
<ul class="counts">${outcomes.map(
    (outcome) =>
      markup`<li><a class="chip ${outcome}" href="#matrix" data-filter="${outcome}" title="${outcomeWords[outcome]}"><b>${summary[outcome]}</b> ${outcome}</a></li>`,
  )}</ul>${firstThings(result)}${notTested(result)}
<dl class="facts"><dt>Run</dt><dd>${run.id}, started <time>${run.startedAt}</time>, ${(run.durationMs / 1000).toFixed(1)} s, ${run.exchanges} exchanges, ${run.workers} workers</dd>${replayed(run)}
<dt>Selection</dt><dd>${selection.length === 0 ? 'everything' : selection.join(', ')}</dd>
<dt>Practices</dt><dd><ul>${target.practices.map(({ odsCode, name, baseUrl, role }) => markup`<li><b>${odsCode}</b> ${name}, <code>${baseUrl}</code>${role === 'federation' && ' (federation only)'}</li>`)}</ul></dd>
<dt>Judged by</dt><dd>${harness.name} ${harness.version}, requirements ${harness.requirementSet}, profiles ${harness.profileSet}</dd></dl></section>`;
}

function replayed(run: RunFacts): Content {
  const words = replayWords(run);
  return (
    words.length > 0 &&
    markup`
<dt>Replay</dt><dd>${words.map((one) => `${oneLine(one, 400)}. `)}</dd>`
  );
}

function firstThings(result: ConformanceResult): Content {
  const every = headlines(result);
  if (every.length === 0) return undefined;
  return markup`<h3>Look at these first</h3><ol class="headlines">${every.slice(0, most.headlines).map(headlineItem)}</ol>
${every.length > most.headlines && markup`<p><a href="#findings">All ${every.length} findings</a></p>`}`;
}

function headlineItem({ requirement, practices, finding, others }: Headline): Markup {
  const { id, level, outcome, statement, reason } = requirement;
  const came = finding !== undefined && (finding.expected !== undefined || finding.actual !== undefined);
  return markup`<li><span class="chip ${outcome}">${outcome}</span> <a href="#${findingAnchor(requirement)}">${id}</a> ${level} at ${practices.join(', ')}:
 ${oneLine(finding?.message ?? reason ?? statement, 300)}${came && markup` <small>expected <code>${oneLine(finding.expected ?? '-', 120)}</code>, came <code>${oneLine(finding.actual ?? '-', 120)}</code></small>`}${others > 0 && ` (${others} more)`}</li>`;
}

function notTested(result: ConformanceResult): Content {
  const every = reasonsOf(result, 'not-tested');
  if (every.length === 0) return undefined;
  const shown = every.slice(0, most.reasons);
  return markup`<h3>Not tested, and why</h3><ul>${shown.map(
    ({ reason, count, ids }) =>
      markup`<li><b>${count}</b> ${oneLine(reason, 300)} <small>${ids.slice(0, most.ids).join(', ')}${ids.length > most.ids && ` and ${ids.length - most.ids} more`}</small></li>`,
  )}</ul>${every.length > shown.length && markup`<p>And ${every.length - shown.length} more reasons: see the table of requirements.</p>`}`;
}

/** What was booked, what was cancelled, and how to cancel by hand what is left. */
export function bookingSection({ bookings: { created, cancelled, left } }: ConformanceResult): Markup {
  return markup`<section id="bookings" aria-labelledby="bookings-head"><h2 id="bookings-head">Bookings</h2>
<p>${created} created, ${cancelled} cancelled, <b class="${left.length > 0 ? 'fail' : 'pass'}">${left.length} left</b>.</p>
${left.length > 0 && leftTable(left)}</section>`;
}

const leftTable = (left: readonly LeftBooking[]): Markup =>
  markup`<p>These still stand in a diary, or may. <code>gpc-conformance cleanup</code> tries again; otherwise ask the practice to cancel the appointment with this start and description.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Bookings left"><table><caption>Bookings left in a diary</caption>
<thead><tr><th scope="col">Practice</th><th scope="col">Start</th><th scope="col">Description</th><th scope="col">Appointment</th><th scope="col">Why it was left</th><th scope="col">To cancel it by hand</th></tr></thead>
<tbody>${left.map(
    ({ practice, start, description, appointment, baseUrl, reason, patient, version, cancelByHand }) =>
      markup`<tr><th scope="row">${practice}</th><td>${start}</td><td>${description}</td><td>${appointment === null ? 'id not known' : markup`<code>${baseUrl}/Appointment/${appointment}</code>`}${version !== undefined && ` version ${version}`}${patient !== undefined && `, ${patient}`}</td><td>${oneLine(reason)}</td><td>${cancelByHand === undefined ? 'look for it in the diary' : markup`<code>${cancelByHand}</code>`}</td></tr>`,
  )}</tbody></table></div>`;
