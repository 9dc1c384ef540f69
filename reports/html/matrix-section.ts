import { areas, type Area } from '../../requirements/catalogue.js';
import type { Outcome } from '../../requirements/outcome.js';
import type { ConformanceResult, RequirementResult } from '../result.js';
import { oneLine } from '../untrusted-text.js';
import { outcomes, outcomeWords } from '../words.js';
import { findingAnchor } from './finding-section.js';
import { anchor, markup, type Content, type Markup } from './markup.js';

/** Every requirement as a row with one cell for each practice, grouped by area, with filters and a search. */
export function matrixSection(result: ConformanceResult): Markup {
  const practices = [...new Set(result.requirements.map(({ practice }) => practice))];
  const rows = rowsOf(result);
  const present = areas.filter((area) => rows.some((row) => row[0].area === area));
  return markup`<section id="matrix" aria-labelledby="matrix-head"><h2 id="matrix-head">Requirements</h2>
${filters(present, practices)}
<div class="scroll" tabindex="0" role="region" aria-labelledby="matrix-head"><table class="matrix">
<caption>Outcome of each requirement at each practice</caption>
<thead><tr><th scope="col">Id</th><th scope="col">Level</th><th scope="col">Requirement and source</th>
${practices.map((practice) => markup`<th scope="col">${practice}</th>`)}</tr></thead>
${present.map((area) => areaBody(area, rows, practices))}</table></div></section>`;
}

/** One requirement at every practice. */
type Row = readonly [RequirementResult, ...RequirementResult[]];

function rowsOf({ requirements }: ConformanceResult): readonly Row[] {
  const rows = new Map<string, [RequirementResult, ...RequirementResult[]]>();
  for (const requirement of requirements) {
    const row = rows.get(requirement.id);
    if (row === undefined) rows.set(requirement.id, [requirement]);
    else row.push(requirement);
  }
  return [...rows.values()];
}

function filters(present: readonly Area[], practices: readonly string[]): Markup {
  const choice = (name: string, label: string, values: readonly string[]): Markup =>
    markup`<label>${label} <select name="${name}"><option value="">all</option>
${values.map((value) => markup`<option value="${value}">${value}</option>`)}</select></label>`;
  return markup`<form class="filters" role="search" aria-label="Filter requirements"><label>Search <input type="search" name="words" placeholder="id or words"></label>
${choice('area', 'Area', present)}${choice('level', 'Level', ['SHALL', 'SHOULD', 'MAY'])}
${choice('practice', 'Practice', practices)}${choice('outcome', 'Outcome', outcomes)}<button type="reset">Show all</button>
<output aria-live="polite"></output></form>`;
}

function areaBody(area: Area, rows: readonly Row[], practices: readonly string[]): Markup {
  const own = rows.filter(([requirement]) => requirement.area === area);
  return markup`<tbody data-area="${area}"><tr class="area"><th scope="rowgroup" colspan="${practices.length + 3}">${area}</th></tr>
${own.map((row) => requirementRow(row, practices))}</tbody>`;
}

function requirementRow(row: Row, practices: readonly string[]): Markup {
  const [{ id, level, statement, source }] = row;
  const cells = practices.map((practice) => outcomeCell(row.find((one) => one.practice === practice)));
  return markup`<tr id="${anchor(id)}" data-level="${level}"><th scope="row"><a href="#${anchor(id)}">${id}</a></th>
<td>${level}</td><td>${statement}<small>${source}</small></td>${cells}</tr>`;
}

const troubled: readonly Outcome[] = ['fail', 'error', 'warn', 'waived'];

function outcomeCell(requirement: RequirementResult | undefined): Markup {
  if (requirement === undefined)
    return markup`<td title="not asked of a practice that is only in the federation">–</td>`;
  const { outcome, practice, reason } = requirement;
  const chip = markup`<span class="chip ${outcome}" title="${outcomeWords[outcome]}">${outcome}</span>`;
  const shown: Content = troubled.includes(outcome)
    ? markup`<a href="#${findingAnchor(requirement)}">${chip}</a>`
    : markup`${chip}${reason !== null && markup`<small>${oneLine(reason, 120)}</small>`}`;
  return markup`<td data-p="${practice}" data-o="${outcome}">${shown}</td>`;
}
