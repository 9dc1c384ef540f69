import { appendFileSync } from 'node:fs';
import { exchangeOf, headlines, reasonsOf, type Headline } from '../digest.js';
import { reportFiles } from '../files.js';
import type { Finding } from '../../requirements/finding.js';
import { replayWords } from '../replay/words.js';
import { verificationWords } from '../verification.js';
import type { ConformanceResult, LeftBooking, RequirementResult, SessionRecord, StepRecord } from '../result.js';
import { oneLine } from '../untrusted-text.js';
import { outcomes, verdictWords } from '../words.js';
import { attestations, waivers } from './markdown-exceptions.js';
import { block, code, prose, table } from './markdown-text.js';
import { waiverFor } from '../ready-waiver.js';

/** Beyond these a summary is no summary; the counts stay whole and the rest stands in the HTML report. */
const longest = { headlines: 5, requirements: 60, findings: 5, sessions: 40, ids: 12 };

/**
 * The run as Markdown: verdict, counts, the most important findings, every failure with what was asked and what came,
 * what was not tested and why, the sessions step by step, and the bookings left with how to cancel them by hand.
 */
export function markdownSummary(result: ConformanceResult): string {
  const parts = [
    opening(result),
    mostImportant(result),
    failures(result),
    reasons('Not tested', result, 'not-tested'),
    reasons('Errors', result, 'error'),
    waivers(result),
    attestations(result),
    sessions(result),
    bookings(result),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Appends the summary to the step summary of the CI server where there is one (GITHUB_STEP_SUMMARY names its file). */
export function appendStepSummary(markdown: string, environment: NodeJS.ProcessEnv = process.env): void {
  const file = environment['GITHUB_STEP_SUMMARY'];
  if (file !== undefined && file !== '') appendFileSync(file, `${markdown}\n`);
}

function opening(result: ConformanceResult): string {
  const { harness, run, target, verdict } = result;
  const practices = target.practices.map(({ odsCode, role }) =>
    code(role === 'suite' ? odsCode : `${odsCode} (${role})`),
  );
  const selection = Object.entries(run.selection).map(([name, value]) => `${prose(name)} ${code(value)}`);
  return [
    `# ${prose(target.name)}: ${verdict}`,
    ...verificationWords(result).map((words) => `> **${prose(words)}**`),
    `${sentence(verdictWords[verdict])} (exit code ${result.exitCode}).${result.verdictReason === undefined ? '' : ` ${prose(result.verdictReason)}`}`,
    table(
      outcomes.map((outcome) => outcome),
      [outcomes.map((outcome) => String(result.summary[outcome]))],
    ),
    [
      `Practices: ${practices.join(', ') || 'none'}.`,
      ...(selection.length > 0 ? [`Selection: ${selection.join(', ')}.`] : []),
      `Run ${code(run.id)}, started ${run.startedAt}, ${seconds(run.durationMs)}, ${run.exchanges} exchanges.`,
      ...replayWords(run).map((words) => `${prose(words)}.`),
      `${code(`${harness.name} ${harness.version}`)}, requirements ${code(harness.requirementSet)}, profiles ${code(harness.profileSet)}.`,
      `Everything in detail: ${code(reportFiles.html)}.`,
    ].join('\n'),
  ].join('\n\n');
}

function mostImportant(result: ConformanceResult): string {
  const every = headlines(result);
  if (every.length === 0) return '';
  const shown = every.slice(0, longest.headlines);
  return [`## Most important findings (${shown.length} of ${every.length})`, '', ...shown.map(headlineItem)].join('\n');
}

function headlineItem({ requirement, practices, finding, others }: Headline, index: number): string {
  const { id, level, outcome, reason, statement } = requirement;
  const where = practices.map((practice) => code(practice)).join(', ');
  const what = finding === undefined ? prose(reason ?? statement) : `${prose(finding.message)}${came(finding)}`;
  const more = others > 0 ? ` (${others} more)` : '';
  return `${index + 1}. **${outcome}** ${id} ${level} at ${where}: ${what}${more}`;
}

function came({ expected, actual, path }: Finding): string {
  const wanted = expected === undefined ? '' : `; expected ${code(expected, 120)}`;
  const given = actual === undefined ? '' : `, came ${code(actual, 120)}`;
  return `${wanted}${given} at ${code(path)}`;
}

function failures(result: ConformanceResult): string {
  const failed = result.requirements.filter(({ outcome }) => outcome === 'fail');
  if (failed.length === 0) return '';
  const shown = failed.slice(0, longest.requirements);
  const rest = failed.length - shown.length;
  const more = rest > 0 ? [`${rest} more failing requirements stand in ${code(reportFiles.html)}.`] : [];
  return ['## Failing requirements', ...shown.map((requirement) => failure(result, requirement)), ...more].join('\n\n');
}

function failure(result: ConformanceResult, requirement: RequirementResult): string {
  const { id, level, practice, statement, source, findings } = requirement;
  const shown = findings.filter(({ severity }) => severity !== 'information').slice(0, longest.findings);
  const rest = findings.length - shown.length;
  return [
    `### ${id} ${level} at ${code(practice)}`,
    `${prose(statement, 1_000)}\n\nSource: ${prose(source)}`,
    ...shown.map((finding) => findingItems(result, finding)),
    ...(rest > 0 ? [`More findings or remarks: ${rest}`] : []),
    `To waive it for a while, add this to the waivers file and put in who answers for it:\n\n${block('yaml', waiverFor(requirement, result.run.startedAt))}`,
  ].join('\n\n');
}

function findingItems(result: ConformanceResult, finding: Finding): string {
  const exchange = exchangeOf(result, finding);
  const line = finding.line === undefined ? '' : `, line ${finding.line}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Asked', exchange && `${code(`${exchange.method} ${exchange.url}`)}`],
    ['Expected', finding.expected && code(finding.expected)],
    ['Came', finding.actual && code(finding.actual)],
    [
      'Where',
      `${code(finding.path)}${line}${exchange === undefined ? '' : `, exchange ${code(exchange.id)} (${code(exchange.file)})`}`,
    ],
    ['Rule', code(finding.rule)],
  ];
  const known = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`  - ${name}: ${value}`],
  );
  return [`- ${prose(finding.message)}`, ...known].join('\n');
}

function reasons(title: string, result: ConformanceResult, outcome: 'not-tested' | 'error'): string {
  const every = reasonsOf(result, outcome);
  if (every.length === 0) return '';
  const rows = every.map(({ reason, count, ids }) => [String(count), prose(reason), someOf(ids)]);
  return `## ${title} (${result.summary[outcome]})\n\n${table(['count', 'reason', 'requirements'], rows)}`;
}

function someOf(ids: readonly string[]): string {
  const rest = ids.length - longest.ids;
  return `${ids.slice(0, longest.ids).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function sessions(result: ConformanceResult): string {
  if (result.sessions.length === 0) return '';
  const shown = result.sessions.slice(0, longest.sessions);
  const rest = result.sessions.length - shown.length;
  const more = rest > 0 ? [`${rest} more sessions stand in ${code(reportFiles.html)}.`] : [];
  return ['## Sessions', ...shown.map(session), ...more].join('\n\n');
}

const session = ({ test, practice, steps }: SessionRecord): string =>
  `### ${prose(test)} at ${code(practice)}\n\n${table(['step', 'what', 'outcome', 'came to', 'exchanges', 'ms'], steps.map(stepRow))}`;

function stepRow(step: StepRecord): string[] {
  const facts = Object.entries(step.facts).map(([name, value]) => `${prose(name)} ${code(String(value))}`);
  const outcome = step.outcome === 'failed' ? '**failed**' : step.outcome;
  const exchanges = step.exchanges.map((id) => code(id)).join(' ');
  return [prose(step.number), prose(step.title), outcome, facts.join(', '), exchanges, String(Math.round(step.ms))];
}

function bookings({ bookings: { created, cancelled, left } }: ConformanceResult): string {
  const counts = `## Bookings\n\n${created} created, ${cancelled} cancelled, ${left.length} left.`;
  if (left.length === 0) return counts;
  const advice =
    'These still stand in a diary, or may. `gpc-conformance cleanup` tries again. By hand: ask the practice to cancel the appointment ' +
    'with this start and description; or, where its id is known, read it, set its status to `cancelled`, add the cancellation reason ' +
    'extension and send it back with PUT and its version in `If-Match`.';
  return [
    counts,
    advice,
    table(['practice', 'start', 'description', 'appointment', 'why it was left'], left.map(leftRow)),
    ...commandsFor(left),
  ].join('\n\n');
}

function leftRow({
  practice,
  baseUrl,
  appointment,
  description,
  start,
  reason,
  patient,
  version,
}: LeftBooking): string[] {
  const url = appointment === null ? 'id not known' : code(`PUT ${baseUrl}/Appointment/${appointment}`);
  const known = [
    url,
    ...(version === undefined ? [] : [`version ${code(version)}`]),
    ...(patient === undefined ? [] : [prose(patient)]),
  ];
  return [code(practice), code(start), code(description), known.join(', '), prose(reason)];
}

/** Indented as code, which nothing in it can end. */
const commandsFor = (left: readonly LeftBooking[]): readonly string[] =>
  left.flatMap(({ cancelByHand }) => (cancelByHand === undefined ? [] : [`    ${oneLine(cancelByHand, 2_000)}`]));

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
