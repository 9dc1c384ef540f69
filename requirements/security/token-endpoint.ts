import type { Answer } from '../answer.js';
import { each, finding, httpFinding, type CheckResult, type Finding } from '../finding.js';
import { Node } from '../node.js';
import { shownIn } from '../shown-in.js';

/** What a token endpoint gave, and what was answered to requests with it; or why it gave none. */
export type Issued =
  | {
      readonly came: 'token';
      readonly answers: readonly Answer[];
      /** What the same requests, in the same order, get with the token that the patient has anyway. */
      readonly withOwnToken: readonly Answer[];
    }
  | { readonly came: 'no-token'; readonly reason: string };

/**
 * SEC-007, SEC-023: the endpoint gives a token, and the token opens the patient's own data. What the patient's own token
 * does not open either is no matter of the endpoint.
 */
export function givesTokenThatOpens(issued: Issued): CheckResult {
  if (issued.came === 'no-token') {
    const words = { rule: 'token-endpoint', message: 'No access token was given', expected: 'an access token' };
    return [finding(new Node(undefined, 'token endpoint'), { ...words, actual: issued.reason })];
  }
  const { answers, withOwnToken } = issued;
  const telling = answers.filter(({ succeeded }, place) => succeeded || withOwnToken[place]?.succeeded === true);
  return each(telling, 'answer that the token decides on', (answer) => (answer.succeeded ? [] : shutOut(answer)));
}

const shutOut = (answer: Answer): readonly Finding[] =>
  shownIn(answer, [
    httpFinding({
      rule: 'token-endpoint',
      message: 'The token that was given does not open what the patient’s own token opens',
      expected: 'status 200',
      actual: answer.inShort,
    }),
  ]);
