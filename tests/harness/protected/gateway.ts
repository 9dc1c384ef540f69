import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'undici';
import { messageOf } from '../../../problem.js';
import type { AuthorisationServer } from './authorisation-server.js';
import type { Credentials } from './certificates.js';
import { onLoopback } from './loopback-server.js';

/** What a gateway in front of a provider needs. */
export interface GatewayParts {
  readonly credentials: Credentials;
  /** The authority whose client certificates it lets in. */
  readonly clientAuthority: string;
  /** Who issues the tokens that it takes. */
  readonly authorisation: AuthorisationServer;
  /** Origin of the provider behind it. */
  readonly origin: string;
  /** The provider's own token, for requests below the service root of the practice. */
  readonly ownToken: (odsCode: string) => string | undefined;
}

/** A gateway as national ones are: HTTPS with client certificates, its own tokens, and another origin than the provider's. */
export interface Gateway {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

const approvedCiphers = 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:TLS_AES_256_GCM_SHA384';

export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const server = createServer({
    ...parts.credentials,
    ...{ ca: parts.clientAuthority, requestCert: true, rejectUnauthorized: true },
    ...{ minVersion: 'TLSv1.2', ciphers: approvedCiphers },
  });
  const own = { origin: '' };
  server.on('request', (asked, response) => {
    passOn(asked, response, parts, own.origin).catch((error: unknown) => {
      response.writeHead(502, { 'content-type': 'text/plain' }).end(`Bad gateway: ${messageOf(error)}`);
    });
  });
  const { port, stop } = await onLoopback(server);
  own.origin = `https://127.0.0.1:${port}`;
  return { ...own, stop };
}

async function passOn(asked: IncomingMessage, response: ServerResponse, parts: GatewayParts, own: string) {
  const path = asked.url ?? '/';
  const token = await tokenFor(asked, path, parts);
  const { connection, host, authorization, 'transfer-encoding': coding, ...headers } = asked.headers;
  void [connection, host, authorization, coding];
  const answer = await request(`${parts.origin}${path}`, {
    method: asked.method as 'GET',
    headers: { ...headers, ...(token !== undefined && { authorization: token }) },
    ...(asked.method !== 'GET' && { body: asked }),
  });
  const lines = Object.entries(answer.headers).filter(
    ([name]) => name !== 'connection' && name !== 'transfer-encoding',
  );
  for (const [name, value] of lines) {
    if (value !== undefined)
      response.setHeader(
        name,
        [value].flat().map((text) => text.replace(parts.origin, own)),
      );
  }
  response.setHeader('strict-transport-security', 'max-age=31536000');
  response.writeHead(answer.statusCode);
  answer.body.pipe(response);
}

/** Its own tokens become the provider's; any other text goes through, for the provider to refuse. */
async function tokenFor({ headers }: IncomingMessage, path: string, parts: GatewayParts): Promise<string | undefined> {
  const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const client = given === undefined ? undefined : await parts.authorisation.clientOf(given);
  const [, odsCode = ''] = path.split('/');
  const own = parts.ownToken(odsCode);
  return client === undefined || own === undefined ? headers.authorization : `Bearer ${own}`;
}
