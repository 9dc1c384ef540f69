import type { ConformanceResult, ExchangeRecord } from '../result.js';
import { bodyLines } from './body-lines.js';
import { curlCommand } from './curl.js';
import { oneLine } from '../untrusted-text.js';
import { anchor, markup, type Content, type Markup } from './markup.js';
import type { HeaderLines, RecordedExchange, RecordedExchanges } from './recorded.js';

/** All bodies together may take so many characters of a page; each exchange gets an equal part, within these bounds. */
const budget = { all: 900_000, least: 600, most: 12_000 };
const longestLine = 400;

/** Beyond so many exchanges the commands to repeat them stand with the findings alone. */
const mostCommands = 400;

/**
 * Every exchange with its request and its answer; equal bodies are shown once. All of them together take about
 * `pageRoom` characters: those that findings speak of come first, and what finds no room keeps its outline.
 */
export function exchangeSection(result: ConformanceResult, recorded: RecordedExchanges, pageRoom: number): Markup {
  const room = Math.min(budget.most, Math.max(budget.least, budget.all / Math.max(1, result.exchanges.length)));
  const shelf = { room, hasCommands: result.exchanges.length <= mostCommands, shown: new Map<string, string>() };
  const drawn = new Map<string, Markup>();
  let used = 0;
  for (const exchange of byInterest(result)) {
    const details = used < pageRoom ? inFull(exchange, recorded(exchange.id), shelf) : inOutline(exchange);
    drawn.set(exchange.id, details);
    used += details.text.length;
  }
  return markup`<section id="exchanges" aria-labelledby="exchanges-head"><h2 id="exchanges-head">Exchanges</h2>
<p>Every request with its answer, test by test. Bodies are laid out anew and may be shortened; the recorded bytes stand in the file named with each.</p>
${result.exchanges.map(({ id }) => drawn.get(id))}</section>`;
}

/** What findings speak of first, then those without an answer or with a refusal, then the others. */
function byInterest({ requirements, exchanges }: ConformanceResult): readonly ExchangeRecord[] {
  const named = new Set(requirements.flatMap(({ findings }) => findings.flatMap(({ exchange }) => exchange ?? [])));
  const rank = ({ id, status }: ExchangeRecord): number => (named.has(id) ? 0 : (status ?? 500) >= 400 ? 1 : 2);
  return exchanges.toSorted((one, other) => rank(one) - rank(other));
}

interface Shelf {
  readonly room: number;
  readonly hasCommands: boolean;
  /** The exchange that first showed a body, by the body. */
  readonly shown: Map<string, string>;
}

function inFull(exchange: ExchangeRecord, recorded: RecordedExchange | undefined, shelf: Shelf): Markup {
  const { method, url } = exchange;
  const unknown = markup`<p>The file of this exchange is not there, so only its outline is known: ${method} ${url}</p>`;
  return exchangeDetails(exchange, recorded === undefined ? unknown : contentOf(exchange, recorded, shelf));
}

const inOutline = (exchange: ExchangeRecord): Markup =>
  exchangeDetails(
    exchange,
    markup`<p>No finding shown here speaks of it, and the page has no room left: its request and answer stand in the file.</p>`,
  );

function exchangeDetails(exchange: ExchangeRecord, content: Markup): Markup {
  const { id, practice, method, url, status, ms, file, failure, test, purpose } = exchange;
  return markup`<details class="exchange" id="${anchor(id)}"><summary><code>${id}</code> ${practice} ${method}
 <span class="url">${oneLine(shortUrl(url), 300)}</span> <b class="${status === null ? 'fail' : 'status'}">${status ?? 'no answer'}</b> ${Math.round(ms)} ms</summary>
<p>${test ?? purpose}. File: <code>${file}</code></p>${failure !== undefined && markup`<p class="fail">${oneLine(failure, 600)}</p>`}
${content}</details>`;
}

function contentOf({ id }: ExchangeRecord, recorded: RecordedExchange, shelf: Shelf): Markup {
  const { request, response } = recorded;
  return markup`<h4>Asked</h4><pre class="head" tabindex="0">${request.method} ${request.url}
${headerLines(request.headers)}</pre>${bodyBlock(request.body, id, shelf)}
<h4>Came</h4>${response === undefined ? markup`<p>No complete answer.</p>` : answerOf(response, id, shelf)}
${shelf.hasCommands && curlBlock(recorded)}`;
}

function answerOf(response: NonNullable<RecordedExchange['response']>, id: string, shelf: Shelf): Markup {
  const { status, statusText, headers, body, binaryBytes } = response;
  const content =
    binaryBytes === undefined ? bodyBlock(body, id, shelf) : markup`<p>${binaryBytes} bytes that are no text.</p>`;
  return markup`<pre class="head" tabindex="0">${status} ${statusText}${headerLines(headers)}</pre>${content}`;
}

/** A command that sends the request of an exchange again. */
export const curlBlock = (recorded: RecordedExchange): Markup =>
  markup`<details class="curl"><summary>Repeat it with curl</summary><pre tabindex="0">${curlCommand(recorded)}</pre></details>`;

const headerLines = (headers: HeaderLines): Content => headers.map(([name, value]) => `\n${name}: ${value}`);

function bodyBlock(body: string | undefined, id: string, { room, shown }: Shelf): Content {
  if (body === undefined || body === '') return undefined;
  const first = shown.get(body);
  if (first !== undefined) return markup`<p>The same body as in <a href="#${anchor(first)}">${first}</a>.</p>`;
  shown.set(body, id);
  const { text, left } = withinRoom(body, room);
  return markup`<pre class="body" tabindex="0">${text}</pre>${left > 0 && markup`<p>${left} more lines in the file.</p>`}`;
}

function withinRoom(body: string, room: number): { readonly text: string; readonly left: number } {
  const lines = bodyLines(body);
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    const text = line.text.length > longestLine ? `${line.text.slice(0, longestLine)}…` : line.text;
    used += text.length + 1;
    if (used > room) break;
    kept.push(text);
  }
  return { text: kept.join('\n'), left: lines.length - kept.length };
}

/** The part of a URL that tells exchanges apart: from the resource on, with its query. */
export const shortUrl = (url: string): string =>
  /\/((?:Slot|Appointment|Patient|metadata)\b.*)$/s.exec(url)?.[1] ?? url;
