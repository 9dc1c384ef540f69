import { expect, test } from '@playwright/test';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { FAULTS } from '../../../fixtures/provider/faults/index.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import { program } from '../cli/command.js';
import { emptyFolder } from '../temporary-folder.js';

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('no line');
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`provider says in one line where it listens, writes its target file, and ends cleanly on ${signal}`, async () => {
    const file = join(emptyFolder(), 'target.yaml');
    const child = spawn(process.execPath, [program, 'provider', '--practices', '5', '--target-out', file]);
    const ready = JSON.parse(await firstLine(child)) as { ready: boolean; baseUrls: string[]; target: string };
    expect([ready.ready, ready.baseUrls.length, ready.target]).toEqual([true, 5, file]);
    expect(loadTarget({ file, environment: {} }).federation.length).toBe(5);
    const { statusCode, body } = await request(`${ready.baseUrls[4] ?? ''}/metadata`);
    await body.dump();
    expect(statusCode).toBe(200);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
}

test('provider with TLS puts its authority beside the target file, which trusts it', async () => {
  const file = join(emptyFolder(), 'secure.yaml');
  const child = spawn(process.execPath, [program, 'provider', '--tls', '--target-out', file]);
  const { baseUrls } = JSON.parse(await firstLine(child)) as { baseUrls: string[] };
  const [ca = ''] = loadTarget({ file, environment: {} }).tls.ca;
  const dispatcher = new Agent({ connect: { ca: readFileSync(ca) } });
  const { statusCode, body } = await request(`${baseUrls[0] ?? ''}/metadata`, { dispatcher });
  await body.dump();
  await dispatcher.close();
  child.kill();
  expect([statusCode, baseUrls[0]?.slice(0, 8)]).toEqual([200, 'https://']);
});

test('an unknown fault ends the provider with exit code 2 and the nearest name', () => {
  const { status, stderr } = run('provider', '--fault', 'book-with-200');
  expect([status, stderr]).toEqual([2, expect.stringContaining('Did you mean books-with-200?')]);
});

test('a port that is no port is a usage error', () => {
  const { status, stderr } = run('provider', '--port', '99999');
  expect([status, stderr]).toEqual([2, expect.stringContaining('give a whole number from 0 to 65535')]);
});

test('faults lists every fault, as JSON and as a table', () => {
  const { stdout } = run('faults', '--json');
  expect(JSON.parse(stdout)).toEqual(FAULTS.map(({ id, title, violates }) => ({ id, title, violates: [...violates] })));
  const table = run('faults').stdout;
  for (const { id } of FAULTS) expect(table).toMatch(new RegExp(`^${id} +`, 'm'));
});
