import { expect, test } from '@playwright/test';
import type { Answer } from '../../../requirements/answer.js';
import { requirement } from '../../../requirements/catalogue.js';
import { refusedWithSomeCode } from '../../../requirements/expectation.js';
import type { CheckResult } from '../../../requirements/finding.js';
import { freeAgain, heldForNobody, noLongerFree, sameEachTime } from '../../../requirements/slot-search/changes.js';
import {
  heldElementsShown,
  listedForItsOrganisation,
  neverListed,
  trueSurgeries,
} from '../../../requirements/slot-search/known.js';
import { acceptedOrRefused, sameAsOrdinary } from '../../../requirements/slot-search/parameters.js';
import { foundAgain, nothingLeftOut, straddlingLeftOut } from '../../../requirements/slot-search/range.js';
import { answerTo, searchset } from './answers.js';
import { goodSearchset, searchFor, slot } from './slot-search.searchset.js';

const rulesIn = (result: CheckResult): readonly string[] =>
  'nothingToCheck' in result ? ['nothing to check'] : result.map((found) => `${found.severity} ${found.rule}`);

/** A search that found the slots with these ids. */
const found = (...ids: readonly string[]): Answer<'slot-search'> =>
  searchFor(searchset(...ids.map((id) => slot(id, '2030-01-07T09:00:00+00:00', '2030-01-07T09:10:00+00:00'))));

const refused = searchFor(undefined, { httpStatus: 422 });

