import type { ExchangeRecord } from '../result.js';
import { shortUrl } from './exchange-section.js';
import { anchor, markup, type Content, type Markup } from './markup.js';
import { slowest, spans, timings, type Timing } from './timing.js';

const slowCalls = 10;
const bar = { width: 26, height: 34 };

/** How long the answers took: a distribution for each interaction, and the slowest calls. */
export function timingSection(exchanges: readonly ExchangeRecord[]): Content {
  const every = timings(exchanges);
  if (every.length === 0) return undefined;
  return markup`<section id="timing" aria-labelledby="timing-head"><h2 id="timing-head">Timing</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Timing by interaction"><table><caption>Milliseconds from sending a request to the last byte of its answer</caption>
<thead><tr><th scope="col">Interaction</th><th scope="col">Answers</th><th scope="col">Median</th><th scope="col">95 %</th><th scope="col">Longest</th>
<th scope="col">Distribution (${spanNames().join(' | ')})</th></tr></thead><tbody>${every.map(timingRow)}</tbody></table></div>
<h3>Slowest calls</h3><ol>${slowest(exchanges, slowCalls).map(slowCall)}</ol></section>`;
}

const spanNames = (): string[] => spans.map((end) => (end === Infinity ? 'more' : String(end)));

function timingRow({ interaction, count, median, p95, longest, distribution }: Timing): Markup {
  return markup`<tr><th scope="row">${interaction}</th><td>${count}</td><td>${Math.round(median)}</td><td>${Math.round(p95)}</td>
<td>${Math.round(longest)}</td><td>${histogram(distribution)}</td></tr>`;
}

function histogram(distribution: readonly number[]): Markup {
  const most = Math.max(1, ...distribution);
  const names = spanNames();
  const words = distribution.flatMap((count, index) =>
    count === 0 ? [] : [`${count} up to ${names[index] ?? ''} ms`],
  );
  const width = distribution.length * bar.width;
  const bars = distribution.map((count, index) => {
    if (count === 0) return undefined;
    const height = Math.max(2, Math.round((count / most) * bar.height));
    const left = index * bar.width;
    return markup`<rect class="bar" x="${left + 2}" y="${bar.height + 12 - height}" width="${bar.width - 4}" height="${height}"/>
<text x="${left + bar.width / 2}" y="${bar.height + 9 - height}">${count}</text>`;
  });
  return markup`<svg class="histogram" role="img" aria-label="${words.join(', ')}" viewBox="0 0 ${width} ${bar.height + 14}" width="${width}" height="${bar.height + 14}">${bars}
<line x1="0" y1="${bar.height + 12}" x2="${width}" y2="${bar.height + 12}"/></svg>`;
}

const slowCall = ({ id, ms, method, url, practice }: ExchangeRecord): Markup =>
  markup`<li><b>${Math.round(ms)} ms</b> <a href="#${anchor(id)}">${id}</a> ${practice} <code>${method} ${shortUrl(url).slice(0, 120)}</code></li>`;
