import { readContent } from '../../../fixtures/consumer/reading.js';
import { validationOf } from '../../../fixtures/suite/answer-validation.js';
import { Answer, type AskedFor, type AskedInteraction, type HeaderLines } from '../../../requirements/answer.js';
import type { JudgingContext } from '../../../requirements/rule.js';

/** An answer as a provider might have given it, to be held against checks without any provider. */
export interface GivenAnswer {
  readonly status?: number;
  readonly headers?: HeaderLines;
  /** A resource, or the exact text of the body; absent means an empty body. */
  readonly body?: unknown;
  readonly requestHeaders?: HeaderLines;
  /** Path and query below the base URL. */
  readonly url?: string;
  readonly exchange?: string;
  /** How long it took, in ms. */
  readonly ms?: number;
}

export const baseUrl = 'https://provider.example/A20047/STU3/1';

/** Makes the answer that checks see: read from its bytes, as a recorded one is. */
export function answerTo<I extends AskedInteraction>(
  interaction: I,
  asked: AskedFor[I],
  given: GivenAnswer,
): Answer<I> {
  const { status = 200, headers = [], body, requestHeaders = [], url = '', exchange = 'x-0-0001', ms = 5 } = given;
  const bytes = Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
  return new Answer({
    interaction,
    asked,
    exchange,
    practice: { odsCode: 'A20047', baseUrl, patientId: 'p1' },
    request: { method: 'GET', url: `${baseUrl}${url}`, headers: requestHeaders, body: '' },
    at: Date.parse('2026-01-05T10:00:00Z'),
    status,
    headers,
    bytes,
    content: readContent(bytes),
    ms,
  });
}

/** A context with the policies and declarations given and the profile validator as in a run. */
export function contextWith(
  policies: JudgingContext['policies'] = {},
  declares: JudgingContext['declares'] = {},
): JudgingContext {
  return { policies, declares, validation: (answer) => validationOf(answer, '2020-05') };
}

/** A searchset of the given resources. */
export const searchset = (...resources: readonly unknown[]): object => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