test.describe('comparisons of several searches', () => {
  const comparisons: readonly [words: string, result: CheckResult, rules: readonly string[]][] = [
    ['the same result is right', sameAsOrdinary([{ before: found('a', 'b'), changed: found('b', 'a') }]), []],
    [
      'a slot left out is a difference',
      sameAsOrdinary([{ before: found('a', 'b'), changed: found('a'), after: found('a', 'b') }]),
      ['error search.missing'],
    ],
    [
      'a slot booked meanwhile is none',
      sameAsOrdinary([{ before: found('a', 'b'), changed: found('a'), after: found('a') }]),
      [],
    ],
    [
      'a slot more is a difference',
      sameAsOrdinary([{ before: found('a'), changed: found('a', 'b'), after: found('a') }]),
      ['error search.added'],
    ],
    [
      'a slot freed meanwhile is none',
      sameAsOrdinary([{ before: found('a'), changed: found('a', 'b'), after: found('a', 'b') }]),
      [],
    ],
    ['a refusal is a difference', sameAsOrdinary([{ before: found('a'), changed: refused }]), ['error http.status']],
    ['two empty answers show nothing', sameAsOrdinary([{ before: found(), changed: found() }]), ['nothing to check']],
    [
      'what is different once and not again was somebody else',
      sameAsOrdinary([
        { before: found('a', 'b'), changed: found('a'), after: found('a', 'b') },
        { before: found('a', 'b'), changed: found('a', 'b'), after: found('a', 'b') },
      ]),
      [],
    ],
    [
      'what is different each time is a difference',
      sameAsOrdinary([
        { before: found('a', 'b', 'c'), changed: found('a'), after: found('a', 'b', 'c') },
        { before: found('a', 'b', 'c'), changed: found('a', 'c'), after: found('a', 'b', 'c') },
      ]),
      ['error search.missing'],
    ],
    ['equal searches are right', sameEachTime({ searches: [found('a'), found('a')] }), []],
    [
      'one difference may be a booking',
      sameEachTime({ searches: [found('a', 'b'), found('a'), found('a'), found('a')] }),
      [],
    ],
    [
      'a busy practice loses a slot or two in each pair',
      sameEachTime({
        searches: [found('a', 'b', 'c', 'd'), found('a', 'b', 'c'), found('a', 'b', 'c'), found('a', 'b')],
      }),
      [],
    ],
    [
      'a slot that every second search loses is lost by searching',
      sameEachTime({ searches: [found('a', 'b'), found('a'), found('a', 'b'), found('a')] }),
      ['error search.side-effect'],
    ],
    [
      'so is one that every second search shows',
      sameEachTime({ searches: [found('a'), found('a', 'b'), found('a'), found('a', 'b')] }),
      ['error search.side-effect'],
    ],
    [
      'most slots gone at once were not booked',
      sameEachTime({ searches: [found('a', 'b', 'c', 'd'), found('a'), found('a'), found('a')] }),
      ['error search.side-effect'],
    ],
    [
      'a slot that is left out and can be booked is lost by searching',
      sameEachTime({
        searches: [found('a', 'b', 'c'), found('b', 'c'), found('b', 'c'), found('c')],
        bookedThough: { slotId: 'b', booking: answerTo('book', { appointment: {} }, { status: 201 }) },
      }),
      ['error search.left-out'],
    ],
    [
      'a slot that is left out and cannot be booked was taken by somebody else',
      sameEachTime({
        searches: [found('a', 'b', 'c'), found('b', 'c'), found('b', 'c'), found('c')],
        bookedThough: { slotId: 'b', booking: answerTo('book', { appointment: {} }, { status: 409 }) },
      }),
      [],
    ],
    ['a refused repetition is wrong', sameEachTime({ searches: [found('a'), refused] }), ['error http.status']],
    ['halves that show nothing more are right', nothingLeftOut({ wide: found('a', 'b'), parts: [found('a')] }), []],
    [
      'a slot that only a half of the range shows was cut off',
      nothingLeftOut({ wide: found('a'), parts: [found('a'), found('b')], again: [found('a'), found('b')] }),
      ['error searchset.cut-off'],
    ],
    [
      'a slot given back meanwhile was not',
      nothingLeftOut({ wide: found('a'), parts: [found('a', 'b')], again: [found('a', 'b'), found('a', 'b')] }),
      [],
    ],
    [
      'nor was one that is gone again',
      nothingLeftOut({ wide: found('a'), parts: [found('a', 'b')], again: [found('a'), found('a')] }),
      [],
    ],
    ['a refused half is wrong', nothingLeftOut({ wide: found('a'), parts: [refused] }), ['error http.status']],
    ['a slot found again is right', foundAgain([{ slotId: 'a', narrow: found('a') }]), []],
    [
      'a slot gone from both searches was taken',
      foundAgain([{ slotId: 'a', narrow: found(), wideAgain: found('b') }]),
      ['nothing to check'],
    ],
    [
      'a slot gone from the narrow search only is lost',
      foundAgain([{ slotId: 'a', narrow: found(), wideAgain: found('a') }]),
      ['error slot.not-found-again'],
    ],
    ['a cut slot left out is right', straddlingLeftOut([{ slotId: 'a', narrow: found('b') }]), []],
    ['a cut slot listed is wrong', straddlingLeftOut([{ slotId: 'a', narrow: found('a') }]), ['error slot.straddles']],
    ['a refused cut shows nothing', straddlingLeftOut([{ slotId: 'a', narrow: refused }]), ['nothing to check']],
    ['a booked slot is gone', noLongerFree({ slotId: 'a', search: found('b') }), []],
    ['a booked slot listed is wrong', noLongerFree({ slotId: 'a', search: found('a') }), ['error slot.still-listed']],
    ['a slot closed to the consumer is absent', neverListed({ slotId: 'a', searches: [found('b'), refused] }), []],
    [
      'a slot closed to the consumer is listed',
      neverListed({ slotId: 'a', searches: [found('b'), found('a')] }),
      ['error slot.not-to-be-offered'],
    ],
    [
      'a restricted slot is shown to its own',
      listedForItsOrganisation({ slotId: 'a', matching: found('a'), other: found('b') }),
      [],
    ],
    [
      'a restricted slot is shown to all',
      listedForItsOrganisation({ slotId: 'a', matching: found('a'), other: found('a') }),
      ['error slot.not-to-be-offered'],
    ],
    [
      'a restricted slot is shown to nobody',
      listedForItsOrganisation({ slotId: 'a', matching: found(), other: found() }),
      ['warning slot.restricted-not-listed'],
    ],
  ];
  for (const [words, result, rules] of comparisons) {
    test(words, () => expect(rulesIn(result)).toEqual(rules));
  }

  test('a freed slot that stays closed is said, a failed cancellation is not', () => {
    const cancelAs = (status: number) =>
      answerTo('cancel', { id: 'a1', versionId: '1', before: {}, sent: {} }, { status });
    expect(rulesIn(freeAgain({ slotId: 'a', cancellation: cancelAs(200), search: found('a') }))).toEqual([]);
    expect(rulesIn(freeAgain({ slotId: 'a', cancellation: cancelAs(200), search: found() }))).toEqual([
      'error slot.not-released',
    ]);
    expect(rulesIn(freeAgain({ slotId: 'a', cancellation: cancelAs(409), search: found() }))).toEqual([
      'nothing to check',
    ]);
  });

  test('a slot is held where another patient is refused it and the searching one books it', () => {
    const bookedAs = (status: number) => answerTo('book', { appointment: {} }, { status });
    expect(rulesIn(heldForNobody({ other: bookedAs(409), own: bookedAs(201) }))).toEqual(['error search.holds']);
    expect(rulesIn(heldForNobody({ other: bookedAs(409), own: bookedAs(409) }))).toEqual(['nothing to check']);
  });
});

