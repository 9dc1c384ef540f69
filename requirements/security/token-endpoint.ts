import type { Answer } from '../answer.js';
import { finding, httpFinding, type CheckResult } from '../finding.js';
import { Node } from '../node.js';
import { shownIn } from '../shown-in.js';

/** What a token endpoint gave, and what was answered to requests with it; or why it gave none. */
export type Issued =
  | { readonly came: 'token'; readonly answers: readonly Answer[] }
  | { readonly came: 'no-token'; readonly reason: string };

/** SEC-007, SEC-023: the endpoint gives a token, and the token opens the patient's own data. */
export function givesTokenThatOpens(issued: Issued): CheckResult {
  if (issued.came === 'no-token') {
    const words = { rule: 'token-endpoint', message: 'No access token was given', expected: 'an access token' };
    return [finding(new Node(undefined, 'token endpoint'), { ...words, actual: issued.reason })];
  }
  return issued.answers
    .filter(({ succeeded }) => !succeeded)
    .flatMap((answer) =>
      shownIn(answer, [
        httpFinding({
          rule: 'token-endpoint',
          message: 'The token that was given opens nothing',
          expected: 'status 200',
          actual: answer.inShort,
        }),
      ]),
    );
}
