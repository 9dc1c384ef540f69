import type { Answer } from '../answer.js';
import { requirement, type Requirement } from '../catalogue.js';
import { isBareOfTheFramework } from '../errors/gateway.js';
import { refusedWithSomeCode } from '../expectation.js';
import { all, httpFinding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import { formatAsked, sentHeader } from '../negotiation.js';
import { taggedWithItsVersion } from '../read.js';
import { shownIn } from '../shown-in.js';
import { always, everyInteraction, rule, succeeded, type Occasion, type Rule } from '../rule.js';

/** The headers of answers: HDR-001 to HDR-005, -008, -009, -012, -014, -015 on every answer that can show them. */
export const headerRules: readonly Rule[] = [
  rule({ id: 'HDR-001', on: everyInteraction, when: always, check: orBare(isNotStored) }),
  rule({ id: 'HDR-002', on: ['book', 'read', 'cancel'], when: succeeded, check: taggedWithItsVersion }),
  rule({
    id: 'HDR-003',
    on: ['book', 'read', 'cancel'],
    when: succeeded,
    check: (answer) => has(answer, 'Content-Location'),
  }),
  rule({ id: 'HDR-004', on: 'book', when: succeeded, check: (answer) => has(answer, 'Location') }),
  rule({
    id: 'HDR-005',
    on: 'cancel',
    when: { words: 'a cancellation under another version than the one last seen', holds: isUnderAnotherVersion },
    check: (answer) => staleVersionRefused(answer, requirement('CANC-023')),
  }),
  mirrored('HDR-008', 'X-Request-ID'),
  mirrored('HDR-009', 'X-Correlation-ID'),
  rule({
    id: 'HDR-012',
    on: ['book', 'cancel'],
    when: { words: 'a JSON body under its FHIR media type', holds: isFhirJson },
    check: takenAsJson,
  }),
  rule({
    id: 'HDR-014',
    on: everyInteraction,
    when: { words: 'an answer over HTTPS', holds: (answer) => answer.parts.request.url.startsWith('https:') },
    check: orBare(isStrict),
  }),
  rule({
    id: 'HDR-015',
    on: everyInteraction,
    when: { words: 'an answer with status 401', holds: ({ status }) => status === 401 },
    check: saysWhichScheme,
  }),
];

/** A bare answer of framework or gateway (401, 403, 429, 5xx without OperationOutcome) does not show the provider's headers. */
function orBare(check: (answer: Answer) => readonly Finding[]): (answer: Answer) => CheckResult {
  return (answer) =>
    isBareOfTheFramework(answer)
      ? check(answer).map((found) => ({ ...found, severity: 'warning' as const }))
      : check(answer);
}

function isNotStored(answer: Answer): Finding[] {
  const directives = answer.header('Cache-Control').flatMap((line) => line.split(','));
  if (directives.some((one) => one.trim().toLowerCase() === 'no-store')) return [];
  return [
    header('Cache-Control does not forbid storing the answer', 'no-store', answer.header('Cache-Control').join()),
  ];
}

function has(answer: Answer, name: string): CheckResult {
  return answer.header(name).some((value) => value.trim() !== '')
    ? []
    : [header(`The answer has no ${name}`, name, undefined)];
}

/** The version sent in If-Match is not that of the appointment as last seen; no If-Match at all is CANC-024's matter. */
function isUnderAnotherVersion(answer: Answer): boolean {
  if (!isCancellation(answer) || answer.asked.versionId === '') return false;
  const sent = sentHeader(answer, 'If-Match');
  return sent !== undefined && /^(W\/)?"[^"]+"$/.test(sent) && !sent.endsWith(`"${answer.asked.versionId}"`);
}

const isCancellation = (answer: Answer): answer is Answer<'cancel'> => answer.interaction === 'cancel';

/** HDR-005: refused as CANC-023 says; which code the refusal carries is that requirement's matter. */
function staleVersionRefused(answer: Answer, wanted: Requirement): CheckResult {
  const result = refusedWithSomeCode(answer, wanted);
  return 'nothingToCheck' in result ? result : result.filter(({ severity }) => severity === 'error');
}

function mirrored(id: string, name: string): Rule {
  const when: Occasion = { words: `a request with ${name}`, holds: (answer) => sentHeader(answer, name) !== undefined };
  return rule({
    id,
    on: everyInteraction,
    when,
    check: (answer) => {
      const sent = sentHeader(answer, name);
      if (answer.header(name).includes(sent ?? '')) return [];
      return [header(`${name} is not mirrored`, sent ?? '', answer.header(name).join())];
    },
  });
}

/** Where the answer is asked for in a form that is not offered, 415 says nothing about the body. */
function isFhirJson(answer: Answer): boolean {
  const type = sentHeader(answer, 'Content-Type') ?? '';
  return /^application\/fhir\+json(;\s*charset="?utf-8"?)?$/i.test(type) && formatAsked(answer) === 'json';
}

function takenAsJson(answer: Answer): CheckResult {
  if (answer.status !== 415) return [];
  const sent = sentHeader(answer, 'Content-Type') ?? '';
  return [
    httpFinding({
      rule: 'media-type',
      message: `A body sent as ${sent} is refused`,
      expected: 'not 415',
      actual: answer.inShort,
    }),
  ];
}

function isStrict(answer: Answer): Finding[] {
  const value = answer.header('Strict-Transport-Security').join();
  if (/\bmax-age\s*=\s*"?[1-9]\d*/i.test(value)) return [];
  return [header('Strict-Transport-Security is not employed', 'max-age above 0', value)];
}

function saysWhichScheme(answer: Answer): CheckResult {
  if (answer.header('WWW-Authenticate').some((value) => /\bBearer\b/i.test(value))) return [];
  return [header('A 401 does not say how to authenticate', 'Bearer ...', answer.header('WWW-Authenticate').join())];
}

/** A request without Ssp-* headers, and, where it was refused, the same one with them. */
export interface WithoutSsp {
  readonly without: Answer;
  readonly with?: Answer;
}

/** HDR-011: none of the requests succeeds only with Ssp-* headers. */
export function sspHeadersNotNeeded(requests: readonly WithoutSsp[]): CheckResult {
  return all(...requests.map(succeedsWithoutSsp));
}

function succeedsWithoutSsp({ without, with: withThem }: WithoutSsp): CheckResult {
  if (without.status === 200) return [];
  if (withThem?.status !== 200) return nothingToCheck(`the answer is ${without.inShort} with Ssp headers too`);
  const message = 'The request succeeds only with Ssp-* headers';
  return shownIn(without, [httpFinding({ message, expected: '200 without them', actual: without.inShort })]);
}

function header(message: string, expected: string, actual: string | undefined): Finding {
  return httpFinding({ rule: 'header', message, expected, actual: actual || '(absent)' });
}
