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
import { foundAgain, straddlingLeftOut } from '../../../requirements/slot-search/range.js';
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
    ['the same result is right', sameAsOrdinary({ before: found('a', 'b'), changed: found('b', 'a') }), []],
    [
      'a slot left out is a difference',
      sameAsOrdinary({ before: found('a', 'b'), changed: found('a'), after: found('a', 'b') }),
      ['error search.missing'],
    ],
    [
      'a slot booked meanwhile is none',
      sameAsOrdinary({ before: found('a', 'b'), changed: found('a'), after: found('a') }),
      [],
    ],
    [
      'a slot more is a difference',
      sameAsOrdinary({ before: found('a'), changed: found('a', 'b'), after: found('a') }),
      ['error search.added'],
    ],
    [
      'a slot freed meanwhile is none',
      sameAsOrdinary({ before: found('a'), changed: found('a', 'b'), after: found('a', 'b') }),
      [],
    ],
    ['a refusal is a difference', sameAsOrdinary({ before: found('a'), changed: refused }), ['error http.status']],
    ['two empty answers show nothing', sameAsOrdinary({ before: found(), changed: found() }), ['nothing to check']],
    ['equal searches are right', sameEachTime([found('a'), found('a')]), []],
    ['one difference may be a booking', sameEachTime([found('a', 'b'), found('a'), found('a'), found('a')]), []],
    [
      'two differences are not',
      sameEachTime([found('a', 'b'), found('a'), found('b'), found('a')]),
      ['error search.side-effect'],
    ],
    ['nothing left is not', sameEachTime([found('a', 'b'), found(), found(), found()]), ['error search.side-effect']],
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
