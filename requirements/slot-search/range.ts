import type { Answer } from '../answer.js';
import { each, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { rule, type Rule } from '../rule.js';
import { instantOf, ukDateTime } from '../uk-time.js';
import { shownIn } from '../shown-in.js';
import { askedRange, slotsFound } from './asked.js';
import { accepted } from './parameters.js';

/** SLOT-007 to SLOT-009 and SLOT-074: which slots a range holds. A time that cannot be read is SLOT-048's to judge. */
export const rangeRules: readonly Rule[] = [
  rule({ id: 'SLOT-007', on: 'slot-search', when: slotsFound, check: insideTheRange }),
];

/** SLOT-007: no Slot starts before the start bound or ends after the end bound. */
function insideTheRange(answer: Answer): CheckResult {
  const { first, last } = askedRange(answer) ?? { first: -Infinity, last: Infinity };
  return each(answer.slots, 'Slot', (slot) => [
    ...outside(slot.at('start'), (instant) => instant < first, `not before ${inWords(first)}`),
    // A slot that ends at midnight ends with the day: its last millisecond is the one before.
    ...outside(slot.at('end'), (instant) => instant - 1 > last, `not after ${inWords(last)}`),
  ]);
}

function outside(time: Node, isOutside: (instant: number) => boolean, expected: string): Finding[] {
  const instant = instantOf(time.text);
  if (instant === undefined || !isOutside(instant)) return [];
  return [
    finding(time, { rule: 'slot.outside-range', message: 'The Slot lies outside the range asked for', expected }),
  ];
}

const inWords = (instant: number): string => (Number.isFinite(instant) ? ukDateTime(instant) : 'any time');

/**
 * A search narrowed around a Slot that a wider search had found. `wideAgain` is the wider search repeated afterwards:
 * a Slot that is gone from it was taken by somebody meanwhile, so its absence says nothing.
 */
export interface NarrowedSearch {
  readonly slotId: string;
  readonly narrow: Answer<'slot-search'>;
  readonly wideAgain?: Answer<'slot-search'>;
}

/** SLOT-008, SLOT-074: a Slot is found again by every narrower search that wholly contains it. */
export function foundAgain(searches: readonly NarrowedSearch[]): CheckResult {
  const judgeable = searches.filter(({ narrow, slotId, wideAgain }) => {
    return has(narrow, slotId) || wideAgain === undefined || has(wideAgain, slotId);
  });
  if (judgeable.length === 0) return nothingToCheck('every Slot looked for was taken before it could be found again');
  return judgeable
    .filter(({ narrow, slotId }) => !has(narrow, slotId))
    .flatMap(({ narrow, slotId }) => shownIn(narrow, [notFound(narrow, slotId)]));
}

const notFound = (narrow: Answer<'slot-search'>, slotId: string): Finding =>
  finding(narrow.body.at('entry'), {
    rule: 'slot.not-found-again',
    message: 'A free Slot of a wider search is left out of a search that wholly contains it',
    expected: `Slot/${slotId} between ${narrow.asked.start} and ${narrow.asked.end}`,
    actual: narrow.succeeded ? `${narrow.slots.length} other Slots` : narrow.inShort,
  });

/** A wide search, searches of its parts, and where those showed more, the wide one and that part once more. */
export interface SearchedInParts {
  readonly wide: Answer<'slot-search'>;
  readonly parts: readonly Answer<'slot-search'>[];
  readonly again?: readonly [wide: Answer<'slot-search'>, part: Answer<'slot-search'>];
}

/** The Slots that a part of a range shows and the whole of it does not. */
export const onlyIn = (part: Answer, wide: Answer): readonly Node[] =>
  part.slots.filter(({ id }) => id !== undefined && !has(wide, id));

/**
 * SLOT-060: what searches of parts of the range find, the search of the whole range finds too, or it was cut off without
 * a word. A Slot counts only if it shows so twice: somebody else may give one back in between.
 */
export function nothingLeftOut({ wide, parts, again }: SearchedInParts): CheckResult {
  const refused = parts.filter((part) => !part.succeeded);
  if (refused.length > 0) return refused.flatMap((part) => shownIn(part, accepted(part)));
  if (again === undefined) return [];
  const [wideAgain, partAgain] = again;
  const leftOut = onlyIn(partAgain, wideAgain).filter(
    ({ id }) => id !== undefined && !has(wide, id) && parts.some((part) => has(part, id)),
  );
  const [first] = leftOut;
  if (first === undefined) return [];
  return shownIn(wideAgain, [
    finding(wideAgain.body.at('entry'), {
      rule: 'searchset.cut-off',
      message: 'The answer leaves out free Slots that a search of a part of its range shows',
      expected: `also Slot/${first.id ?? ''} of ${first.at('start').shown}`,
      actual: `${wideAgain.slots.length} Slots without ${leftOut.length} that are free`,
    }),
  ]);
}

/** SLOT-009: a Slot that straddles a bound of a narrower search is not in its answer. */
export function straddlingLeftOut(searches: readonly NarrowedSearch[]): CheckResult {
  const answered = searches.filter(({ narrow }) => narrow.succeeded);
  return each(answered, 'successful answer to a search that cuts a Slot', ({ narrow, slotId }) =>
    shownIn(
      narrow,
      narrow.slots.filter((slot) => slot.id === slotId).map((slot) => straddling(narrow, slot)),
    ),
  );
}

const straddling = (narrow: Answer<'slot-search'>, slot: Node): Finding =>
  finding(slot, {
    rule: 'slot.straddles',
    message: 'The Slot lies only partly inside the range asked for',
    expected: `only Slots between ${narrow.asked.start} and ${narrow.asked.end}`,
    actual: `${slot.at('start').shown} to ${slot.at('end').shown}`,
  });

/** Whether an answer holds the Slot with this id. */
export const has = (search: Answer, slotId: string): boolean => search.slots.some((slot) => slot.id === slotId);
