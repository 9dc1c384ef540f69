import type { Answer } from './answer.js';
import { requirement, type Requirement } from './catalogue.js';
import { issueTypes, openApiCodes, spineCodes } from './errors/spine-codes.js';
import { traceShapes } from './errors/traces.js';
import { each, finding, httpFinding, type CheckResult, type Finding, type FindingWords } from './finding.js';
import { formatAsked, formatCame } from './negotiation.js';
import type { Node } from './node.js';
import { everyInteraction, refused, rule, type Occasion, type Rule } from './rule.js';
import { profiles } from './stu3.js';

const codeSystem = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1';
const valueSet = 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1';

/** Statuses that a server framework or gateway gives before the application is asked. */
const ofTheFramework: readonly number[] = [401, 405, 411, 413, 414, 415, 429, 502, 503, 504];

const withOutcome: Occasion = {
  words: 'a refusal with an OperationOutcome',
  holds: (answer) => !answer.succeeded && answer.body.resourceType === 'OperationOutcome',
};

/** Standing rules of ERR-001 to ERR-009, ERR-025 to ERR-036, ERR-040 to ERR-044: what every refusal says, and how. */
export const errorRules: readonly Rule[] = [
  rule({ id: 'ERR-001', on: everyInteraction, when: refused, check: isOutcomeInTheFormAsked }),
  onOutcome('ERR-002', ({ body }) => {
    const named = body
      .at('meta')
      .items('profile')
      .some((profile) => profile.text === profiles.OperationOutcome);
    return named
      ? []
      : [at(body.at('meta', 'profile'), 'The error does not name its profile', profiles.OperationOutcome)];
  }),
  onIssues('ERR-003', (issue) => {
    const severity = issue.at('severity');
    return severity.text === 'error' ? [] : [at(severity, 'The severity of an error is error', 'error')];
  }),
  onIssues('ERR-004', issueCodeFits),
  onIssues('ERR-005', oneListedCoding),
  onCodings('ERR-006', (coding, answer, route) => systemOf(coding, answer, route)),
  onCodings('ERR-007', (coding) =>
    [coding.at('version'), coding.at('userSelected')]
      .filter((element) => element.exists)
      .map((element) => at(element, 'The coding carries an element its profile excludes', 'to be absent')),
  ),
  onIssues('ERR-008', saysMore),
  rule({
    id: 'ERR-009',
    on: everyInteraction,
    when: withCode('INVALID_RESOURCE', 'INVALID_PARAMETER', 'REFERENCE_NOT_FOUND'),
    check: (answer) => each(answer.issues, 'issue', saysMore),
  }),
  ...['ERR-025', 'ERR-027', 'ERR-030', 'ERR-031', 'ERR-032', 'ERR-033', 'ERR-034', 'ERR-035', 'ERR-036'].map(agrees),
  onCodings('ERR-040', (coding) => {
    const code = coding.at('code');
    if (!openApiCodes.includes(code.text ?? '')) return [];
    return [at(code, 'The code stands only in the OpenAPI file', 'a code of the guide', 'warning')];
  }),
  onCodings('ERR-041', displayFits),
  rule({
    id: 'ERR-043',
    on: everyInteraction,
    when: withCode('INTERNAL_SERVER_ERROR'),
    check: (answer) => each(answer.issues, 'issue', saysMore),
  }),
  rule({ id: 'ERR-044', on: everyInteraction, when: refused, check: showsNothingOfTheInside }),
];

/** A bare answer of framework or gateway is a warning; where the form asked for was the fault, JSON is right. */
function isOutcomeInTheFormAsked(answer: Answer): CheckResult {
  const severity = ofTheFramework.includes(answer.status) ? 'warning' : 'error';
  const wanted = formatAsked(answer) ?? 'json';
  if (answer.body.resourceType !== 'OperationOutcome') {
    return [at(answer.body, 'The refusal carries no OperationOutcome', 'OperationOutcome', severity, answer.inShort)];
  }
  const came = formatCame(answer);
  if (came === wanted || answer.status === 415) return [];
  return [
    at(
      answer.body,
      'The OperationOutcome is not in the form that was asked for',
      wanted,
      severity,
      came ?? 'unreadable',
    ),
  ];
}

function issueCodeFits(issue: Node, answer: Answer): Finding[] {
  const given = issue.at('code');
  const text = given.text ?? '';
  if (!issueTypes.has(text)) return [at(given, 'The issue code is none of STU3', 'a code of issue-type')];
  // For a verb that is not allowed the sources name no code, so either of the two is right beside 405.
  if (answer.status === 405 && ['invalid', 'not-supported'].includes(text)) return [];
  return codingsOf(issue).flatMap((coding) => {
    const fitting = spineCodes[coding.at('code').text ?? '']?.issueCodes ?? [];
    if (fitting.length === 0 || fitting.includes(text)) return [];
    return [at(given, `The issue code does not belong to ${coding.at('code').shown}`, fitting.join(' or '))];
  });
}

