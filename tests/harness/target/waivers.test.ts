import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { yearAfter, yearBefore } from '../../../fixtures/target/exceptions.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import { readyWaiver } from '../../../fixtures/target/ready-waiver.js';
import { accepting, isAbout } from '../../../fixtures/target/waivers.js';
import { catalogue } from '../../../requirements/catalogue.js';
import { waiverOf } from '../unit/run-evidence.js';
import { plainTarget, refusalOf, targetFile } from './target-files.js';

const yardstick = { requirements: catalogue, today: '2026-11-22' };

/** Loads the plain target with these lists in files of their own, on the day of the yardstick. */
function loaded(lists: { readonly waivers?: string; readonly attestations?: string }) {
  const names = Object.keys(lists).map((name) => `${name}: ${name}.yaml\n`);
  const files = Object.entries(lists).map(([name, text]) => [`${name}.yaml`, text] as const);
  const file = targetFile(`${plainTarget}${names.join('')}`, {
    ...Object.fromEntries(files),
    'papers/case.txt': 'DCB0129',
  });
  return loadTarget({ file, environment: {}, yardstick });
}

const waiver = (change: string): string =>
  `- { requirement: SLOT-017, reason: mended in 4.2, owner: J. Smith, expires: "2027-01-31", ${change} }\n`;
const attestation = (change: string): string =>
  `- { requirement: NFR-003, by: A. Jones, date: "2026-11-01", statement: read, evidence: papers/case.txt, ${change} }\n`;

test.describe('waivers', () => {
  test('name one practice, several, or the whole target', () => {
    const { waivers } = loaded({
      waivers: `${waiver('practice: A20047')}${waiver('practices: [A20047, B82617], finding: { rule: x }')}${waiver('practice: "*", finding: { rule: y }')}${waiver('finding: { rule: z }')}`,
    });
    expect(waivers.map(({ practices }) => practices)).toEqual([['A20047'], ['A20047', 'B82617'], undefined, undefined]);
  });

  test('with all their mistakes are refused at once, each with its line and a way to mend it', () => {
    const list = [
      '- { requirement: SLOT-917, reason: r, owner: J. Smith, expires: "2027-01-31" }',
      '- { requirement: SLOT-017, practice: A20048, reason: r, owner: J. Smith, expires: "2027-01-31" }',
      '- { requirement: SLOT-010, reason: TODO, owner: TODO, expires: "2027-01-31" }',
      '- { requirement: SLOT-011, reason: r, owner: J. Smith, expires: "2027-11-23" }',
      '- { requirement: SLOT-012, practice: A20047, practices: [B82617], reason: r, owner: J. Smith, expires: "2027-01-31" }',
      '- { requirement: SLOT-017, practice: A20047, reason: r, owner: J. Smith, expires: "2027-01-31" }',
      '- { requirement: SLOT-017, reason: r, owner: J. Smith, expires: "2027-01-31" }',
      '- { requirement: SESS-012, reason: r, owner: J. Smith, expires: "2027-01-31" }',
      '- { requirement: "SLOT-*", reason: r, owner: J. Smith, expires: "2027-01-31" }',
    ];
    const told = refusalOf(() => loaded({ waivers: list.join('\n') }))
      .split('\n')
      .slice(1);
    const expected: readonly (readonly [line: number, path: string, words: string])[] = [
      [1, '[0].requirement', 'names the requirement SLOT-917, which there is not. Did you mean SLOT-017?'],
      [2, '[1].practice', 'names no practice of this target. Did you mean A20047?'],
      [3, '[2].reason', 'is still to be filled in'],
      [3, '[2].owner', 'is still to be filled in. Write who answers for the waiver'],
      [4, '[3].expires', 'is more than twelve months ahead. Write a day up to 2027-11-22'],
      [5, '[4].practice', 'stands beside practices'],
      [7, '[6]', 'says what an earlier entry of the list says'],
      [8, '[7].requirement', 'names a requirement that no run can fail'],
      [9, '[8].requirement', 'a waiver covers no area and no pattern'],
    ];
    for (const [line, path, words] of expected) {
      const found = told.find((one) => one.includes(`waivers.yaml:${line}  waivers${path}: `) && one.includes(words));
      expect(found, `${line} ${path} ${words}\n${told.join('\n')}`).toBeDefined();
    }
    expect(told).toHaveLength(expected.length);
  });

  test('that have expired are no mistake of the file, since the run still has to tell of them', () => {
    expect(loaded({ waivers: waiver('').replace('2027-01-31', '2026-11-21') }).waivers).toHaveLength(1);
  });

  test('with the names their keys once had are still read', () => {
    const earlier = '- { requirement: SLOT-017, reason: r, approvedBy: J. Smith, until: "2027-01-31" }\n';
    const inline = loadTarget({ file: targetFile(`${plainTarget}waivers:\n  ${earlier}`), environment: {}, yardstick });
    for (const { waivers } of [loaded({ waivers: earlier }), inline]) {
      expect(waivers).toEqual([waiverOf('SLOT-017', { reason: 'r' })]);
    }
  });

  test('without a catalogue at hand are read but not held against it', () => {
    const file = targetFile(`${plainTarget}waivers:\n  ${waiver('').replace('SLOT-017', 'SLOT-917')}`);
    expect(loadTarget({ file, environment: {} }).waivers).toHaveLength(1);
  });
});

