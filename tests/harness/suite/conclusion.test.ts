import { test, expect } from '@playwright/test';
import { parse } from 'yaml';
import { conclude, type Acceptance } from '../../../fixtures/suite/conclusion.js';
import { emptyStage, type Attachment, type ReportLink, type Shown } from '../../../fixtures/suite/stage.js';
import { judged, notJudged, type Judgement } from '../../../requirements/judgement.js';
import { today, waiverOf } from '../unit/run-evidence.js';

const found = (rule: string) =>
  ({ rule, severity: 'error', path: 'Bundle.entry[2]', message: `breaks ${rule}`, expected: 'free' }) as const;
const failed = judged('SLOT-010', 'A20047', [found('slot.status')]);

/** What a test showed that ended in these judgements. */
async function shownBy(judgements: readonly Judgement[], waivers: Acceptance['waivers'], stopped?: Error) {
  const steps: [title: string, shown: Shown][] = [];
  const attached = new Map<string, Attachment>();
  const endings: Shown[] = [];
  const issues: ReportLink[][] = [];
  const done = Promise.resolve();
  await conclude(
    judgements,
    stopped,
    {
      ...emptyStage('a test', []),
      show: (title, shown) => done.then(() => void steps.push([title, shown])),
      attach: (name, content) => done.then(() => void attached.set(name, content)),
      markWaived: (links) => void issues.push([...links]),
      end: (ending) => done.then(() => void endings.push(ending)),
    },
    { waivers, today },
  );
  const text = (name: string): string => {
    const content = attached.get(name);
    return content !== undefined && 'text' in content ? content.text : '';
  };
  const [ending] = endings;
  return { steps, text, issues, message: ending?.as === 'failed' ? ending.error.message : ending?.as };
}

test('a failure ends the test as a conformance failure and brings its ready waiver', async () => {
  const { message, text, issues } = await shownBy([failed], []);
  expect(message).toMatch(/^Conformance failure: SLOT-010\n/);
  expect(parse(text('ready waivers'))).toMatchObject([
    {
      requirement: 'SLOT-010',
      practice: 'A20047',
      owner: 'TODO',
      expires: '2026-12-22',
      finding: { rule: 'slot.status' },
    },
  ]);
  expect(issues).toEqual([]);
});

test('a waived failure keeps its step and its findings in sight, and the test says by whom it is waived', async () => {
  const waivers = [waiverOf('SLOT-010', { link: 'https://tracker.example/GPC-12' })];
  const { message, text, issues, steps } = await shownBy([failed], waivers);
  expect(message).toMatch(/^Waived: SLOT-010\nSLOT-010 at A20047 waived until 2027-01-31 by J. Smith: mended in 4.2/);
  expect(message).toContain('breaks slot.status');
  expect(steps[0]?.[1]).toMatchObject({ as: 'failed', error: { message: expect.stringContaining('J. Smith') } });
  expect(text('findings')).toContain('breaks slot.status');
  expect(text('ready waivers')).toBe('');
  expect(issues).toEqual([[{ url: 'https://tracker.example/GPC-12', name: 'waiver of SLOT-010', type: 'issue' }]]);
});

test('a failure stays one beside a waived one, after the last day, elsewhere, and where more was found', async () => {
  const other = judged('SESS-001', 'A20047', [found('session')]);
  const [waived] = [waiverOf('SLOT-010')];
  expect((await shownBy([failed, other], [waived])).message).toMatch(/^Conformance failure: SESS-001\n/);
  const gone = waiverOf('SLOT-010', { expires: '2026-11-21' });
  expect((await shownBy([failed], [gone])).message).toMatch(/^Conformance failure/);
  const elsewhere = waiverOf('SLOT-010', { practices: ['B82617'] });
  expect((await shownBy([failed], [elsewhere])).message).toMatch(/^Conformance failure/);
  const narrow = waiverOf('SLOT-010', { finding: { rule: 'slot.status' } });
  const more = judged('SLOT-010', 'A20047', [found('slot.status'), found('slot.start')]);
  expect((await shownBy([more], [narrow])).message).toMatch(/^Conformance failure/);
});

test('a waiver hides neither a test that stopped nor one that judged nothing', async () => {
  const waivers = [waiverOf('SLOT-010')];
  const stopped = new Error('the harness broke');
  expect((await shownBy([failed], waivers, stopped)).message).toBe('the harness broke');
  const open = notJudged('SLOT-010', 'A20047', 'not-tested', 'no free slot');
  expect((await shownBy([open], waivers)).message).toBe('skipped');
});
