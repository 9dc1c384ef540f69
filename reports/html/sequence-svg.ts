import { shortened } from '../untrusted-text.js';
import { anchor, markup, type Content, type Markup } from './markup.js';
import type { Arrow, Sequence, SequenceStep } from './sequence.js';

/** Sizes of the drawing in its own units, which are pixels at full size. */
const size = { margin: 12, lane: 190, head: 44, band: 30, arrow: 40, gap: 6 };

interface Placed {
  readonly drawn: Markup;
  readonly bottom: number;
}

/**
 * Draws a sequence: one lane for the consumer and one for each practice, a band for each step with its number, and an
 * arrow out and back for each exchange, red where it failed. Each arrow leads to its exchange in the report.
 */
export function sequenceSvg(sequence: Sequence): Markup {
  const lanes = ['consumer', ...sequence.lanes];
  const width = Math.max(560, size.margin * 2 + lanes.length * size.lane);
  const columns = new Map(lanes.map((lane, index) => [lane, size.margin + size.lane * (index + 0.5)]));
  let bottom = size.head;
  const steps = sequence.steps.map((step) => {
    const placed = drawnStep(step, bottom, width, columns);
    bottom = placed.bottom;
    return placed.drawn;
  });
  const height = bottom + size.margin;
  return markup`<svg class="sequence" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group"
 aria-label="Sequence of ${sequence.test} at ${sequence.practice}">${[...columns].map(([lane, x]) => drawnLane(lane, x, height))}${steps}</svg>`;
}

function drawnLane(lane: string, x: number, height: number): Markup {
  const left = x - size.lane / 2 + 8;
  return markup`<rect class="lane-head" x="${left}" y="6" width="${size.lane - 16}" height="26" rx="4"/>
<text class="lane-name" x="${x}" y="24">${fitted(lane, 20)}</text>
<line class="lane" x1="${x}" y1="32" x2="${x}" y2="${height - 6}"/>`;
}

function drawnStep(step: SequenceStep, top: number, width: number, columns: ReadonlyMap<string, number>): Placed {
  const left = size.margin;
  const words = fitted(step.title, Math.floor((width - 100) / 7));
  const band = markup`<rect class="band${step.failed && ' failed'}" x="${left}" y="${top}" width="${width - 2 * left}" height="22" rx="4"/>
${step.number !== '' && markup`<text class="step-number" x="${left + 8}" y="${top + 15}">${step.number}</text>`}
<text class="step-title" x="${left + 38}" y="${top + 15}">${words}${step.failed && ' (failed)'}</text>`;
  let bottom = top + size.band;
  const arrows = step.arrows.map((arrow) => {
    const drawn = drawnArrow(arrow, bottom, columns);
    bottom += size.arrow;
    return drawn;
  });
  return { drawn: markup`${band}${arrows}`, bottom: bottom + size.gap };
}

/** The request's line runs to the practice; the answer's comes back, or ends in a cross where none came. */
function drawnArrow(arrow: Arrow, top: number, columns: ReadonlyMap<string, number>): Markup {
  const from = columns.get('consumer') ?? 0;
  const to = columns.get(arrow.practice) ?? from;
  const out = top + 12;
  const back = top + 32;
  const room = Math.max(20, Math.floor((to - from) / 7) - 2);
  const answer: Content =
    arrow.state === 'silent'
      ? markup`<path class="cross" d="M${to - 6} ${back - 6}l12 12m0 -12l-12 12"/>`
      : markup`<line class="answer" x1="${to}" y1="${back}" x2="${from + 7}" y2="${back}"/><path class="tip back" d="M${from} ${back}l9 -4v8z"/>`;
  return markup`<a class="arrow ${arrow.state}" href="#${anchor(arrow.exchange)}">
<rect class="hit" x="${from}" y="${top}" width="${to - from}" height="${size.arrow}"/>
<line class="request" x1="${from}" y1="${out}" x2="${to - 7}" y2="${out}"/><path class="tip" d="M${to} ${out}l-9 -4v8z"/>
<text x="${from + 10}" y="${out - 3}">${fitted(arrow.request, room)}</text>${answer}
<text class="result" x="${to - 12}" y="${back - 4}">${fitted(arrow.answer, room)}</text></a>`;
}

/** Text that fits into so many characters; the full text stands in the label and in the list below the drawing. */
const fitted = (text: string, longest: number): string => shortened(text, Math.max(2, longest));