test.describe('what a waiver accepts', () => {
  const found = (rule: string, path: string) => ({ rule, path });
  const failed = (...findings: readonly { rule: string; path: string }[]) => ({
    requirement: 'SLOT-017',
    practice: 'A20047',
    findings,
  });

  test('is everything where it names no finding, else what has its rule and place', () => {
    const entry = failed(found('slot.status', 'Bundle.entry[3].resource.status'));
    const holds = (finding: { rule?: string; path?: string }): boolean =>
      accepting([waiverOf('SLOT-017', { finding })], entry).length > 0;
    expect(accepting([waiverOf('SLOT-017')], failed())).toHaveLength(1);
    expect(holds({ rule: 'slot.status' })).toBe(true);
    expect(holds({ path: 'Bundle.entry[*].resource.status' })).toBe(true);
    expect(holds({ rule: 'slot.status', path: 'Bundle.entry[3].resource.status' })).toBe(true);
    expect(holds({ rule: 'slot' })).toBe(false);
    expect(holds({ path: 'Bundle.entry[4].resource.status' })).toBe(false);
    expect(holds({ path: 'Bundle.entry[*].resource' })).toBe(false);
    expect(holds({ rule: 'slot.status', path: 'Bundle.entry[*].resource.start' })).toBe(false);
  });

  test('has to be all that was found, by one waiver or several together', () => {
    const [one, other] = [
      waiverOf('SLOT-017', { finding: { rule: 'a' } }),
      waiverOf('SLOT-017', { finding: { rule: 'b' } }),
    ];
    const both = failed(found('a', 'x'), found('b', 'y'));
    expect(accepting([one], both)).toEqual([]);
    expect(accepting([one, other], both)).toEqual([one, other]);
    expect(accepting([one], failed())).toEqual([]);
  });

  test('is at the practices it names alone', () => {
    expect(isAbout(waiverOf('SLOT-017'), 'SLOT-017', 'B82617')).toBe(true);
    expect(isAbout(waiverOf('SLOT-017', { practices: ['A20047'] }), 'SLOT-017', 'B82617')).toBe(false);
    expect(isAbout(waiverOf('SLOT-017'), 'SLOT-018', 'B82617')).toBe(false);
  });

  test('never is a finding at another place, whatever characters the place has', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (path, other) => {
        fc.pre(!path.includes('[*]'));
        const waivers = [waiverOf('SLOT-017', { finding: { path } })];
        expect(accepting(waivers, failed(found('r', path)))).toHaveLength(1);
        expect(accepting(waivers, failed(found('r', other))).length > 0).toBe(path === other);
      }),
    );
  });
});

