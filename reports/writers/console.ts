import { join } from 'node:path';
import type { Outcome } from '../../requirements/outcome.js';
import type { Finding } from '../../requirements/finding.js';
import { headlines, reasonsOf, type Headline } from '../digest.js';
import { reportFiles } from '../files.js';
import { forTerminal, shortened } from '../untrusted-text.js';
import { replayWords } from '../replay/words.js';
import { verificationWords } from '../verification.js';
import type { ConformanceResult, Verdict } from '../result.js';
import { outcomes, verdictWords } from '../words.js';

/** How the summary is to look. `width` is the columns of the terminal; `folder` is where the reports stand. */
export interface ConsoleOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly folder?: string;
}

/** How much room each part gets: lines below a finding, reasons, bookings left, and an empty line between parts. */
interface Layout {
  readonly details: 1 | 2;
  readonly reasons: number;
  readonly bookings: number;
  readonly gap: '' | '\n';
}

/** From roomy to tight; the first that fits the screen is taken, so that findings keep their place to the last. */
const layouts: readonly [...Layout[], Layout] = [
  { details: 2, reasons: 4, bookings: 3, gap: '\n' },
  { details: 2, reasons: 2, bookings: 2, gap: '\n' },
  { details: 1, reasons: 2, bookings: 1, gap: '\n' },
  { details: 1, reasons: 2, bookings: 1, gap: '' },
  { details: 1, reasons: 0, bookings: 1, gap: '' },
];

/** A screen, and how many findings are named on it. */
const screen = { lines: 24, columns: 100, findings: 5 };

/**
 * The run on one screen (24 lines of at most 100 columns): verdict, counts, the most important findings first, why
 * requirements were not tested, bookings, and where the reports are. Provider text cannot steer the terminal.
 */
export function consoleSummary(result: ConformanceResult, options: ConsoleOptions): string {
  const page = new Page(options);
  const written = layouts.map((layout) => laidOut(result, page, layout, options.folder));
  return written.find((text) => text.trimEnd().split('\n').length <= screen.lines) ?? written.at(-1) ?? '';
}

/** The verdict alone, in one line; bookings that were left follow it, because somebody has to cancel them. */
export function consoleVerdict(result: ConformanceResult, options: ConsoleOptions): string {
  const page = new Page(options);
  const left = result.bookings.left.length > 0 ? bookingsBlock(result, page, screen.lines) : [];
  return `${[...verdictLines(result, page, 1), ...left].join('\n')}\n`;
}

