import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { request } from 'undici';
import { messageOf } from '../../../problem.js';
import { onLoopback } from './loopback-server.js';

/** An answer of the provider on its way through a front; headers may be added to `response`. */
export interface PassingAnswer {
  readonly path: string;
  readonly text: string;
  readonly response: ServerResponse;
}

/** A server in front of a provider. */
export interface Front {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

/** What becomes of the body of an answer; undefined where nothing is ever answered. */
export type Change = (answer: PassingAnswer) => string | undefined;

/** Starts a server that hands every request on to the origin, and the answer back as `change` makes it. */
export async function startFront(origin: string, change: Change): Promise<Front> {
  const server = createServer((asked, response) => {
    pass(asked, response, { origin, change }).catch((error: unknown) => response.writeHead(502).end(messageOf(error)));
  });
  const { port, stop } = await onLoopback(server);
  return { origin: `http://127.0.0.1:${port}`, stop };
}

interface Behind {
  readonly origin: string;
  readonly change: Change;
}

/** Headers that speak of one connection or of the bytes of the body. */
const ofTheWay = ['host', 'connection', 'accept-encoding', 'transfer-encoding', 'content-length'];

async function pass(asked: IncomingMessage, response: ServerResponse, { origin, change }: Behind): Promise<void> {
  const path = asked.url ?? '';
  const body = await buffer(asked);
  const answer = await request(`${origin}${path}`, {
    ...{ method: asked.method as 'GET', headers: endToEnd(asked.headers) },
    ...(body.length > 0 && { body }),
  });
  for (const [name, value] of Object.entries(endToEnd(answer.headers))) response.setHeader(name, value);
  const changed = change({ path, text: await answer.body.text(), response });
  if (changed !== undefined) response.writeHead(answer.statusCode).end(changed);
}

const endToEnd = (headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || ofTheWay.includes(name) ? [] : [[name, value]],
    ),
  );