test.describe('a ready waiver', () => {
  test('is accepted as it is once its owner is filled in, whatever the reason holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
        const reason = `Known: ${text}`;
        const findings = [{ rule: 'slot.status', path: 'Bundle' }];
        const ready = readyWaiver({ requirement: 'SLOT-017', practice: 'A20047', reason, findings }, '2026-12-22');
        expect(parse(ready)).toEqual([
          {
            ...{ requirement: 'SLOT-017', practice: 'A20047', reason, owner: 'TODO', expires: '2026-12-22' },
            finding: { rule: 'slot.status' },
          },
        ]);
      }),
    );
    const findings = [{ rule: 'slot.status', path: 'Bundle' }];
    const failure = { requirement: 'SLOT-017', practice: 'A20047', reason: 'The slot is not free', findings };
    const ready = readyWaiver(failure, '2026-12-22');
    expect(refusalOf(() => loaded({ waivers: ready }))).toContain('owner: is still to be filled in');
    const [read] = loaded({ waivers: ready.replace('TODO', 'J. Smith') }).waivers;
    expect(read === undefined ? [] : accepting([read], failure)).toHaveLength(1);
  });

  test('names no rule where several were broken, since one alone would accept nothing', () => {
    const findings = ['a', 'b'].map((rule) => ({ rule, path: 'x' }));
    const ready = readyWaiver({ requirement: 'SLOT-017', practice: 'A20047', reason: 'r', findings }, '2026-12-22');
    expect(ready).not.toContain('finding');
  });
});

test.describe('attestations', () => {
  test('carry the hash of their evidence, and hold unless they say otherwise', () => {
    const { attestations } = loaded({ attestations: attestation('practice: A20047') });
    const sha256 = createHash('sha256').update('DCB0129').digest('hex');
    expect(attestations).toEqual([
      {
        requirement: 'NFR-003',
        practice: 'A20047',
        met: true,
        by: 'A. Jones',
        date: '2026-11-01',
        statement: 'read',
        evidence: { file: 'papers/case.txt', sha256 },
      },
    ]);
  });

  test('with all their mistakes are refused at once', () => {
    const list = [
      attestation('').replace('NFR-003', 'SLOT-010'),
      attestation('').replace('NFR-003', 'NFR-903'),
      attestation('').replace('NFR-003', 'SESS-012'),
      attestation('practice: A20048'),
      attestation('').replace('NFR-003', 'SEC-014').replace('2026-11-01', '2026-11-23'),
      attestation('expires: "2026-10-31"').replace('NFR-003', 'SEC-015'),
      attestation('').replace('NFR-003', 'SEC-018').replace('A. Jones', 'TBD'),
      attestation('').replace('NFR-003', 'SEC-022').replace('case.txt', 'missing.txt'),
      attestation(''),
    ];
    const message = refusalOf(() => loaded({ attestations: list.join('') }));
    const expected: readonly (readonly [line: number, path: string, words: string])[] = [
      [1, '[0].requirement', 'names a requirement that the harness judges itself'],
      [2, '[1].requirement', 'which there is not'],
      [3, '[2].requirement', 'names no manual requirement'],
      [4, '[3].practice', 'names no practice of this target'],
      [5, '[4].date', 'lies in the future'],
      [6, '[5].expires', 'is before its date'],
      [7, '[6].by', 'is still to be filled in'],
      [8, '[7].evidence', 'names a file that is not there'],
      [9, '[8]', 'says what an earlier entry of the list says'],
    ];
    for (const [line, path, words] of expected) {
      expect(message).toMatch(
        new RegExp(`attestations\\.yaml:${line} {2}attestations${path.replace(/[[\]]/g, '\\$&')}: .*${words}`),
      );
    }
    expect(message.split('\n').slice(1)).toHaveLength(expected.length);
  });
});

test('a year from or before a day is that day again, and the 28th for a leap day', () => {
  expect([yearAfter('2026-11-22'), yearBefore('2026-11-22')]).toEqual(['2027-11-22', '2025-11-22']);
  expect([yearAfter('2028-02-29'), yearBefore('2028-02-29')]).toEqual(['2029-02-28', '2027-02-28']);
});

test('the examples of the guide hold', () => {
  const blocks = [...readFileSync('docs/waivers.md', 'utf8').matchAll(/```yaml\n(# yaml[\s\S]*?)```/g)];
  const [waivers = '', attestations = ''] = blocks.map(([, text = '']) => text);
  const target = loaded({ waivers, attestations: attestations.replace(/evidence\/\S+/, 'papers/case.txt') });
  expect(target.waivers[0]?.finding?.path).toBe('Bundle.entry[*].resource.actor');
  expect(target.attestations[0]?.expires).toBe('2027-11-01');
});
