import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createServer, type AddressInfo } from 'node:net';
import { isLogicalId } from '../../../fixtures/consumer/logical-id.js';
import { askInPlainHttp } from '../../../fixtures/transport/bare-request.js';

test('a bare request gives up an answer that drips, when its time is over', async () => {
  const timers: NodeJS.Timeout[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    timers.push(setInterval(() => socket.write('H'), 50));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const started = performance.now();
    const base = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/A20047`);
    const { came } = await askInPlainHttp(base, { timeoutMs: 400 });
    expect(came).toBe('not-made');
    expect(performance.now() - started).toBeLessThan(3000);
  } finally {
    for (const timer of timers) clearInterval(timer);
    server.close();
  }
});

test('no id that may go into a URL leads out of its path', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('.', '..', '../x', 'a/b', '%2e%2e', 'a?b', 'a#b', 'http:')),
      (id) => {
        const base = 'http://provider.example/A20047/Appointment/';
        if (isLogicalId(id)) expect(new URL(base + id).href).toBe(base + id);
      },
    ),
  );
  expect([isLogicalId('a20047-apt-11'), isLogicalId('..'), isLogicalId('')]).toEqual([true, false, false]);
});
