import type { ConformanceResult } from '../result.js';
import { availabilities } from './availability.js';
import { availabilitySection } from './availability-section.js';
import { exceptionSection } from './exception-section.js';
import { exchangeSection } from './exchange-section.js';
import { findingSection } from './finding-section.js';
import { beside, closedHead } from './closed-page.js';
import { markup, Markup } from './markup.js';
import { matrixSection } from './matrix-section.js';
import type { RecordedExchanges } from './recorded.js';
import { sessionSection } from './session-section.js';
import { bookingSection, summarySection } from './summary-section.js';
import { timingSection } from './timing-section.js';

/**
 * The page stays below 3 MB, in characters: the exchanges get what the other sections leave, and so many in any case.
 * Every exchange keeps an outline of some 500 characters, which the difference to 3,000,000 is for.
 */
const room = { page: 2_250_000, exchanges: 300_000 };

const contents: readonly (readonly [id: string, title: string])[] = [
  ['summary', 'Verdict'],
  ['findings', 'Findings'],
  ['matrix', 'Requirements'],
  ['sessions', 'Sessions'],
  ['availability', 'Availability'],
  ['timing', 'Timing'],
  ['bookings', 'Bookings'],
  ['exceptions', 'Waivers and attestations'],
  ['exchanges', 'Exchanges'],
];

/** The run as one HTML page that opens from disk and loads nothing. */
export function htmlReport(result: ConformanceResult, recorded: RecordedExchanges): string {
  const style = beside(import.meta.url, './report.css');
  const script = beside(import.meta.url, './report.client.js');
  const sections = [
    summarySection(result),
    findingSection(result, recorded),
    matrixSection(result),
    sessionSection(result),
    availabilitySection(availabilities(result, recorded)),
    timingSection(result.exchanges),
    bookingSection(result),
    exceptionSection(result),
  ];
  const others = markup`${sections}`;
  const left = room.page - others.text.length - style.length - script.length;
  const exchanges = exchangeSection(result, recorded, Math.max(room.exchanges, left));
  const page = markup`${closedHead(`${result.verdict}: ${result.target.name}`, { style, script })}
<body><a class="skip" href="#summary">Skip to the verdict</a><header><h1>${result.target.name} <small>GP Connect (Patient Facing) appointments conformance</small></h1>
<nav aria-label="Sections"><ul>${contents.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav></header>
<main>${others}${exchanges}</main><script>${new Markup(script)}</script></body></html>`;
  return `${page.text}\n`;
}
