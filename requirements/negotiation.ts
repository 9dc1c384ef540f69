import type { Answer } from './answer.js';

/** The two forms of FHIR on the wire. */
export type WireFormat = 'json' | 'xml';

const formatNames: readonly (readonly [WireFormat, RegExp])[] = [
  ['json', /^(application\/fhir\+json|application\/json|application\/json\+fhir|text\/json|json)$/],
  ['xml', /^(application\/fhir\+xml|application\/xml|application\/xml\+fhir|text\/xml|xml)$/],
];

/**
 * The form an answer has to have: `_format` before Accept before the request's Content-Type, JSON without any of them
 * (HTTP-003 to HTTP-005). Undefined where the form asked for is not one of the two: that is itself the fault (HTTP-006).
 */
export function formatAsked(answer: Answer): WireFormat | undefined {
  const { url, headers } = answer.parts.request;
  const valueOf = (name: string): string | undefined => headers.find(([one]) => one.toLowerCase() === name)?.[1];
  const parameter = new URL(url).searchParams.get('_format');
  const wish = parameter ?? acceptedIn(valueOf('accept')) ?? valueOf('content-type') ?? 'application/fhir+json';
  return formatNamed(wish);
}

/** The form a media type or a `_format` value names. A `+` that was not percent-encoded has become a blank on the way. */
export function formatNamed(text: string): WireFormat | undefined {
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

/** The form the body of an answer really has, by its bytes; undefined for an empty or unreadable body. */
export function formatCame(answer: Answer): WireFormat | undefined {
  const { content } = answer.parts;
  return content.kind === 'fhir' ? content.document.format : undefined;
}
