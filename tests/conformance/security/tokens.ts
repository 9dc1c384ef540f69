import type { SpecFixtures } from '../../../fixtures/conformance.js';
import type { RequestChange } from '../../../fixtures/consumer/wire-request.js';
import type { TokenSource } from '../../../fixtures/target/target.js';
import type { Answer } from '../../../requirements/answer.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';

/** A request without any token. */
export const withoutToken: RequestChange = { headers: { Authorization: '' } };

/** A request with another token than the patient's; an open sandbox as its source means no token at all. */
export async function withTokenOf(source: TokenSource, { tokenOf }: SpecFixtures): Promise<RequestChange> {
  const token = await tokenOf(source);
  return token === undefined ? withoutToken : withToken(token.reveal());
}

/** A request with this text as its token. */
export const withToken = (text: string): RequestChange => ({ headers: { Authorization: `Bearer ${text}` } });

/** The token with one character in the middle of its last part, the signature of a JWT, made another one. */
export function altered(token: string): string {
  const from = token.lastIndexOf('.') + 1;
  const place = from + Math.floor((token.length - from) / 2);
  return `${token.slice(0, place)}${token[place] === 'A' ? 'B' : 'A'}${token.slice(place + 1)}`;
}

/** A search and a retrieve of tomorrow with a change: what anybody may ask for who has a token. */
export async function searchAndRetrieve({ consumer }: SpecFixtures, change: RequestChange): Promise<readonly Answer[]> {
  const tomorrow = addDays(ukDate(consumer.now), 1);
  const day = { from: tomorrow, to: tomorrow };
  return [await consumer.searchFreeSlots(day, { change }), await consumer.retrieve(day, change)];
}

/** True where the target is open to everybody, so that no token can be wrong; said of every requirement of the test. */
export async function isOpenToAll({ consumer, trial }: SpecFixtures): Promise<boolean> {
  if ((await consumer.patient.token()) !== undefined) return false;
  for (const id of trial.stage.declared) trial.notApplicable(id, 'the target is an open sandbox (token: none)');
  return true;
}
