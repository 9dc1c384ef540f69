import type { Finding } from '../../requirements/finding.js';
import { forTerminal, oneLine } from '../untrusted-text.js';
import { code, prose, table } from '../writers/markdown-text.js';
import {
  changeKinds,
  type Came,
  type Change,
  type ChangeKind,
  type Differences,
  type Unpaired,
} from './differences.js';

/** What each kind of change is called, for people. */
const titles: Readonly<Record<ChangeKind, string>> = {
  'new-fail': 'Newly failing',
  'no-longer-judged': 'No longer judged',
  waiver: 'Waivers',
  'new-warn': 'New warnings',
  'other-findings': 'Same outcome, other findings',
  'other-outcome': 'Other outcomes',
  'now-judged': 'Now judged and met',
  'warn-gone': 'Warnings gone',
  fixed: 'Fixed',
};

/** Lines of a screen for what changed, and for what only one result holds; and rows of a table in Markdown. */
const most = { lines: 17, remarks: 3, rows: 100, facts: 60 };

/** The same change of one requirement, once for all practices where it happened. */
interface Told {
  readonly change: Change;
  readonly practices: readonly string[];
}

/** The differences on one screen of lines no longer than `width`: the verdict first, then what is worst. */
export function differencesInWords(found: Differences, width: number): string {
  const lines = [
    headline(found),
    ...found.remarks.slice(0, most.remarks),
    ...kindLines(found.changes),
    ...unpairedLines(found),
    ...timingLine(found),
  ];
  return `${lines.map((line) => forTerminal(line, Math.max(40, width)).replace(/^- /, '  - ')).join('\n')}\n`;
}

/** The differences as Markdown, for a pull request or a step summary: a table for each kind of change. */
export function differencesInMarkdown(found: Differences): string {
  const tables = grouped(found.changes).map(([kind, told]) => {
    const shown = told.slice(0, most.rows).map(markdownRow);
    const rest = told.length > most.rows ? `\n\n${told.length - most.rows} more.` : '';
    const head = ['requirement', 'level', 'practices', 'before', 'after', 'why'];
    return `## ${titles[kind]} (${told.length})\n\n${table(head, shown)}${rest}`;
  });
  const notes = [...found.remarks, ...unpairedLines(found), ...timingLine(found)].map((line) => `- ${prose(line)}`);
  const parts = [`# ${prose(headline(found))}`, notes.join('\n'), ...tables];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function headline({ isWorse, changes, compared }: Differences): string {
  if (changes.length === 0) return `No change: ${compared} requirements compared`;
  const counts = grouped(changes).map(([kind, told]) => `${told.length} ${titles[kind].toLowerCase()}`);
  return `${isWorse ? 'WORSE' : 'Not worse'}: ${counts.join(', ')} (${compared} compared)`;
}

/** Every kind gets its line with the count; what room is left goes to single changes, the worst kinds first. */
function kindLines(changes: readonly Change[]): readonly string[] {
  const groups = grouped(changes);
  let room = most.lines - groups.length;
  return groups.flatMap(([kind, told]) => {
    const shown = told.slice(0, Math.max(0, room));
    room -= shown.length;
    const more = shown.length < told.length ? `, ${shown.length} shown` : '';
    return [`${titles[kind]} (${told.length}${more})`, ...shown.map(changeLine)];
  });
}

function changeLine({ change, practices }: Told): string {
  const { id, level, before, after } = change;
  const why = reasonFor(change);
  return `- ${id} ${level} at ${practices.join(', ')}: ${before.outcome} -> ${after.outcome}${why === '' ? '' : `: ${why}`}`;
}

function markdownRow({ change, practices }: Told): string[] {
  const { id, level, before, after } = change;
  const where = practices.map((practice) => code(practice)).join(' ');
  return [id, level, where, before.outcome, after.outcome, prose(reasonFor(change))];
}

/** What explains a change best: what is newly found, else why it is not judged, else what is found no longer. */
function reasonFor({ appeared, gone, before, after, kind }: Change): string {
  const [came] = appeared;
  if (came !== undefined) return findingWords(came);
  if (after.reason !== null && kind !== 'fixed') return oneLine(after.reason, 160);
  const [went] = gone;
  if (went !== undefined) return `no longer: ${findingWords(went)}`;
  return reasonOf(before);
}

const reasonOf = ({ reason }: Came): string => (reason === null ? '' : `before: ${oneLine(reason, 160)}`);

function findingWords({ message, expected, actual }: Finding): string {
  const wanted = expected === undefined ? '' : `; expected ${oneLine(expected, most.facts)}`;
  const came = actual === undefined ? '' : `, came ${oneLine(actual, most.facts)}`;
  return `${oneLine(message, 160)}${wanted}${came}`;
}

/** The changes of each kind that occurs, in the order of kinds; within one, those at most practices first. */
function grouped(changes: readonly Change[]): readonly (readonly [ChangeKind, readonly Told[]])[] {
  return changeKinds.flatMap((kind) => {
    const told = byRequirement(changes.filter((change) => change.kind === kind));
    return told.length === 0 ? [] : [[kind, told] as const];
  });
}

function byRequirement(changes: readonly Change[]): readonly Told[] {
  const groups = new Map<string, { change: Change; practices: string[] }>();
  for (const change of changes) {
    const key = `${change.id} ${change.before.outcome} ${change.after.outcome}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { change, practices: [change.practice] });
    else group.practices.push(change.practice);
  }
  const levels = ['SHALL', 'SHOULD', 'MAY'];
  const rank = ({ change, practices }: Told): number => levels.indexOf(change.level) * 1_000 - practices.length;
  return [...groups.values()].toSorted((one, other) => rank(one) - rank(other));
}

function unpairedLines({ onlyBefore, onlyAfter }: Differences): readonly string[] {
  return [...unpairedLine('Only before', onlyBefore), ...unpairedLine('Only after', onlyAfter)];
}

function unpairedLine(title: string, { practices, requirements, rows }: Unpaired): readonly string[] {
  if (rows === 0) return [];
  const named = [
    ...(practices.length > 0 ? [`practices ${someOf(practices)}`] : []),
    ...(requirements.length > 0 ? [`requirements ${someOf(requirements)}`] : []),
  ];
  return [`${title}, not compared: ${rows} rows${named.length > 0 ? ` (${named.join('; ')})` : ''}`];
}

const someOf = (names: readonly string[]): string =>
  `${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}`;

/** A median that moved by a quarter and by 20 ms is worth a word; it never makes a result worse. */
function timingLine({ timing }: Differences): readonly string[] {
  const moved = timing.flatMap(({ interaction, before, after }) => {
    if (before === undefined || after === undefined) return [];
    const [was, is] = [Math.round(before.median), Math.round(after.median)];
    return Math.abs(is - was) < Math.max(20, was / 4) ? [] : [`${interaction} ${was} -> ${is} ms`];
  });
  return moved.length === 0 ? [] : [`Median times: ${moved.join(', ')}`];
}
