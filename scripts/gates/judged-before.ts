import { createHash } from 'node:crypto';
import type { StandingJudge } from '../../fixtures/suite/workbench.js';
import type { Answer } from '../../requirements/answer.js';
import type { Finding } from '../../requirements/finding.js';
import { judgeStanding, type Judgement } from '../../requirements/judgement.js';
import { standingRules } from '../../requirements/registry.js';
import type { JudgingContext } from '../../requirements/rule.js';

const byEveryStandingRule: StandingJudge = (answer, context) => judgeStanding(standingRules, answer, context);

interface Remembered {
  readonly exchange: string;
  readonly judgements: readonly Judgement[];
}

/** Names that are made anew in every walk: request ids, the port of the provider, signatures of its tokens, the time sent. */
const madeAnew = new RegExp(
  [
    /[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/,
    /https:\/\/127\.0\.0\.1:\d+/,
    /(?<=\beyJ[\w-]+\.)[\w-]{43}\b/,
    /\b[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/**
 * Verdicts of the standing rules on the answers of one walk, for later walks under the same clock: most faults leave
 * most answers as they were, and judging is the dearest part of a walk. A standing rule is a function of the answer and
 * the context alone; so an answer that is the same to the last byte, in answer to the same request, gets the verdict it
 * got before. Only names that are made anew in every walk may differ, each standing where it stood before.
 */
export class JudgedBefore {
  private readonly known = new Map<string, Remembered>();
  private readonly contexts = new WeakMap<JudgingContext, string>();

  constructor(private readonly judge: StandingJudge = byEveryStandingRule) {}

  /** Judges an answer and remembers the verdict. */
  readonly judgeAndRemember: StandingJudge = (answer, context) => {
    const judgements = this.judge(answer, context);
    this.known.set(this.keyOf(answer, context), { exchange: answer.exchange, judgements });
    return judgements;
  };

  /** The verdict on an answer as remembered, else as judged now. */
  readonly recallOrJudge: StandingJudge = (answer, context) => {
    const before = this.known.get(this.keyOf(answer, context));
    if (before === undefined) return this.judge(answer, context);
    return before.judgements.map((judgement) => inExchange(judgement, before.exchange, answer.exchange));
  };

  private keyOf({ parts }: Answer, context: JudgingContext): string {
    const { interaction, asked, practice, request, at, status, headers, bytes } = parts;
    const text = JSON.stringify([interaction, asked, practice, request, at, status, headers]);
    const hash = createHash('sha1').update(this.textOf(context)).update(renamed(text)).update('\n').update(bytes);
    return hash.digest('base64');
  }

  private textOf(context: JudgingContext): string {
    const { policies, declares } = context;
    const text = this.contexts.get(context) ?? JSON.stringify([policies, declares]);
    this.contexts.set(context, text);
    return text;
  }
}

/** The text with every name that is made anew replaced by its number of first appearance: the same stays the same. */
function renamed(text: string): string {
  const numbers = new Map<string, string>();
  return text.replace(madeAnew, (name) => {
    const number = numbers.get(name) ?? `#${numbers.size}`;
    numbers.set(name, number);
    return number;
  });
}

function inExchange(judgement: Judgement, before: string, now: string): Judgement {
  if (before === now || judgement.findings.length === 0) return judgement;
  const moved = (found: Finding): Finding => (found.exchange === before ? { ...found, exchange: now } : found);
  return { ...judgement, findings: judgement.findings.map(moved) };
}
