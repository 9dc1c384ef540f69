import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import type { EndpointSource } from '../../../fixtures/transport/token-request.js';
import { isProblem } from '../../../problem.js';
import { givesTokenThatOpens, type Issued } from '../../../requirements/security.js';
import { searchAndRetrieve, withToken } from './tokens.js';

test(
  'an identity token is exchanged for an access token, and an access token is renewed',
  shows('SEC-007', 'SEC-023'),
  judged(async (spec) => {
    const { tokenExchange, tokenRefresh } = evidenceAt(spec);
    if (tokenExchange !== undefined) {
      const issued = await issuedBy({ kind: 'exchange', ...tokenExchange }, spec);
      await spec.verify('SEC-007', issued, givesTokenThatOpens);
    }
    if (tokenRefresh !== undefined) {
      const issued = await issuedBy({ kind: 'refresh', ...tokenRefresh }, spec);
      await spec.verify('SEC-023', issued, givesTokenThatOpens);
    }
  }),
);

/** A token of the endpoint, tried at once; a network that fails is no refusal and ends the test. */
async function issuedBy(source: EndpointSource, spec: SpecFixtures): Promise<Issued> {
  try {
    const { token } = await spec.requestToken(source);
    const answers = await searchAndRetrieve(spec, withToken(token.reveal()));
    const isOpen = answers.every(({ succeeded }) => succeeded);
    return { came: 'token', answers, withOwnToken: isOpen ? [] : await searchAndRetrieve(spec, {}) };
  } catch (error) {
    if (!isProblem(error, 'unreachable')) throw error;
    return { came: 'no-token', reason: error.message };
  }
}
