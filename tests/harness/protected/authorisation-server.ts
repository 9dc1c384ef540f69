import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import Provider, { errors, type Configuration } from 'oidc-provider';
import { onLoopback } from './loopback-server.js';

/** A real authorisation server on the loopback, with one client for each way of proving who it is. */
export interface AuthorisationServer {
  /** URL of the token endpoint. */
  readonly url: string;
  /** Private key (PEM) of the client `app-with-key`, which signs RS512. */
  readonly privateKey: string;
  /** How many tokens were asked for. */
  readonly requests: () => number;
  /** The client whose token this is; undefined for any text that is none. */
  readonly clientOf: (token: string) => Promise<string | undefined>;
  readonly stop: () => Promise<void>;
}

/** The identity token that the server exchanges; any other is refused. */
export const identityToken = 'identity-token-of-nhs-login';

export const clientSecret = 'a-client-secret-of-forty-characters-1234';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** Starts it; `lifetime` of its tokens in s. */
export async function startAuthorisationServer({
  lifetime = 600,
  tls,
}: {
  readonly lifetime?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
} = {}): Promise<AuthorisationServer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'RS512' };
  const server: Server = tls === undefined ? createServer() : createTlsServer(tls);
  const { port, stop } = await onLoopback(server);
  const issuer = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configurationFor({ keys: [jwk] }, lifetime));
  addExchange(provider);
  let requests = 0;
  const handle = provider.callback();
  server.on('request', (request, response) => {
    requests += 1;
    void handle(request, response);
  });
  return {
    url: `${issuer}/token`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    requests: () => requests,
    clientOf: async (token) => (await provider.ClientCredentials.find(token))?.clientId,
    stop,
  };
}

function configurationFor(jwks: { readonly keys: readonly object[] }, lifetime: number): Configuration {
  const common = { redirect_uris: [], response_types: [], grant_types: ['client_credentials', exchangeGrant] };
  return {
    clients: [
      {
        ...common,
        client_id: 'app-with-key',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS512',
        jwks,
      },
      { ...common, client_id: 'app-with-secret', client_secret: clientSecret },
    ] as Configuration['clients'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS512'] },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    scopes: ['appointments'],
    ttl: { ClientCredentials: lifetime },
    assertJwtClientAuthClaimsAndHeader: () => Promise.resolve(),
  };
}

/** The exchange as the national gateway offers it: an identity token in, an access token of the client out. */
function addExchange(provider: Provider): void {
  const parameters = ['subject_token', 'subject_token_type', 'scope'];
  provider.registerGrantType(
    exchangeGrant,
    async (context) => {
      const { client, params } = context.oidc;
      if (client === undefined || params?.['subject_token'] !== identityToken) {
        throw new errors.InvalidGrant('the identity token is not valid');
      }
      const token = new provider.ClientCredentials({ client, scope: 'appointments' });
      const value = await token.save();
      context.body = {
        ...{ access_token: value, expires_in: token.expiration, token_type: token.tokenType },
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      };
    },
    parameters,
  );
}