function oneListedCoding(issue: Node): Finding[] {
  const codings = codingsOf(issue);
  if (codings.length !== 1) {
    const place = issue.at('details', 'coding');
    return [at(place, 'An issue has exactly one coding', 'one coding', 'error', String(codings.length))];
  }
  return codings.flatMap((coding) => {
    const code = coding.at('code');
    const known = [...Object.keys(spineCodes), ...openApiCodes].includes(code.text ?? '');
    const display = coding.at('display');
    return [
      ...(known ? [] : [at(code, 'The code is not in the Spine error code list', 'a Spine error code')]),
      ...(display.text ? [] : [at(display, 'The coding has no display', 'a text')]),
    ];
  });
}

/** The gateway writes the R4 form of the system, which is no fault of the provider behind it. */
function systemOf(coding: Node, _answer: Answer, route: string | undefined): Finding[] {
  const system = coding.at('system');
  if (system.text === codeSystem) return [];
  const ofGateway = route === 'gateway' && system.text === codeSystem.replace('STU3', 'R4');
  const severity = system.text === valueSet || ofGateway ? 'warning' : 'error';
  return [at(system, 'The system is not that of the Spine error codes', codeSystem, severity)];
}

function saysMore(issue: Node): Finding[] {
  const diagnostics = issue.at('diagnostics');
  return diagnostics.text?.trim()
    ? []
    : [at(diagnostics, 'The error gives no further detail', 'a text in diagnostics')];
}

function displayFits(coding: Node): Finding[] {
  const display = coding.at('display');
  const known = spineCodes[coding.at('code').text ?? '']?.displays ?? [];
  const same = (one: string): boolean => one.toLowerCase() === display.text?.trim().toLowerCase();
  if (known.length === 0 || known.some(same)) return [];
  return [at(display, 'The display is not that of the code', known.join(' or '))];
}

/** ERR-025 to ERR-036: whenever the provider uses the code, status and issue code are those of the table. */
function agrees(id: string): Rule {
  const wanted = requirement(id);
  const codes = wanted.expect?.spineCodes ?? [];
  return rule({
    id,
    on: everyInteraction,
    when: withCode(...codes),
    check: (answer) => statusAndIssueOf(answer, wanted),
  });
}

function statusAndIssueOf(answer: Answer, { expect }: Requirement): CheckResult {
  const { http = [], spineCodes: codes = [], issueCodes = [] } = expect ?? {};
  const code = answer.spineCodes.find((one) => codes.includes(one)) ?? '';
  const status = { rule: 'outcome.status', expected: http.join(' or '), actual: String(answer.status) };
  const message = `${code} came with status ${answer.status}`;
  // 409 and 461 stand beside ACCESS_DENIED in the OpenAPI file only.
  const tolerated = codes.includes('ACCESS_DENIED') && [409, 461].includes(answer.status);
  const wrongStatus = tolerated
    ? [httpFinding({ ...status, message, severity: 'warning' })]
    : http.includes(answer.status)
      ? []
      : [httpFinding({ ...status, message })];
  const wrongIssues = answer.issues
    .filter((issue) => codingsOf(issue).some((coding) => codes.includes(coding.at('code').text ?? '')))
    .filter((issue) => !issueCodes.includes(issue.at('code').text ?? '') && answer.status !== 405)
    .map((issue) => at(issue.at('code'), `The issue code beside ${code} is another`, issueCodes.join(' or ')));
  return [...wrongStatus, ...wrongIssues];
}

function showsNothingOfTheInside(answer: Answer): CheckResult {
  const text = new TextDecoder().decode(answer.parts.bytes.subarray(0, 100_000));
  return traceShapes.flatMap(([words, shape]) => {
    const shown = shape.exec(text)?.[0].trim();
    if (shown === undefined) return [];
    return [at(answer.body, `The error shows ${words}`, 'nothing of the inside of the server', 'error', shown)];
  });
}

function withCode(...codes: readonly string[]): Occasion {
  return {
    words: `a refusal with ${codes.join(' or ')}`,
    holds: (answer) => !answer.succeeded && answer.spineCodes.some((code) => codes.includes(code)),
  };
}

function onOutcome(id: string, check: (answer: Answer) => readonly Finding[]): Rule {
  return rule({ id, on: everyInteraction, when: withOutcome, check });
}

function onIssues(id: string, check: (issue: Node, answer: Answer) => readonly Finding[]): Rule {
  const when = withOutcome;
  return rule({
    id,
    on: everyInteraction,
    when,
    check: (answer) => each(answer.issues, 'issue', (issue) => check(issue, answer)),
  });
}

function onCodings(
  id: string,
  check: (coding: Node, answer: Answer, route: string | undefined) => readonly Finding[],
): Rule {
  return rule({
    id,
    on: everyInteraction,
    when: withOutcome,
    check: (answer, { policies }) =>
      each(answer.issues.flatMap(codingsOf), 'coding', (coding) => check(coding, answer, policies['route'])),
  });
}

const codingsOf = (issue: Node): readonly Node[] => issue.at('details').items('coding');

function at(
  node: Node,
  message: string,
  expected: string,
  severity: FindingWords['severity'] = 'error',
  actual = node.shown,
): Finding {
  return finding(node, { rule: 'outcome', severity, message, expected, actual });
}
