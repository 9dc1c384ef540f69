import type { Answer } from './answer.js';
import type { Occasion } from './rule.js';

/** The two forms of FHIR on the wire. */
export type WireFormat = 'json' | 'xml';

const formatNames: readonly (readonly [WireFormat, RegExp])[] = [
  ['json', /^(application\/fhir\+json|application\/json|application\/json\+fhir|text\/json|json)$/],
  ['xml', /^(application\/fhir\+xml|application\/xml|application\/xml\+fhir|text\/xml|xml)$/],
];

/** What of a request says in which form the answer has to be; `nothing` where it leaves that to the rule (HTTP-005). */
export type FormatSource = '_format' | 'Accept' | 'Content-Type' | 'nothing';

interface FormatWish {
  readonly source: FormatSource;
  readonly text: string;
}

/** A header of the request, by name in any case; undefined where it was not sent. */
export const sentHeader = (answer: Answer, name: string): string | undefined =>
  answer.parts.request.headers.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];

/** `_format` before Accept before the request's Content-Type, JSON without any of them (HTTP-003 to HTTP-005). */
function wishOf(answer: Answer): FormatWish {
  const parameter = new URL(answer.parts.request.url).searchParams.get('_format');
  if (parameter !== null) return { source: '_format', text: parameter };
  const accepted = acceptedIn(sentHeader(answer, 'Accept'));
  if (accepted !== undefined) return { source: 'Accept', text: accepted };
  const contentType = sentHeader(answer, 'Content-Type');
  if (contentType !== undefined) return { source: 'Content-Type', text: contentType };
  return { source: 'nothing', text: 'application/fhir+json' };
}

/** The form an answer has to have. Undefined where the one asked for is not one of the two: itself the fault (HTTP-006). */
export const formatAsked = (answer: Answer): WireFormat | undefined => formatNamed(wishOf(answer).text);

/** What of the request decides about the form of the answer. */
export const formatSource = (answer: Answer): FormatSource => wishOf(answer).source;

/** The form a media type or a `_format` value names. A `+` that was not percent-encoded has become a blank on the way. */
function formatNamed(text: string): WireFormat | undefined {
  const type = text.split(';')[0]?.trim().toLowerCase().replace(' ', '+') ?? '';
  return formatNames.find(([, names]) => names.test(type))?.[0];
}

/** The first type of an Accept header that is one of the two forms, or the first of all; wildcards ask for nothing. */
function acceptedIn(accept: string | undefined): string | undefined {
  const types = (accept ?? '')
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '' && !type.startsWith('*/*'));
  return types.find((type) => formatNamed(type) !== undefined) ?? types[0];
}

/** An answer whose body is a FHIR resource: an HTML page of a gateway can be well-formed XML, but no type is in lower case. */
export const holdsResource: Occasion = {
  words: 'a FHIR resource',
  holds: ({ body }) => /^[A-Z]/.test(body.resourceType ?? ''),
};

/** The form the body of an answer really has, by its bytes; undefined for an empty or unreadable body. */
export function formatCame(answer: Answer): WireFormat | undefined {
  const { content } = answer.parts;
  return content.kind === 'fhir' ? content.document.format : undefined;
}
