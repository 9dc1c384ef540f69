import { expect, test } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { cancelByHand } from '../../../reports/cancel-by-hand.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';
import { appOn, bookSlot } from '../unit/booking-patient.js';

const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** Runs a command beside this process, in which the provider answers. */
function shell(command: string, token: string): Promise<{ status: number | null; stderr: string }> {
  const child = spawn('sh', ['-c', command], {
    env: { ...process.env, GPC_TOKEN: token },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((done) => child.once('close', (status) => done({ status, stderr })));
}

test('the command of a booking left cancels it, whatever the reason and the id hold', async () => {
  test.skip(!has('curl') || !has('jq'), 'curl and jq are not installed here');
  const provider = await startProvider({});
  const text = provider.targetFile();
  const bench = new Workbench(singleUse(fileWith(text), emptyFolder()), 'test');
  try {
    const [practice] = bench.target.practices;
    if (practice === undefined) throw new Error('the target names no practice');
    const app = appOn(bench);
    const { body } = await bookSlot(app, 0);
    const cancellationReason = `it's only a "test" $(touch nothing) \`x\``;
    const command = cancelByHand({ baseUrl: practice.baseUrl, appointment: body.id ?? '', cancellationReason });
    const { practices } = parse(text) as { practices: { token: { static: string } }[] };
    const token = practices[0]?.token.static ?? '';
    expect(command).not.toContain(token);
    const { status, stderr } = await shell(command, token);
    expect([status, stderr]).toEqual([0, '']);
    const read = await app.read(body.id ?? '');
    expect(read.body.at('status').text).toBe('cancelled');
    expect(JSON.stringify(read.body.value)).toContain(JSON.stringify(cancellationReason));
  } finally {
    await bench.close();
    await provider.stop();
  }
});

test('an id with quotes and spaces stays one word of the shell', () => {
  const hostile = `1' ; touch broken ; '`;
  const command = cancelByHand({ baseUrl: 'http://127.0.0.1:9', appointment: hostile, cancellationReason: 'x' });
  expect(command).not.toContain(hostile);
  expect(command).toContain(encodeURIComponent(hostile).replaceAll("'", String.raw`'\''`));
});
