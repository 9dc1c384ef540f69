import { expect, test } from '@playwright/test';
import type { StandingJudge } from '../../../fixtures/suite/workbench.js';
import type { Answer } from '../../../requirements/answer.js';
import { judgeStanding, type Judgement } from '../../../requirements/judgement.js';
import { standingRules } from '../../../requirements/registry.js';
import { JudgedBefore } from '../../../scripts/gates/judged-before.js';
import { answerTo, contextWith, searchset, type GivenAnswer } from '../checks/answers.js';

const context = contextWith();
const judgedAnew: StandingJudge = (answer) => judgeStanding(standingRules, answer, context);

const first = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
const second = '0b5f2e1c-3c1b-4a57-8a51-1f0a6c1d9e44';

/** An answer with things wrong in headers and body, so that its verdict has findings. */
const given = (id: string, change: GivenAnswer = {}): Answer =>
  answerTo(
    'read',
    { id: 'a1' },
    {
      exchange: 'x-0-0001',
      requestHeaders: [['X-Request-ID', id]],
      headers: [
        ['x-request-id', id],
        ['Date', 'Sun, 22 Nov 2026 18:44:02 GMT'],
      ],
      body: { resourceType: 'Appointment', id: 'a1', status: 'waitlist' },
      ...change,
    },
  );

/** A judge that counts how often it is asked, and one memory over it that knows the ordinary answer. */
function memory(): { readonly recall: StandingJudge; readonly asked: () => number } {
  let asked = 0;
  const before = new JudgedBefore((answer, of) => {
    asked += 1;
    return judgedAnew(answer, of);
  });
  before.judgeAndRemember(given(first), context);
  return { recall: before.recallOrJudge, asked: () => asked - 1 };
}

test('an answer that came before gets the verdict it got, also under another request id, time and exchange', () => {
  const { recall, asked } = memory();
  const again = given(second, {
    exchange: 'x-0-0009',
    headers: [
      ['x-request-id', second],
      ['Date', 'Mon, 23 Nov 2026 08:00:00 GMT'],
    ],
  });
  const recalled = recall(again, context);
  expect(asked()).toBe(0);
  expect(outcomesOf(recalled)).toEqual(outcomesOf(judgedAnew(again, context)));
  expect(recalled.flatMap(({ findings }) => findings.map(({ exchange }) => exchange))).toContain('x-0-0009');
});

/** What was judged, leaving out the line of a finding, which a memory works out beforehand. */
const outcomesOf = (judgements: readonly Judgement[]): readonly unknown[] =>
  judgements.map(({ requirement, outcome, reason, findings }) => {
    const words = findings.map(({ rule, path, message, exchange }) => ({ rule, path, message, exchange }));
    return { requirement, outcome, reason, words };
  });

const differences: Readonly<Record<string, GivenAnswer>> = {
  'its status': { status: 201 },
  'one byte of its body': { body: { resourceType: 'Appointment', id: 'a1', status: 'waitlisT' } },
  'a header': { headers: [['x-request-id', first]] },
  'a request id that is not the one that was sent': {
    headers: [
      ['x-request-id', second],
      ['Date', 'Sun, 22 Nov 2026 18:44:02 GMT'],
    ],
  },
  'what was asked': { url: '/Appointment/a1?_format=xml' },
};

for (const [what, change] of Object.entries(differences)) {
  test(`an answer that differs in ${what} is judged anew`, () => {
    const { recall, asked } = memory();
    const other = given(first, change);
    expect(outcomesOf(recall(other, context))).toEqual(outcomesOf(judgedAnew(other, context)));
    expect(asked()).toBe(1);
  });
}

test('an answer is judged anew where the target declares or decides otherwise', () => {
  const { recall, asked } = memory();
  recall(given(first), contextWith({ patientId: 'nhsNumber' }));
  recall(given(first), contextWith({}, { cancel: false }));
  expect(asked()).toBe(2);
});

test('an answer to another interaction is judged anew', () => {
  const { recall, asked } = memory();
  const ranges = { patientId: 'p1', from: '2026-01-05', to: '2026-01-06' };
  recall(answerTo('retrieve', ranges, { body: searchset() }), context);
  expect(asked()).toBe(1);
});

const appointment = (number: number) => ({
  headers: [['ETag', 'W/"1"']] as const,
  url: `/Appointment/a20047-apt-${number}`,
  body: {
    resourceType: 'Appointment',
    id: `a20047-apt-${number}`,
    description: `GPC test in-process-walk0-000${number}`,
  },
});

test('where nothing was wrong, the number of a booking may differ; where something was, it is judged anew', () => {
  for (const outcome of ['pass', 'fail'] as const) {
    let asked = 0;
    const message = 'The appointment is wrong';
    const findings =
      outcome === 'pass' ? [] : [{ rule: 'r', severity: 'error' as const, path: 'Appointment', message }];
    const before = new JudgedBefore(() => {
      asked += 1;
      return [{ requirement: 'READ-001', practice: 'A20047', outcome, findings }];
    });
    before.judgeAndRemember(given(first, appointment(3)), context);
    before.recallOrJudge(given(second, appointment(4)), context);
    expect(asked).toBe(outcome === 'pass' ? 1 : 2);
    before.recallOrJudge(given(second, { ...appointment(4), url: '/Appointment/a20047-apt-5' }), context);
    expect(asked).toBe(outcome === 'pass' ? 2 : 3);
  }
});
