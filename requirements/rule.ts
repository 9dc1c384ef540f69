import type { Validation } from '../profiles/index.js';
import type { Answer, AskedInteraction } from './answer.js';
import { interactions } from './catalogue.js';
import type { CheckResult } from './finding.js';

/** When a standing rule applies to an answer: a predicate with the words for the times it does not. */
export interface Occasion {
  readonly words: string;
  readonly holds: (answer: Answer) => boolean;
}

/** What a check may depend on besides the answer: what the target file says, and what the profile validator says. */
export interface JudgingContext {
  readonly policies: Readonly<Record<string, string>>;
  /** Absent means: the target file does not say. */
  readonly declares: Readonly<Record<string, boolean | undefined>>;
  /** The answer's body held against the profiles of its interaction; worked out once an answer. */
  readonly validation: (answer: Answer) => Validation;
}

/** A standing rule: one requirement, judged on every answer of its interaction wherever it occurs. */
export interface Rule {
  readonly id: string;
  readonly on: AskedInteraction | readonly AskedInteraction[];
  readonly when: Occasion;
  /** Whether the target file asks for the rule at all; left out, it is always judged. */
  readonly askedFor?: (context: JudgingContext) => boolean;
  readonly check: (answer: Answer, context: JudgingContext) => CheckResult;
}

/** Declares a standing rule; level, text, source and expectation come from the catalogue by its id. */
export const rule = (definition: Rule): Rule => definition;

/** Every answer, also to requests outside the documented interactions. */
export const everyInteraction: readonly AskedInteraction[] = [...interactions, 'other'];

/** The answer has a 2xx status. */
export const succeeded: Occasion = { words: 'a successful answer', holds: (answer) => answer.succeeded };

/** The answer has any other status than 2xx. */
export const refused: Occasion = { words: 'a refusal', holds: (answer) => !answer.succeeded };

/** Any answer at all. */
export const always: Occasion = { words: 'an answer', holds: () => true };
