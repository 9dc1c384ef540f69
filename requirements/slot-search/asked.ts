import type { Answer } from '../answer.js';
import { onceAnAnswer } from '../once.js';
import type { Occasion } from '../rule.js';
import { boundsOf, isUkLocal } from '../uk-time.js';

/** The instants (ms since 1970) a search was limited to, both included. */
export interface AskedRange {
  readonly first: number;
  readonly last: number;
}

/** The parameters of a search as they were sent, decoded. */
const parametersOf = onceAnAnswer(
  (answer) => new URLSearchParams(/\?(.*)$/s.exec(answer.parts.request.url)?.[1] ?? ''),
);

/**
 * The range a search asked for; undefined where it did not ask as a consumer has to (SLOT-070): start and end once
 * each, with ge and le, as a date or as UK local date and time, the end not before the start.
 */
export const askedRange = onceAnAnswer((answer): AskedRange | undefined => {
  const parameters = parametersOf(answer);
  const first = bound(parameters.getAll('start'), 'ge')?.first;
  const last = bound(parameters.getAll('end'), 'le')?.last;
  return first === undefined || last === undefined || last < first ? undefined : { first, last };
});

function bound(values: readonly string[], prefix: string): ReturnType<typeof boundsOf> {
  const [value] = values;
  if (values.length !== 1 || value === undefined || !value.startsWith(prefix)) return undefined;
  const rest = value.slice(prefix.length);
  return rest.includes('T') && !isUkLocal(rest) ? undefined : boundsOf(rest);
}

/** The values of `_include:recurse` that a search asked for. */
export const recursed = (answer: Answer): readonly string[] => parametersOf(answer).getAll('_include:recurse');

const isProper = onceAnAnswer((answer): boolean => {
  const parameters = parametersOf(answer);
  return (
    answer.succeeded &&
    parameters.getAll('status').join() === 'free' &&
    parameters.getAll('_include').includes('Slot:schedule') &&
    askedRange(answer) !== undefined
  );
});

/**
 * The only answers whose content can be held against the guide. What a provider says to a search it ought to have
 * refused is judged by the refusal alone.
 */
export const properSearch: Occasion = {
  words: 'a successful answer to a search with every mandatory parameter',
  holds: isProper,
};

/** A proper search whose answer has at least one Slot. */
export const slotsFound: Occasion = {
  words: 'a successful answer with at least one Slot',
  holds: (answer) => isProper(answer) && answer.slots.length > 0,
};

/** A proper search whose answer has no Slot. */
export const nothingFound: Occasion = {
  words: 'a successful answer without any Slot',
  holds: (answer) => isProper(answer) && answer.slots.length === 0,
};
