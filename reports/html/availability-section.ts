import { markup, type Content, type Markup } from './markup.js';
import type { Availability, PracticeAvailability } from './availability.js';

/** The federation's merged availability as a picture: practices down, days across, the darker the more slots. */
export function availabilitySection(availabilities: readonly Availability[]): Content {
  if (availabilities.length === 0) return undefined;
  return markup`<section id="availability" aria-labelledby="availability-head"><h2 id="availability-head">Availability across practices</h2>
<p>What the practices of a federated session offered, merged by day (UK time). The framed day is the one that was booked.</p>
${availabilities.map(availabilityFigure)}</section>`;
}

function availabilityFigure({ test, days, practices }: Availability): Markup {
  const most = Math.max(1, ...practices.flatMap(({ perDay }) => [...perDay.values()]));
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Availability: ${test}"><table class="availability"><caption>${test}</caption>
<thead><tr><th scope="col">Practice</th>${days.map((day) => markup`<th scope="col"><time datetime="${day}">${shortDay(day)}</time></th>`)}<th scope="col">In all</th></tr></thead>
<tbody>${practices.map((practice) => practiceRow(practice, days, most))}</tbody></table></div>`;
}

function practiceRow(
  { practice, perDay, words, bookedOn }: PracticeAvailability,
  days: readonly string[],
  most: number,
): Markup {
  const cells = days.map((day) => {
    const count = perDay.get(day) ?? 0;
    const shade = Math.ceil((count / most) * 4);
    return markup`<td class="shade-${shade}${day === bookedOn && ' booked'}">${count === 0 ? '·' : count}${day === bookedOn && markup`<small>booked</small>`}</td>`;
  });
  return markup`<tr><th scope="row">${practice}</th>${cells}<td class="words">${words}</td></tr>`;
}

/** `2026-11-23` as `23/11`. */
const shortDay = (day: string): string => `${day.slice(8, 10)}/${day.slice(5, 7)}`;
