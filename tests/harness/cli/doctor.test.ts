import { expect, test } from '@playwright/test';
import { createServer } from 'node:net';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { checks } from '../../../cli/doctor/diagnosis.js';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { during, targetText } from '../protected/doctor-scene.js';
import { gpcConformance } from './command.js';
import { fileWith } from '../temporary-folder.js';

interface Report {
  readonly schemaVersion: string;
  readonly exitCode: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly diagnoses: readonly { readonly practice: string; readonly check: string; readonly state: string }[];
}

/** A provider and its target file, which a test may change before it is written. */
async function withTarget(
  change: (target: { [key: string]: unknown; practices: { [key: string]: unknown }[] }) => void,
  body: (file: string, provider: RunningProvider) => Promise<void>,
): Promise<void> {
  const provider = await startProvider({});
  try {
    const target = parse(provider.targetFile()) as Parameters<typeof change>[0];
    change(target);
    await body(fileWith(stringify(target)), provider);
  } finally {
    await provider.stop();
  }
}

test('the page names every check of every practice, in at most 100 columns and without a secret, and leaves no file', async () => {
  await withTarget(
    () => undefined,
    async (file, provider) => {
      const { exitCode, stdout } = await gpcConformance(['doctor', '--target', file]);
      for (const practice of ['A20047', 'B82617', 'C84001', 'D81001']) {
        const [, block = ''] = stdout.split(`${practice} `);
        for (const check of checks) expect(block, check).toMatch(new RegExp(`^ {2}(ok|warn) +${check} `, 'm'));
      }
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).not.toMatch(/undefined|NaN/);
      const tokens = [...provider.targetFile().matchAll(/static: "?([^"\s]+)/g)].map(([, token = '']) => token);
      expect(tokens.length).toBeGreaterThan(4);
      for (const token of tokens) expect(stdout).not.toContain(token);
      expect(stdout).toMatch(/\d+ ok, \d+ warn, 0 fail, 0 not-done\. Exit code 0: a run can start\.\n$/);
      expect(exitCode).toBe(0);
      expect(readdirSync(dirname(file))).toEqual(['target.yaml']);
    },
  );
});

test('as JSON it gives the same in a fixed shape, with the practice and the check of each diagnosis', async () => {
  await withTarget(
    () => undefined,
    async (file) => {
      const { exitCode, stdout } = await gpcConformance(['doctor', '--json', '--target', file, '--practice', 'A20047']);
      const report = JSON.parse(stdout) as Report;
      expect(Object.keys(report)).toEqual(['schemaVersion', 'target', 'checkedAt', 'exitCode', 'counts', 'diagnoses']);
      expect(report.diagnoses.map(({ practice, check }) => `${practice} ${check}`)).toEqual(
        checks.map((check) => `A20047 ${check}`),
      );
      expect(report.counts).toEqual({ ok: 10, warn: 0, fail: 0, 'not-done': 0 });
      expect([report.exitCode, exitCode]).toEqual([0, 0]);
    },
  );
});

const broken = [
  ['a dead token', 3, (target) => (target.practices[0] = { ...target.practices[0], token: { static: 'dead-token' } })],
  ['a host that does not exist', 3, (target) => moveFirst(target, 'https://nowhere.invalid/A20047/STU3/1')],
  ['a patient nobody knows', 4, (target) => renamePatient(target)],
] as const satisfies readonly (readonly [string, number, (target: ChangedTarget) => void])[];

interface ChangedTarget {
  [key: string]: unknown;
  practices: { [key: string]: unknown }[];
}

function moveFirst(target: ChangedTarget, baseUrl: string): void {
  target.practices[0] = { ...target.practices[0], baseUrl };
}

function renamePatient(target: ChangedTarget): void {
  const patient = { ...(target.practices[0]?.['patient'] as object), logicalId: 'nobody' };
  target.practices[0] = { ...target.practices[0], patient };
}

