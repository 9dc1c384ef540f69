import type { ConformanceResult, RequirementResult, WaiverUse } from '../result.js';
import { code, prose, table } from './markdown-text.js';

/** The waivers of the target with what became of each, as a section; an empty string where there are none. */
export function waivers({ waivers: uses = [], summary }: ConformanceResult): string {
  const heads = ['requirement', 'at', 'state', 'last day', 'owner', 'reason'];
  const rows = table(heads, uses.map(waiverRow));
  return rows === '' ? '' : `## Waivers (${summary.waived} failures waived)\n\n${rows}`;
}

function waiverRow({ requirement, practices, finding, state, expires, owner, reason, link }: WaiverUse): string[] {
  const narrow = [finding?.rule, finding?.path].filter((one) => one !== undefined).join(' at ');
  const what = narrow === '' ? requirement : `${requirement} (only ${code(narrow)})`;
  const where = practices === undefined ? 'whole target' : practices.map((practice) => code(practice)).join(', ');
  const shown = state === 'used' || state === 'not-judged' ? state : `**${state}**`;
  return [what, where, shown, expires, prose(owner), `${prose(reason)}${link === undefined ? '' : ` ${code(link)}`}`];
}

/** Who has shown what, when, and by which file, as a section; an empty string where nobody has. */
export function attestations({ requirements }: ConformanceResult): string {
  const rows = table(
    ['requirement', 'at', 'outcome', 'by', 'on', 'what was looked at', 'evidence'],
    requirements.flatMap(attestationRow),
  );
  return rows === '' ? '' : `## Attestations\n\n${rows}`;
}

function attestationRow({ id, practice, outcome, attestation }: RequirementResult): string[][] {
  if (attestation === undefined) return [];
  const { by, date, statement, evidence } = attestation;
  const file = `${code(evidence.file)}, SHA-256 ${code(evidence.sha256.slice(0, 12))}`;
  return [[id, code(practice), outcome, prose(by), date, prose(statement), file]];
}
