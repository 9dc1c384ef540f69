import type { ConformanceResult, ExchangeRecord } from '../result.js';
import { anchor, markup, type Markup } from './markup.js';
import { sequenceOf, type Sequence, type SequenceStep } from './sequence.js';
import { sequenceSvg } from './sequence-svg.js';

/** So many sessions are drawn; the rest are told in words only, so that the page stays small. */
const mostDrawn = 60;

/** Every session as a sequence diagram made from the recorded traffic, with the same in words below it. */
export function sessionSection(result: ConformanceResult): Markup {
  const broken = brokenExchanges(result);
  const ofTest = byTest(result.exchanges);
  const sequences = result.sessions.map((session) => sequenceOf(session, ofTest.get(session.test) ?? [], broken));
  const drawn = new Set([...sequences].sort(byInterest).slice(0, mostDrawn));
  return markup`<section id="sessions" aria-labelledby="sessions-head"><h2 id="sessions-head">Sessions</h2>
<p>Each session as it was recorded. Steps carry the numbers of the specification: 1a search, 1b slots, 2a booking, 2b confirmation. Red arrows are answers that a finding of a broken SHALL names, or that did not come; where a mistake is in very many answers, only the first are named.</p>
${sequences.map((sequence) => sessionDetails(sequence, drawn.has(sequence)))}</section>`;
}

/** Exchanges that a finding of a failed requirement speaks of. */
function brokenExchanges({ requirements }: ConformanceResult): ReadonlySet<string> {
  const failed = requirements.filter(({ outcome }) => outcome === 'fail');
  const errors = failed.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
  return new Set(errors.flatMap(({ exchange }) => exchange ?? []));
}

/** What went wrong first, then what has most to show. */
const byInterest = (one: Sequence, other: Sequence): number => interest(other) - interest(one);

function interest({ lanes, steps }: Sequence): number {
  const trouble = steps.some(isTroubled) ? 1_000 : 0;
  return trouble + lanes.length * 20 + steps.length;
}

const isTroubled = ({ failed, arrows }: SequenceStep): boolean =>
  failed || arrows.some(({ state }) => state !== 'sound');

function sessionDetails(sequence: Sequence, isDrawn: boolean): Markup {
  const { test, practice, lanes, steps } = sequence;
  const troubled = steps.some(isTroubled);
  const drawing = markup`<div class="scroll" tabindex="0" role="region" aria-label="Diagram: ${test} at ${practice}">${sequenceSvg(sequence)}</div>`;
  return markup`<details class="session" id="${anchor('session', practice, test)}"><summary>${troubled && markup`<span class="chip fail">broken</span> `}${test}
 <small>${lanes.length > 1 ? lanes.join(', ') : practice}</small></summary>
${isDrawn && drawing}<details class="in-words"><summary>The same in words</summary><ol class="steps">${steps.map(stepItem)}</ol></details></details>`;
}

function stepItem({ number, title, failed, facts, arrows }: SequenceStep): Markup {
  const came = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return markup`<li>${number !== '' && markup`<b>${number}</b> `}${title}${failed && markup` <b class="fail">failed</b>`}
${came.length > 0 && markup`<small>${came.join(', ')}</small>`}${
    arrows.length > 0 &&
    markup`<ul>${arrows.map(
      ({ exchange, practice, request, answer, state }) =>
        markup`<li class="${state}"><a href="#${anchor(exchange)}">${exchange}</a> ${request} to ${practice}: ${answer}</li>`,
    )}</ul>`
  }</li>`;
}

/** Sessions may be hundreds and exchanges thousands, so that each session only looks through its own. */
function byTest(exchanges: readonly ExchangeRecord[]): ReadonlyMap<string, readonly ExchangeRecord[]> {
  const groups = new Map<string, ExchangeRecord[]>();
  for (const exchange of exchanges) {
    if (exchange.test === null) continue;
    const group = groups.get(exchange.test);
    if (group === undefined) groups.set(exchange.test, [exchange]);
    else group.push(exchange);
  }
  return groups;
}