for (const [words, code, change] of broken) {
  test(`${words} at one practice ends with exit code ${code}, and the others are examined all the same`, async () => {
    await withTarget(change, async (file) => {
      const { exitCode, stdout } = await gpcConformance(['doctor', '--json', '--target', file]);
      const { diagnoses } = JSON.parse(stdout) as Report;
      expect(exitCode).toBe(code);
      const failed = new Set(diagnoses.filter(({ state }) => state === 'fail').map(({ practice }) => practice));
      expect([...failed]).toEqual(['A20047']);
      expect(diagnoses.filter(({ practice }) => practice === 'D81001').every(({ state }) => state === 'ok')).toBe(true);
      expect(stdout).not.toContain('dead-token');
    });
  });
}

test('a practice that hangs keeps no other waiting: they are told before it', async () => {
  const silent = createServer((socket) => socket.on('error', () => socket.destroy()));
  await during(silent, async (port) => {
    const hang = (target: ChangedTarget): void => {
      moveFirst(target, `http://127.0.0.1:${port}/A20047/STU3/1`);
      target['timeouts'] = { connectMs: 4_000, headersMs: 4_000, bodyMs: 4_000 };
    };
    await withTarget(hang, async (file) => {
      const { exitCode, stdout } = await gpcConformance(['doctor', '--target', file]);
      const order = [...stdout.matchAll(/^([A-Z]\d{5}) /gm)].map(([, practice]) => practice);
      expect(order).toHaveLength(4);
      expect(order.at(-1)).toBe('A20047');
      expect(stdout).toContain('No response headers within the headers time-out');
      expect(exitCode).toBe(3);
    });
  });
});

test('a failure that leaves the practice reachable ends with exit code 4', async () => {
  await withTarget(
    (target) => {
      moveFirst(target, `${String(target.practices[0]?.['baseUrl'])}-elsewhere`);
      target.practices = target.practices.slice(0, 1);
      target['federation'] = [];
    },
    async (file) => {
      const { exitCode, stdout } = await gpcConformance(['doctor', '--target', file]);
      expect(stdout).toMatch(/fail +slots +the slot search is answered 404/);
      expect(exitCode).toBe(4);
    },
  );
});

test('wrong usage is exit code 2 with the nearest practice, or the key of the target file', async () => {
  const file = fileWith(targetText({ baseUrl: 'http://127.0.0.1:9/A20047/STU3/1' }));
  const unknown = await gpcConformance(['doctor', '--target', file, '--practice', 'A20048']);
  expect(unknown.stderr).toContain('did you mean A20047?');
  expect(unknown.exitCode).toBe(2);
  const none = await gpcConformance(['doctor']);
  expect(none.stderr).toContain('No target file is named');
  expect(none.exitCode).toBe(2);
  writeFileSync(join(dirname(file), 'ca.pem'), 'no certificate');
  const tls = fileWith(
    targetText({ baseUrl: 'https://127.0.0.1:9/A20047/STU3/1', tls: { ca: [join(dirname(file), 'ca.pem')] } }),
  );
  const unusable = await gpcConformance(['doctor', '--target', tls]);
  expect([unusable.exitCode, unusable.stderr]).toEqual([2, expect.stringMatching(/tls\.ca|TLS settings/)]);
});

test('verification that is turned off stands above everything else', async () => {
  const tls = { rejectUnauthorized: false };
  const file = fileWith(targetText({ baseUrl: 'https://127.0.0.1:9/A20047/STU3/1', tls }));
  const { stdout } = await gpcConformance(['doctor', '--target', file]);
  expect(stdout).toMatch(/^CERTIFICATES ARE NOT VERIFIED/);
});

test('the page about the doctor explains every problem that a check can name, and no other', () => {
  const folder = 'cli/doctor';
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const named = sources.flatMap((text) =>
    [...text.matchAll(/problem: (?:isBusy \? )?'([a-z0-9-]+)'/g)].map(([, name]) => name),
  );
  const others = ['token-endpoint-refuses', 'no-token', 'no-answer'];
  const [, tables = ''] = readFileSync('docs/doctor.md', 'utf8').split('## The checks');
  const explained = [...(tables.split('## JSON')[0] ?? '').matchAll(/^\| `([a-z0-9-]+)` +\|/gm)].map(
    ([, name]) => name,
  );
  expect(explained.sort()).toEqual([...new Set([...named, ...others])].sort());
});
