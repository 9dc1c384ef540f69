import { join } from 'node:path';
import type { Outcome } from '../../requirements/outcome.js';
import { headlines, reasonsOf, type Headline } from '../digest.js';
import { reportFiles } from '../files.js';
import { forTerminal } from '../untrusted-text.js';
import type { ConformanceResult, Verdict } from '../result.js';
import { outcomes, verdictWords } from '../words.js';

/** How the summary is to look. `width` is the columns of the terminal; `folder` is where the reports stand. */
export interface ConsoleOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly folder?: string;
}

/** What a screen holds: at most so many items of each kind, and so many lines of text for one item. */
const most = { findings: 5, reasons: 4, bookings: 3, lines: 2 };

/**
 * The run on one screen (at most 40 lines of 80 columns): verdict, counts, the most important findings first, why
 * requirements were not tested, bookings, and where the reports are. Provider text cannot steer the terminal.
 */
export function consoleSummary(result: ConformanceResult, options: ConsoleOptions): string {
  const page = new Page(options);
  const blocks = [
    verdictBlock(result, page),
    countsBlock(result, page),
    findingsBlock(result, page),
    reasonsBlock(result, page, 'not-tested'),
    closingBlock(result, page, options.folder),
  ];
  const filled = blocks.filter((block) => block.length > 0);
  return `${filled.map((block) => block.join('\n')).join('\n\n')}\n`;
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
    this.width = Math.max(40, Math.min(options.width, 160));
  }

  paint(text: string, paint: Paint): string {
    return this.options.colour ? `\u001b[${paints[paint]}m${text}\u001b[0m` : text;
  }

  /** Untrusted text in at most `lines` lines, each with the indent; what does not fit ends in an ellipsis. */
  wrapped(text: string, indent: string, lines: number = most.lines): string[] {
    const room = this.width - indent.length;
    const words = forTerminal(text, room * lines)
      .split(' ')
      .flatMap((word) => word.match(new RegExp(`.{1,${room}}`, 'gsu')) ?? []);
    const filled: string[] = [];
    for (const word of words) {
      const last = filled.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= room) filled[filled.length - 1] = `${last} ${word}`;
      else filled.push(word);
    }
    const shown = filled.slice(0, lines);
    const end = shown.at(-1);
    if (filled.length > lines && end !== undefined) shown[lines - 1] = `${end.slice(0, room - 1)}…`;
    return shown.map((line) => `${indent}${line}`);
  }
}

function verdictBlock(result: ConformanceResult, page: Page): string[] {
  const { verdict, verdictReason, target, run } = result;
  const word = page.paint(page.paint(verdict.toUpperCase(), verdictPaint[verdict]), 'bold');
  const facts = `${target.name}: ${run.exchanges} exchanges in ${(run.durationMs / 1000).toFixed(1)} s`;
  return [
    `${word} (exit code ${result.exitCode}): ${verdictWords[verdict]}`,
    ...(verdictReason === undefined ? [] : page.wrapped(verdictReason, '', 3)),
    ...page.wrapped(facts, '', 1),
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

function findingsBlock(result: ConformanceResult, page: Page): string[] {
  const every = headlines(result);
  if (every.length === 0) return [];
  const shown = every.slice(0, most.findings);
  const title = page.paint(`Most important findings (${shown.length} of ${every.length})`, 'bold');
  return [title, ...shown.flatMap((headline, index) => headlineLines(headline, index, page))];
}

function headlineLines({ requirement, practices, finding, others }: Headline, index: number, page: Page): string[] {
  const { id, level, outcome, reason, statement } = requirement;
  const more = others > 0 ? `, ${others} more` : '';
  const where = forTerminal(practices.join(', '), 40);
  const head = `${index + 1} ${page.paint(outcome, outcomePaint[outcome])} ${id} ${level} at ${where}${more}`;
  if (finding === undefined) return [head, ...page.wrapped(reason ?? statement, '    ')];
  const { message, expected, actual, path, exchange } = finding;
  const facts = [
    `at ${forTerminal(path, 70)}${exchange === undefined ? '' : ` in ${exchange}`}`,
    ...(expected === undefined ? [] : [`expected ${forTerminal(expected, 60)}`]),
    ...(actual === undefined ? [] : [`came ${forTerminal(actual, 60)}`]),
  ];
  return [head, ...page.wrapped(message, '    ', 1), ...page.wrapped(facts.join(', '), '    ')];
}

function reasonsBlock(result: ConformanceResult, page: Page, outcome: Outcome): string[] {
  const every = reasonsOf(result, outcome);
  if (every.length === 0) return [];
  const shown = every.slice(0, most.reasons).flatMap(({ reason, count, ids }) => {
    const some = `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;
    return page.wrapped(`${count} × ${forTerminal(reason, 100)} (${some})`, '  ');
  });
  const rest = every.length - most.reasons;
  const title = page.paint(`Not tested (${result.summary[outcome]}), and why`, 'bold');
  return [title, ...shown, ...(rest > 0 ? [`  and ${rest} more reasons`] : [])];
}

function closingBlock({ bookings }: ConformanceResult, page: Page, folder: string | undefined): string[] {
  const { created, cancelled, left } = bookings;
  const counts = `Bookings: ${created} created, ${cancelled} cancelled, ${left.length} left`;
  const rest = left.length - most.bookings;
  return [
    left.length === 0 ? counts : page.paint(counts, 'red'),
    ...left.slice(0, most.bookings).flatMap(({ practice, start, description, appointment, reason }) => {
      const id = appointment === null ? 'id not known' : `Appointment/${appointment}`;
      return page.wrapped(`${practice} ${start} "${description}" ${id}: ${reason}`, '  ', 1);
    }),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    ...(left.length > 0 ? ['  Cancel with: gpc-conformance cleanup (by hand: see the bookings in the report)'] : []),
    ...(folder === undefined
      ? []
      : [`Reports: ${join(folder, reportFiles.html)}, ${reportFiles.markdown}, ${reportFiles.junit}`]),
  ];
}