function laidOut(result: ConformanceResult, page: Page, layout: Layout, folder: string | undefined): string {
  const blocks = [
    verdictBlock(result, page),
    countsBlock(result, page),
    findingsBlock(result, page, layout.details),
    reasonsBlock(result, page, layout.reasons),
    [...bookingsBlock(result, page, layout.bookings), ...reportsLine(page, folder)],
  ];
  const filled = blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`);
  return filled.join(layout.gap);
}

type Paint = 'red' | 'green' | 'yellow' | 'magenta' | 'dim' | 'bold';

const paints: Readonly<Record<Paint, number>> = { red: 31, green: 32, yellow: 33, magenta: 35, dim: 2, bold: 1 };

const outcomePaint: Readonly<Record<Outcome, Paint>> = {
  fail: 'red',
  error: 'magenta',
  warn: 'yellow',
  pass: 'green',
  'not-tested': 'yellow',
  'not-applicable': 'dim',
  waived: 'dim',
  manual: 'dim',
  attested: 'dim',
};

const verdictPaint: Readonly<Record<Verdict, Paint>> = {
  conformant: 'green',
  'non-conformant': 'red',
  unreachable: 'magenta',
  incomplete: 'yellow',
  'harness-error': 'magenta',
};

/** Lays out lines for one terminal: wraps at its width, cuts what is too long, paints where colour is wanted. */
class Page {
  private readonly width: number;

  constructor(private readonly options: ConsoleOptions) {
    this.width = Math.max(40, Math.min(options.width, screen.columns));
  }

  paint(text: string, paint: Paint): string {
    return this.options.colour ? `\u001b[${paints[paint]}m${text}\u001b[0m` : text;
  }

  /** Untrusted text in at most `lines` lines, each with the indent; what does not fit ends in an ellipsis. */
  wrapped(text: string, indent: string, lines: number): string[] {
    const room = this.width - indent.length;
    const words = forTerminal(text, room * lines)
      .split(' ')
      .flatMap((word) => word.match(new RegExp(`.{1,${room}}`, 'gsu')) ?? []);
    const filled: string[] = [];
    for (const word of words) {
      const last = filled.at(-1);
      if (last !== undefined && [...last, ' ', ...word].length <= room) filled[filled.length - 1] = `${last} ${word}`;
      else filled.push(word);
    }
    const shown = filled.slice(0, lines);
    const end = shown.at(-1);
    if (filled.length > lines && end !== undefined) shown[lines - 1] = shortened(`${end}…`, room);
    return shown.map((line) => `${indent}${line}`);
  }
}

function verdictLines({ verdict, exitCode }: ConformanceResult, page: Page, lines: number): string[] {
  const word = verdict.toUpperCase();
  const painted = page.paint(page.paint(word, verdictPaint[verdict]), 'bold');
  const [first = '', ...rest] = page.wrapped(`${word} (exit code ${exitCode}): ${verdictWords[verdict]}`, '', lines);
  return [`${painted}${first.slice(word.length)}`, ...rest];
}

function verdictBlock(result: ConformanceResult, page: Page): string[] {
  const { verdictReason, target, run } = result;
  const facts = `${target.name}: ${run.exchanges} exchanges in ${(run.durationMs / 1000).toFixed(1)} s`;
  return [
    ...verificationWords(result).map((words) => page.paint(words, 'red')),
    ...verdictLines(result, page, 2),
    ...(verdictReason === undefined ? [] : page.wrapped(verdictReason, '', 2)),
    ...page.wrapped(facts, '', 1),
    ...replayWords(run).flatMap((words) => page.wrapped(words, '', 2)),
  ];
}

function countsBlock({ summary }: ConformanceResult, page: Page): string[] {
  const count = (outcome: Outcome): string => {
    const text = `${summary[outcome]} ${outcome}`;
    return summary[outcome] === 0 ? page.paint(text, 'dim') : page.paint(text, outcomePaint[outcome]);
  };
  const half = 4;
  return [outcomes.slice(0, half), outcomes.slice(half)].map((row) => row.map(count).join('   '));
}

function findingsBlock(result: ConformanceResult, page: Page, details: Layout['details']): string[] {
  const every = headlines(result);
  if (every.length === 0) return [];
  const shown = every.slice(0, screen.findings);
  const title = page.paint(`Most important findings (${shown.length} of ${every.length})`, 'bold');
  return [title, ...shown.flatMap((headline, index) => headlineLines(headline, index, page, details))];
}

function headlineLines(headline: Headline, index: number, page: Page, details: Layout['details']): string[] {
  const { requirement, practices, finding, others } = headline;
  const { id, level, outcome, reason, statement } = requirement;
  const more = others > 0 ? `, ${others} more` : '';
  const where = forTerminal(practices.join(', '), 40);
  const head = `${index + 1} ${page.paint(outcome, outcomePaint[outcome])} ${id} ${level} at ${where}${more}`;
  if (finding === undefined) return [head, ...page.wrapped(reason ?? statement, '    ', details)];
  const facts = factsOf(finding);
  if (details === 1) return [head, ...page.wrapped(`${forTerminal(finding.message, 45)}: ${facts}`, '    ', 1)];
  return [head, ...page.wrapped(finding.message, '    ', 1), ...page.wrapped(facts, '    ', 1)];
}

function factsOf({ expected, actual, path, exchange }: Finding): string {
  const facts = [
    ...(expected === undefined ? [] : [`expected ${forTerminal(expected, 40)}`]),
    ...(actual === undefined ? [] : [`came ${forTerminal(actual, 40)}`]),
    `at ${forTerminal(path, 60)}${exchange === undefined ? '' : ` in ${exchange}`}`,
  ];
  return facts.join(', ');
}

function reasonsBlock(result: ConformanceResult, page: Page, most: number): string[] {
  const every = reasonsOf(result, 'not-tested');
  if (every.length === 0) return [];
  const shown = every.slice(0, most).flatMap(({ reason, count, ids }) => {
    const some = `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;
    return page.wrapped(`${count} × ${forTerminal(reason, 100)} (${some})`, '  ', most > 2 ? 2 : 1);
  });
  const some = every.length > most ? ` (${most} of ${every.length} reasons)` : '';
  const why = most === 0 ? `: ${reportFiles.markdown} says why` : `, and why${some}`;
  return [page.paint(`Not tested (${result.summary['not-tested']})${why}`, 'bold'), ...shown];
}

function bookingsBlock({ bookings }: ConformanceResult, page: Page, most: number): string[] {
  const { created, cancelled, left } = bookings;
  const counts = `Bookings: ${created} created, ${cancelled} cancelled, ${left.length} left`;
  if (left.length === 0) return [counts];
  const rest = left.length > most ? `and ${left.length - most} more; ` : '';
  return [
    page.paint(counts, 'red'),
    ...left.slice(0, most).flatMap(({ practice, start, description, appointment, reason }) => {
      const id = appointment === null ? 'id not known' : `Appointment/${appointment}`;
      return page.wrapped(`${practice} ${start} "${description}" ${id}: ${reason}`, '  ', 1);
    }),
    ...page.wrapped(`${rest}cancel with: gpc-conformance cleanup (by hand: see the report)`, '  ', 1),
  ];
}

function reportsLine(page: Page, folder: string | undefined): string[] {
  if (folder === undefined) return [];
  return page.wrapped(
    `Reports: ${join(folder, reportFiles.html)}, ${reportFiles.markdown}, ${reportFiles.junit}`,
    '',
    2,
  );
}
