import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProvider } from '../../../fixtures/provider/provider.js';
import type { ConformanceResult, SessionRecord } from '../../../reports/result.js';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

test.describe.configure({ mode: 'default', timeout: 240_000 });

const sessions = ['run', '--only', 'sessions', 'federation', '--json'];

function resultIn(stdout: string): ConformanceResult {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ConformanceResult;
}

const walked = (result: ConformanceResult, title: RegExp, practice: string): SessionRecord => {
  const session = result.sessions.find((one) => title.test(one.test) && one.practice === practice);
  if (session === undefined) throw new Error(`no session ${String(title)} at ${practice}`);
  return session;
};

test('a provider in a process of its own gets the sessions walked step by step, and keeps its diary', async () => {
  const provider = await startProvider({});
  try {
    const before = ['A20047', 'B82617', 'C84001', 'D81001'].map((practice) => standing(provider.diary(practice)));
    const output = emptyFolder();
    const run = await gpcConformance([...sessions, '--target', fileWith(provider.targetFile()), '--output', output]);
    const result = resultIn(run.stdout);

    expect(result.summary).toMatchObject({ fail: 0, error: 0, warn: 0 });
    expect(run.exitCode).toBe(result.exitCode);

    const simple = walked(result, /searches free slots, books one/, 'A20047');
    expect(simple.steps.map((step) => step.number)).toEqual(['1a', '1b', '2a', '2b']);

    const retried = walked(result, /repeated with amended ranges/, 'B82617').steps.filter(
      (step) => step.number === '1a',
    );
    expect(new Set(retried.map((step) => step.facts['from'])).size).toBeGreaterThanOrEqual(2);
    expect(retried.every((step) => step.exchanges.length === 1)).toBe(true);

    const federated = walked(result, /every practice of the federation and books/, 'A20047').steps;
    const counts = federated.filter((step) => step.number === '1b' && 'slots' in step.facts);
    expect(counts.map((step) => step.facts['practice']).sort()).toEqual(['A20047', 'B82617', 'C84001', 'D81001']);
    expect(federated.filter((step) => step.number === '2b')).toHaveLength(1);

    expect(result.bookings.created).toBeGreaterThan(0);
    expect(result.bookings).toMatchObject({ cancelled: result.bookings.created, left: [] });
    const after = ['A20047', 'B82617', 'C84001', 'D81001'].map((practice) => standing(provider.diary(practice)));
    expect(after).toEqual(before);

    expect(allureStepNames(output).filter((name) => /^(1a|1b|2a|2b) /.test(name)).length).toBeGreaterThan(10);
    expect(readFileSync(join(output, 'allure-report', 'index.html'), 'utf8')).not.toMatch(
      /google-analytics|googletagmanager/,
    );
  } finally {
    await provider.stop();
  }
});

test('a token that the provider refuses ends the run before any booking, with exit code 3 and the reason', async () => {
  const provider = await startProvider({});
  try {
    const dead = provider.targetFile().replaceAll(/static: \S+/g, 'static: dead-token-of-this-test');
    const output = emptyFolder();
    const run = await gpcConformance([...sessions, '--target', fileWith(dead), '--output', output]);
    const result = resultIn(run.stdout);
    expect(result).toMatchObject({ verdict: 'unreachable', exitCode: 3, bookings: { created: 0 } });
    expect(result.verdictReason).toContain('the access token is refused with 401');
    expect(run.exitCode).toBe(3);
    expect(run.stdout + run.stderr).not.toContain('dead-token-of-this-test');
  } finally {
    await provider.stop();
  }
});

test('a read-only run books nothing and says what it could not test for that reason', async () => {
  const provider = await startProvider({});
  try {
    const target = fileWith(provider.targetFile());
    const words = ['run', '--only', 'SESS-001', 'SESS-002', '--read-only', '--json', '--output', emptyFolder()];
    const run = await gpcConformance([...words, '--target', target]);
    const result = resultIn(run.stdout);
    const booked = result.requirements.find((one) => one.id === 'SESS-001' && one.practice === 'A20047');
    expect(booked).toMatchObject({ outcome: 'not-tested', reason: expect.stringContaining('read-only run') });
    expect(result.requirements.find((one) => one.id === 'SESS-002')).toMatchObject({ outcome: 'pass' });
    expect(result.bookings.created).toBe(0);
    expect(result.exchanges.some((exchange) => exchange.method !== 'GET')).toBe(false);
    expect(run.exitCode).toBe(4);
  } finally {
    await provider.stop();
  }
});

test('what could not be judged for want of an answer is not-tested, and no evidence carries advice of the runner', async () => {
  const provider = await startProvider({ faults: ['metadata-not-found'] });
  try {
    const output = emptyFolder();
    const words = ['run', '--only', 'capability', '--practice', 'A20047', '--json', '--output', output];
    const result = resultIn((await gpcConformance([...words, '--target', fileWith(provider.targetFile())])).stdout);
    const outcomes = new Map(result.requirements.map((one) => [one.id, one]));
    expect(outcomes.get('META-001')?.outcome).toBe('fail');
    expect(outcomes.get('META-003')).toMatchObject({ outcome: 'not-tested', reason: expect.stringContaining('404') });
    expect(result.summary.error).toBe(0);

    const results = readdirSync(join(output, 'allure-results')).map((name) => join(output, 'allure-results', name));
    expect(results.some((file) => readFileSync(file, 'utf8').includes('Conformance failure: META-001'))).toBe(true);
    expect(results.filter((file) => readFileSync(file, 'utf8').includes('error-context'))).toEqual([]);
  } finally {
    await provider.stop();
  }
});

/** What stands in a diary for a patient: appointments that are not cancelled. */
function standing(diary: { readonly appointments: readonly unknown[] }): unknown {
  return diary.appointments.filter((appointment) => (appointment as { status?: string }).status !== 'cancelled');
}

function allureStepNames(output: string): readonly string[] {
  const folder = join(output, 'allure-results');
  const results = readdirSync(folder).filter((file) => file.endsWith('-result.json'));
  return results.flatMap((file) => stepNames(JSON.parse(readFileSync(join(folder, file), 'utf8')) as AllureStep));
}

interface AllureStep {
  readonly name: string;
  readonly steps?: readonly AllureStep[];
}

const stepNames = ({ name, steps = [] }: AllureStep): string[] => [name, ...steps.flatMap(stepNames)];
