import { expect, test } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { withSharedTokens } from '../../../fixtures/federation/shared-tokens.js';
import { Secret } from '../../../fixtures/target/secret.js';
import type { Practice, TokenSource } from '../../../fixtures/target/target.js';
import { gpcConformance } from '../cli/command.js';
import { emptyFolder } from '../temporary-folder.js';
import { strangeServer } from './estate.js';

const practiceWith = (odsCode: string, token: TokenSource): Practice => ({
  ...{ odsCode, name: odsCode, baseUrl: `https://provider.example/${odsCode}`, token },
  ...{ patient: { nhsNumber: '9990548609' }, headers: {}, otherPremises: [] },
});

const client = (secret: string, scope = 'read'): TokenSource => ({
  ...{ kind: 'tokenEndpoint', url: 'https://tokens.example', clientId: 'app', algorithm: 'RS512', scope },
  clientSecret: { kind: 'static', value: new Secret(secret) },
});

test('practices of the same endpoint, client and secret share a source, and no others do', () => {
  const practices = [
    practiceWith('A', client('one-secret')),
    practiceWith('B', client('one-secret')),
    practiceWith('C', client('other-secret')),
    practiceWith('D', client('one-secret', 'write')),
    practiceWith('E', { kind: 'static', value: new Secret('a-token') }),
    practiceWith('F', { kind: 'static', value: new Secret('a-token') }),
  ];
  const shared = withSharedTokens(practices);
  expect(shared.map(({ odsCode }) => odsCode)).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  expect(shared[1]?.token).toBe(shared[0]?.token);
  expect(new Set(shared.map(({ token }) => token)).size).toBe(5);
});

test('a federation whose defaults name one token endpoint asks it once, however many practices there are', async () => {
  let issued = 0;
  const bearers = new Set<string>();
  const server = await strangeServer('H', 20, (request, reply) => {
    if (request.url === '/token') {
      issued += 1;
      const token = { access_token: `issued-token-${issued}`, token_type: 'Bearer', expires_in: 3600 };
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(token));
      return;
    }
    bearers.add(request.headers.authorization ?? 'none');
    reply.writeHead(404).end();
  });
  try {
    const url = new URL('/token', server.rows[0]?.split(',')[2]).href;
    const token = { tokenEndpoint: { url, clientId: 'app', clientSecret: { static: 'a-client-secret' } } };
    const members = server.rows.map((row) => {
      const [odsCode, name, baseUrl] = row.split(',');
      return { odsCode, name, baseUrl };
    });
    const patient = { nhsNumber: '9990548609' };
    const folder = emptyFolder();
    const file = join(folder, 'target.yaml');
    const practices = [{ ...members[0], token, patient }];
    writeFileSync(join(folder, 'practices.json'), JSON.stringify(members));
    const federation = { file: 'practices.json', defaults: { token, patient } };
    writeFileSync(file, stringify({ name: 'One endpoint', practices, federation }));
    const output = join(folder, 'sweep');
    const { stdout, stderr } = await gpcConformance(['sweep', '--target', file, '--output', output, '--json']);
    expect(JSON.parse(stdout), stderr).toMatchObject({ recorded: 20, outcomes: { refused: 20 } });
    expect([issued, [...bearers]]).toEqual([1, ['Bearer issued-token-1']]);
    expect(readFileSync(join(output, 'sweep.jsonl'), 'utf8')).not.toContain('issued-token-1');
  } finally {
    await server.stop();
  }
});
