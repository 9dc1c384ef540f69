import { createServer } from 'node:http';
import { createProxy } from 'proxy';
import { onLoopback } from './loopback-server.js';

/** The user name and password that the proxy accepts, as a target file gives them. */
export const proxyCredentials = {
  username: { static: 'proxy-user' },
  password: { static: 'proxy-password-77' },
} as const;

/** A running proxy; `places` lists method and place of every request it was asked for. */
export interface RunningProxy {
  readonly url: string;
  readonly places: readonly string[];
  readonly stop: () => Promise<void>;
}

/** A real proxy on the loopback that asks for credentials. */
export async function startProxy(): Promise<RunningProxy> {
  const places: string[] = [];
  const server = createProxy(createServer());
  const { username, password } = proxyCredentials;
  const expected = `Basic ${Buffer.from(`${username.static}:${password.static}`).toString('base64')}`;
  server.authenticate = (asked) => {
    places.push(`${asked.method ?? ''} ${asked.url ?? ''}`);
    return asked.headers['proxy-authorization'] === expected;
  };
  const { port, stop } = await onLoopback(server);
  return { url: `http://127.0.0.1:${port}`, places, stop };
}
