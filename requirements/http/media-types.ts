import { isUtf8 } from 'node:buffer';
import type { Answer } from '../answer.js';
import { httpFinding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import { formatAsked, formatCame, formatSource, holdsResource, sentHeader, type WireFormat } from '../negotiation.js';
import { everyInteraction, rule, type JudgingContext, type Occasion, type Rule } from '../rule.js';

/** In which form an answer comes: HTTP-001, -002, -007 to -009 on every answer, HTTP-003 to -006 where it is asked for. */
export const mediaTypeRules: readonly Rule[] = [
  rule({
    id: 'HTTP-001',
    on: everyInteraction,
    when: askedByAccept('json'),
    check: (answer) => cameAs(answer, 'json'),
  }),
  rule({ id: 'HTTP-002', on: everyInteraction, when: askedByAccept('xml'), check: xmlIfOffered }),
  rule({
    id: 'HTTP-007',
    on: everyInteraction,
    when: holdsResource,
    check: namesTypeAndCharset,
  }),
  rule({
    id: 'HTTP-008',
    on: everyInteraction,
    when: { words: 'an answer with a body', holds: hasBody },
    check: inUtf8,
  }),
  rule({
    id: 'HTTP-009',
    on: everyInteraction,
    when: {
      words: 'a successful answer of some size to a request that accepts gzip',
      holds: (answer) => answer.succeeded && acceptsGzip(answer) && answer.parts.bytes.length >= worthCompressing,
    },
    check: isCompressed,
  }),
];

/** The catalogue expects compression of answers over about 1 kB. */
const worthCompressing = 1000;

/** Asked for by Accept alone, and answered: with a body, or with the refusal of this very form. */
function askedByAccept(format: WireFormat): Occasion {
  return {
    words: `an answer to a request with Accept: application/fhir+${format}`,
    holds: (answer) =>
      formatSource(answer) === 'Accept' &&
      formatAsked(answer) === format &&
      ((answer.succeeded && hasBody(answer)) || isRefusalOfForm(answer)),
  };
}

/** 415 to a request without a body can only mean the form asked for; 406 is base HTTP's word for it. */
const isRefusalOfForm = (answer: Answer): boolean =>
  answer.status === 406 || (answer.status === 415 && answer.parts.request.body === '');

const acceptsGzip = (answer: Answer): boolean => /\bgzip\b/i.test(sentHeader(answer, 'Accept-Encoding') ?? '');

function hasBody(answer: Answer): boolean {
  return answer.parts.content.kind !== 'empty';
}

function cameAs(answer: Answer, format: WireFormat): CheckResult {
  const type = `application/fhir+${format}`;
  const came = mediaTypeOf(answer);
  if (answer.succeeded && came.type === type && formatCame(answer) === format) return [];
  const actual = answer.succeeded ? `${came.type || '(no Content-Type)'}, body ${bodyForm(answer)}` : answer.inShort;
  return [wrongForm(`Asked for ${type} by Accept, the answer is something else`, type, actual)];
}

/** HTTP-002: XML, or 415 where it is not declared. Whether it is, the target file says; where it does not, 415 is right. */
function xmlIfOffered(answer: Answer, { declares }: JudgingContext): CheckResult {
  const isUndeclared = answer.status === 415 && declares['xml'] !== true;
  return isUndeclared ? [] : cameAs(answer, 'xml');
}

/** The answer is a 200 in this form, whatever else the request could be taken to ask for (HTTP-003, HTTP-005). */
export function answeredInForm({ answer, format }: AnswerInForm): CheckResult {
  if (answer.status === 200 && formatCame(answer) === format) return [];
  const actual = `${answer.inShort} as ${bodyForm(answer)}`;
  return [
    {
      ...wrongForm('The answer has not the form that the request decides on', `200 as ${format}`, actual),
      exchange: answer.exchange,
    },
  ];
}

/** An answer and the form it has to have. */
export interface AnswerInForm {
  readonly answer: Answer;
  readonly format: WireFormat;
}

/** HTTP-003, each way round: the answers that were asked for in one form by `_format` and in the other by Accept. */
export function parameterOverridesAccept(answers: readonly AnswerInForm[]): CheckResult {
  if (answers.length === 0) return nothingToCheck('no answer was asked for by _format');
  return answers.flatMap((one) => findingsOf(answeredInForm(one)));
}

/** HTTP-004: whatever the answer says, it says it in the form of the request's body. */
export function inFormOfRequest({ answer, format }: AnswerInForm): CheckResult {
  if (!hasBody(answer)) return nothingToCheck(`the answer ${answer.inShort} has no body`);
  if (formatCame(answer) === format) return [];
  const words = 'Without Accept and _format, the answer is not in the form of the request';
  return [{ ...wrongForm(words, format, `${answer.inShort} as ${bodyForm(answer)}`), exchange: answer.exchange }];
}

/** The guide words the rule against a space as advice, so that alone only warns. */
function namesTypeAndCharset(answer: Answer): CheckResult {
  const format = formatCame(answer) ?? 'json';
  const expected = `application/fhir+${format};charset=utf-8`;
  const { type, charset, header } = mediaTypeOf(answer);
  const isRight = type === `application/fhir+${format}` && charset?.toLowerCase() === 'utf-8';
  if (!isRight) {
    const message = 'Content-Type does not name the FHIR type with charset UTF-8';
    return [wrongForm(message, expected, header || '(absent)')];
  }
  if (!/;\s+charset|\s;/i.test(header)) return [];
  return [{ ...wrongForm('Content-Type has a space before charset', expected, header), severity: 'warning' }];
}

function inUtf8(answer: Answer): CheckResult {
  if (isUtf8(answer.parts.bytes)) return [];
  return [httpFinding({ rule: 'charset', message: 'The body is not UTF-8', expected: 'UTF-8' })];
}

/** Only the capability statement is compressed in every case; how small an answer may stay as it is, nobody says. */
function isCompressed(answer: Answer): CheckResult {
  const coding = answer.header('Content-Encoding').join().trim().toLowerCase();
  if (coding === 'gzip' || coding === 'x-gzip') return [];
  return [
    httpFinding({
      rule: 'compression',
      severity: answer.interaction === 'metadata' ? 'error' : 'warning',
      message: 'The answer is not compressed although gzip was accepted',
      expected: 'Content-Encoding: gzip',
      actual: `${coding || 'no Content-Encoding'}, ${answer.parts.bytes.length} bytes`,
    }),
  ];
}

interface MediaType {
  readonly type: string;
  readonly charset: string | undefined;
  readonly header: string;
}

function mediaTypeOf(answer: Answer): MediaType {
  const header = answer.header('Content-Type').join(', ');
  const type = (header.split(';')[0] ?? '').trim().toLowerCase();
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)"?/i.exec(header)?.[1];
  return { type, charset, header };
}

const bodyForm = (answer: Answer): string => formatCame(answer) ?? answer.parts.content.kind;

const findingsOf = (result: CheckResult): readonly Finding[] => ('nothingToCheck' in result ? [] : result);

const wrongForm = (message: string, expected: string, actual: string): Finding =>
  httpFinding({ rule: 'media-type', message, expected, actual });