test.describe('refusals and knowledge of the practice', () => {
  const outcome = (status: number, code: string): Answer<'slot-search'> =>
    searchFor(
      {
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', code: 'invalid', details: { coding: [{ code }] } }],
      },
      { httpStatus: status },
    );
  const wanted = requirement('SLOT-020');

  test('a prefix is refused with the pinned status, while its code only warns', () => {
    expect(rulesIn(refusedWithSomeCode(outcome(422, 'INVALID_PARAMETER'), wanted))).toEqual([]);
    expect(rulesIn(refusedWithSomeCode(outcome(422, 'BAD_REQUEST'), wanted))).toEqual(['warning outcome.spine-code']);
    expect(rulesIn(refusedWithSomeCode(outcome(400, 'BAD_REQUEST'), wanted))).toEqual(['error http.status']);
    expect(rulesIn(refusedWithSomeCode(found('a'), wanted))).toEqual(['error refusal.accepted']);
  });

  test('without a decision a general prefix may be taken or refused', () => {
    expect(rulesIn(acceptedOrRefused(found('a'), requirement('SLOT-019')))).toEqual(['information report']);
    expect(rulesIn(acceptedOrRefused(outcome(422, 'INVALID_PARAMETER'), requirement('SLOT-019')))).toEqual([]);
  });

  test('a surgery is told by name and post code, however they are spelt', () => {
    const search = searchFor(goodSearchset());
    expect(rulesIn(trueSurgeries({ search, surgeries: [{ name: 'main surgery ', postalCode: 'ls14ap' }] }))).toEqual(
      [],
    );
    expect(rulesIn(trueSurgeries({ search, surgeries: [{ name: 'North branch', postalCode: 'LS7 3EX' }] }))).toEqual([
      'error location.surgery',
    ]);
  });

  test('an element known to be held has to be shown', () => {
    const search = searchFor(goodSearchset());
    const shown = (resource: string, ...paths: readonly string[]) =>
      rulesIn(heldElementsShown({ search, held: [{ resource, paths }] }));
    expect(shown('Slot/s1', 'Slot.serviceType.text', 'extension', 'start')).toEqual([]);
    expect(shown('Schedule/c1', 'identifier.value')).toEqual(['error element.held']);
    expect(shown('Slot/unknown', 'start')).toEqual(['nothing to check']);
  });
});
