import { RULES } from '../../profiles/index.js';
import type { Area } from '../../requirements/catalogue.js';
import type { Finding } from '../../requirements/finding.js';
import { countOf, exchangeOf } from '../digest.js';
import type { ConformanceResult, ExchangeRecord, RequirementResult } from '../result.js';
import { oneLine } from '../untrusted-text.js';
import { outcomeWords } from '../words.js';
import { excerpt } from './excerpt.js';
import { curlBlock } from './exchange-section.js';
import { likelyFix } from './fixes.js';
import { anchor, markup, type Content, type Markup } from './markup.js';
import { readyWaiverBlock } from './ready-waiver-block.js';
import type { RecordedExchange, RecordedExchanges } from './recorded.js';

/** A requirement shows so many of its findings in full; excerpts of all findings together take so many characters. */
const most = { findings: 6, excerpts: 500_000, curls: 2, articles: 1_000_000 };

/** The requirements that need somebody's attention, each with everything that was found about it. */
export function findingSection(result: ConformanceResult, recorded: RecordedExchanges): Markup {
  const shelf: Shelf = { result, recorded, room: most.excerpts, articles: most.articles };
  const groups = (['fail', 'error', 'warn', 'waived'] as const).map((outcome) => {
    const requirements = result.requirements.filter((one) => one.outcome === outcome);
    if (requirements.length === 0) return undefined;
    return markup`<h3>${outcome}: ${outcomeWords[outcome]} (${requirements.length})</h3>
${requirements.map((requirement) => requirementArticle(requirement, shelf))}`;
  });
  const none = groups.every((group) => group === undefined);
  return markup`<section id="findings" aria-labelledby="findings-head"><h2 id="findings-head">Findings</h2>
${none ? markup`<p>Nothing was found wrong.</p>` : groups}</section>`;
}

interface Shelf {
  readonly result: ConformanceResult;
  readonly recorded: RecordedExchanges;
  /** Characters still free for excerpts. */
  room: number;
  /** Characters still free for requirements with more than one finding each, and with commands. */
  articles: number;
}

/** The fragment of a requirement's findings at a practice. */
export const findingAnchor = ({ id, practice }: RequirementResult): string => anchor(id, practice);

function requirementArticle(requirement: RequirementResult, shelf: Shelf): Markup {
  const { id, level, area, practice, outcome, statement, source, reason, findings, tests } = requirement;
  const told = findings.filter(({ severity }) => severity !== 'information');
  const isRoomy = shelf.articles > 0;
  const shown = (told.length > 0 ? told : findings).slice(0, isRoomy ? most.findings : 1);
  const rest = countOf(findings) - shown.length;
  const article = markup`<article class="finding ${outcome}" id="${findingAnchor(requirement)}" aria-labelledby="${findingAnchor(requirement)}-head">
<h4 id="${findingAnchor(requirement)}-head"><span class="chip ${outcome}">${outcome}</span> <a href="#${anchor(id)}">${id}</a> ${level} at ${practice}</h4>
<dl><dt>Rule</dt><dd>${statement}</dd><dt>Source</dt><dd>${source}</dd>${reason !== null && markup`<dt>Reason</dt><dd>${oneLine(reason, 1_000)}</dd>`}
${tests.length > 0 && markup`<dt>Judged in</dt><dd>${tests.slice(0, 5).join('; ')}${tests.length > 5 && ` and ${tests.length - 5} more`}</dd>`}</dl>
${shown.map((finding) => findingBlock(finding, area, shelf))}${rest > 0 && markup`<p>Findings or remarks not shown here: ${rest}. They stand in conformance.json.</p>`}
${isRoomy && commands(shown, shelf)}${outcome === 'fail' && readyWaiverBlock(requirement, shelf.result.run.startedAt)}</article>`;
  shelf.articles -= article.text.length;
  return article;
}

function findingBlock(finding: Finding, area: Area, shelf: Shelf): Markup {
  const { message, expected, actual, path, rule, severity } = finding;
  const exchange = exchangeOf(shelf.result, finding);
  const recorded = exchange === undefined ? undefined : shelf.recorded(exchange.id);
  const asks = Object.hasOwn(RULES, rule) ? RULES[rule as keyof typeof RULES].asks : undefined;
  const fix = likelyFix(finding, area);
  return markup`<div class="found ${severity}"><p class="message">${oneLine(message, 600)}</p><dl>
${exchange !== undefined && markup`<dt>Asked</dt><dd>${askedWords(exchange)}</dd>`}
${expected !== undefined && markup`<dt>Expected</dt><dd><code>${oneLine(expected, 600)}</code></dd>`}
${actual !== undefined && markup`<dt>Came</dt><dd><code class="actual">${oneLine(actual, 600)}</code></dd>`}
<dt>Where</dt><dd>${placeWords(path)}${inBody(finding)}</dd>
<dt>Check</dt><dd><code>${rule}</code>${asks !== undefined && `: ${asks}`}</dd>
<dt>Likely fix</dt><dd>${fix}</dd></dl>${place(finding, recorded, shelf)}</div>`;
}

/** Most bodies come as one line, in which a column helps nobody. */
function inBody({ line = 1, column }: Finding): string {
  return line === 1 ? '' : `, line ${line}${column === undefined ? '' : `, column ${column}`} of the body as it came`;
}

/** Findings without a place in the body lie in the head of the answer or in what was sent. */
function placeWords(path: string): Content {
  if (path === 'http') return 'status and headers of the answer';
  if (path === 'request') return 'the request';
  return markup`<code>${oneLine(path, 300)}</code>`;
}

const askedWords = ({ id, method, url }: ExchangeRecord): Markup =>
  markup`<code>${method} ${oneLine(url, 1_000)}</code> (<a href="#${anchor(id)}">${id}</a>)`;

function place(finding: Finding, recorded: RecordedExchange | undefined, shelf: Shelf): Content {
  if (recorded === undefined || shelf.room <= 0) return undefined;
  const shown = excerpt(finding, recorded);
  shelf.room -= shown?.text.length ?? 0;
  return shown;
}

function commands(findings: readonly Finding[], { result, recorded }: Shelf): Content {
  const ids = new Set(findings.flatMap((finding) => exchangeOf(result, finding)?.id ?? []));
  return [...ids].slice(0, most.curls).map((id) => {
    const exchange = recorded(id);
    return exchange === undefined ? undefined : curlBlock(exchange);
  });
}
