import type { ConformanceResult, RequirementResult, WaiverUse } from '../result.js';
import { oneLine } from '../untrusted-text.js';
import { findingAnchor } from './finding-section.js';
import { anchor, markup, type Content, type Markup } from './markup.js';

/** The waivers of the target and what became of each, and the attestations with who has shown what, when, and by which file. */
export function exceptionSection(result: ConformanceResult): Markup {
  const { waivers = [], requirements } = result;
  const attested = requirements.filter(({ attestation }) => attestation !== undefined);
  const none = waivers.length === 0 && attested.length === 0;
  return markup`<section id="exceptions" aria-labelledby="exceptions-head"><h2 id="exceptions-head">Waivers and attestations</h2>
${none && markup`<p>The target has none for what was asked.</p>`}${waivers.length > 0 && waiverTable(waivers, requirements)}${attested.length > 0 && attestationTable(attested)}</section>`;
}

const stateWords: Readonly<Record<WaiverUse['state'], string>> = {
  used: 'accepts a failure',
  unused: 'unused: nothing it accepts was found',
  'too-broad': 'too broad: it also names practices that need none',
  expired: 'expired: it accepts nothing any more',
  'not-judged': 'its requirement was not judged in this run, or only warned',
};

const waiverTable = (waivers: readonly WaiverUse[], requirements: readonly RequirementResult[]): Markup =>
  table(
    'Waivers',
    ['Requirement', 'At', 'State', 'Last day', 'Owner', 'Reason'],
    waivers.map((waiver) => waiverRow(waiver, requirements)),
  );

function waiverRow(waiver: WaiverUse, requirements: readonly RequirementResult[]): Markup {
  const { requirement, practices, state, accepts, expires, owner, reason, link, finding } = waiver;
  const rows = requirements.filter(({ id, practice }) => id === requirement && accepts.includes(practice));
  const chip = state === 'used' ? 'waived' : state === 'not-judged' ? 'not-tested' : 'fail';
  const narrow = [finding?.rule, finding?.path].filter((one) => one !== undefined).join(' at ');
  return markup`<tr><th scope="row"><a href="#${anchor(requirement)}">${requirement}</a>${narrow !== '' && markup`<small>only ${oneLine(narrow, 200)}</small>`}</th>
<td>${(practices ?? ['whole target']).join(', ')}</td><td><span class="chip ${chip}">${state}</span> ${stateWords[state]}${rows.map((row) => markup` <a href="#${findingAnchor(row)}">${row.practice}</a>`)}</td>
<td>${expires}</td><td>${oneLine(owner, 200)}</td><td>${oneLine(reason, 600)} ${link !== undefined && linked(link)}</td></tr>`;
}

/** Only a web address is made a link: the result file may come from elsewhere. */
const linked = (link: string): Content =>
  /^https?:\/\//i.test(link)
    ? markup`<a href="${link}" rel="noreferrer">${oneLine(link, 200)}</a>`
    : oneLine(link, 200);

const attestationTable = (attested: readonly RequirementResult[]): Markup =>
  table(
    'Attestations',
    ['Requirement', 'At', 'By', 'On', 'What was looked at', 'Evidence'],
    attested.map(attestationRow),
  );

function attestationRow({ id, practice, attestation, outcome }: RequirementResult): Content {
  if (attestation === undefined) return undefined;
  const { by, date, expires, statement, evidence } = attestation;
  return markup`<tr><th scope="row"><a href="#${anchor(id)}">${id}</a> <span class="chip ${outcome}">${outcome}</span></th><td>${practice}</td><td>${oneLine(by, 200)}</td>
<td>${date}${expires !== undefined && ` (until ${expires})`}</td><td>${oneLine(statement, 600)}</td><td>${oneLine(evidence.file, 200)}<small>SHA-256 ${evidence.sha256}</small></td></tr>`;
}

const table = (caption: string, heads: readonly string[], rows: Content): Markup =>
  markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
