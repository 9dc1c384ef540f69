import { createHash } from 'node:crypto';
import type { StandingJudge } from '../../fixtures/suite/workbench.js';
import type { Answer } from '../../requirements/answer.js';
import type { Finding } from '../../requirements/finding.js';
import type { Judgement } from '../../requirements/judgement.js';
import { placed } from '../../requirements/place.js';
import type { JudgingContext } from '../../requirements/rule.js';

/** A verdict, and the exchange in which the answer came. */
interface Remembered {
  readonly exchange: string;
  readonly judgements: readonly Judgement[];
}

/** Names that are made anew in every walk: request ids, the port of the provider, signatures of its tokens, the time sent. */
const madeAnew = [
  /[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/,
  /https:\/\/127\.0\.0\.1:\d+/,
  /(?<=\beyJ[\w-]+\.)[\w-]{43}\b/,
  /\b[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT\b/,
];

/** Names that count up: one booking more or less, and all later ones have others. */
const countedUp = [/\b[a-z]\d{5}-apt-\d+\b/, /\bGPC test [\w-]+-\d{4}\b/];

/**
 * Verdicts of the standing rules on the answers of one walk, for later walks under the same clock: most faults leave
 * most answers as they were, and judging is the dearest part of a walk. A standing rule is a function of the answer and
 * the context alone; so an answer that is the same to the last byte, in answer to the same request, gets the verdict it
 * got before. Only names that are made anew in every walk may differ, each standing where it stood before; where the
 * verdict was that nothing is wrong, so that it quotes nothing, names that count up may differ in this way as well.
 */
export class JudgedBefore {
  private readonly exact = new Map<string, Remembered>();
  private readonly faultless = new Map<string, Remembered>();
  private readonly contexts = new WeakMap<JudgingContext, string>();

  constructor(private readonly judge: StandingJudge) {}

  /** Judges an answer and remembers the verdict. */
  readonly judgeAndRemember: StandingJudge = (answer, context) => {
    const judgements = this.judge(answer, context).map((judgement) => inItsPlace(judgement, answer));
    const remembered = { exchange: answer.exchange, judgements };
    this.exact.set(this.exactKey(answer, context), remembered);
    if (judgements.every(({ findings }) => findings.length === 0)) {
      this.faultless.set(this.looseKey(answer, context), remembered);
    }
    return judgements;
  };

  /** The verdict on an answer as remembered, else as judged now. */
  readonly recallOrJudge: StandingJudge = (answer, context) => {
    const before = this.exact.get(this.exactKey(answer, context)) ?? this.faultless.get(this.looseKey(answer, context));
    if (before === undefined) return this.judge(answer, context);
    return before.judgements.map((judgement) => inExchange(judgement, before.exchange, answer.exchange));
  };

  private exactKey(answer: Answer, context: JudgingContext): string {
    const text = renamed(this.textOf(answer, context), madeAnew);
    return createHash('sha1').update(text).update('\n').update(answer.parts.bytes).digest('base64');
  }

  private looseKey(answer: Answer, context: JudgingContext): string {
    const body = Buffer.from(answer.parts.bytes).toString('latin1');
    const text = renamed(`${this.textOf(answer, context)}\n${body}`, [...madeAnew, ...countedUp]);
    return createHash('sha1').update(text).digest('base64');
  }

  private textOf({ parts }: Answer, context: JudgingContext): string {
    const { interaction, asked, practice, request, at, status, headers } = parts;
    const { policies, declares } = context;
    const decided = this.contexts.get(context) ?? JSON.stringify([policies, declares]);
    this.contexts.set(context, decided);
    return decided + JSON.stringify([interaction, asked, practice, request, at, status, headers]);
  }
}

/** The text with every such name replaced by its number of first appearance: what was the same stays the same. */
function renamed(text: string, names: readonly RegExp[]): string {
  const numbers = new Map<string, string>();
  return text.replace(new RegExp(names.map(({ source }) => source).join('|'), 'g'), (name) => {
    const number = numbers.get(name) ?? `#${numbers.size}`;
    numbers.set(name, number);
    return number;
  });
}

/** To find line and column takes reading the body again, and those of a remembered verdict are the same. */
const inItsPlace = (judgement: Judgement, answer: Answer): Judgement => ({
  ...judgement,
  findings: judgement.findings.map((found) => placed(found, answer)),
});

function inExchange(judgement: Judgement, before: string, now: string): Judgement {
  if (before === now || judgement.findings.length === 0) return judgement;
  const moved = (found: Finding): Finding => (found.exchange === before ? { ...found, exchange: now } : found);
  return { ...judgement, findings: judgement.findings.map(moved) };
}
