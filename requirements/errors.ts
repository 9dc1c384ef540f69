import type { Answer } from './answer.js';
import { requirement, type Requirement } from './catalogue.js';
import { declaresProfile } from './declared-profile.js';
import { isOutcomeInTheFormAsked } from './errors/form.js';
import { warnedAtTheGateway } from './errors/gateway.js';
import { issueTypes, openApiCodes, spineCodes } from './errors/spine-codes.js';
import { tracesShownBy } from './errors/traces.js';
import { each, finding, httpFinding, type CheckResult, type Finding, type FindingWords } from './finding.js';
import type { Node } from './node.js';
import { everyInteraction, refused, rule, type Occasion, type Rule } from './rule.js';
import { profiles } from './stu3.js';

const codeSystem = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1';
const valueSet = 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1';

const withOutcome: Occasion = {
  words: 'a refusal with an OperationOutcome',
  holds: (answer) => !answer.succeeded && answer.body.resourceType === 'OperationOutcome',
};

/** Standing rules of ERR-001 to ERR-009, ERR-025 to ERR-036, ERR-040 to ERR-044: what every refusal says, and how. */
export const errorRules: readonly Rule[] = [
  rule({ id: 'ERR-001', on: everyInteraction, when: refused, check: isOutcomeInTheFormAsked }),
  rule({
    id: 'ERR-002',
    on: everyInteraction,
    when: withOutcome,
    check: (answer, context) => warnedAtTheGateway(profileNamed(answer), answer, context),
  }),
  onIssues('ERR-003', (issue) => {
    const severity = issue.at('severity');
    return severity.text === 'error' ? [] : [at(severity, 'The severity of an error is error', 'error')];
  }),
  onIssues('ERR-004', issueCodeFits),
  onIssues('ERR-005', oneListedCoding),
  onCodings('ERR-006', systemOf),
  onCodings('ERR-007', (coding) =>
    [coding.at('version'), coding.at('userSelected')]
      .filter((element) => element.exists)
      .map((element) => at(element, 'The coding carries an element its profile excludes', 'to be absent')),
  ),
  onIssues('ERR-008', saysMore),
  detailed('ERR-009', 'INVALID_RESOURCE', 'INVALID_PARAMETER', 'REFERENCE_NOT_FOUND'),
  ...['ERR-025', 'ERR-027', 'ERR-030', 'ERR-031', 'ERR-032', 'ERR-033', 'ERR-034', 'ERR-035', 'ERR-036'].map(agrees),
  onCodings('ERR-040', (coding) => {
    const code = coding.at('code');
    if (!openApiCodes.includes(code.text ?? '')) return [];
    return [at(code, 'The code stands only in the OpenAPI file', 'a code of the guide', 'warning')];
  }),
  onCodings('ERR-041', displayFits),
  detailed('ERR-043', 'INTERNAL_SERVER_ERROR'),
  rule({ id: 'ERR-044', on: everyInteraction, when: refused, check: showsNothingOfTheInside }),
];

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

function profileNamed({ body }: Answer): Finding[] {
  if (declaresProfile(body, profiles.OperationOutcome)) return [];
  return [at(body.at('meta', 'profile'), 'The error does not name its profile', profiles.OperationOutcome)];
}

function systemOf(coding: Node): Finding[] {
  const system = coding.at('system');
  if (system.text === codeSystem) return [];
  const severity = system.text === valueSet ? 'warning' : 'error';
  return [at(system, 'The system is not that of the Spine error codes', codeSystem, severity)];
}

function saysMore(issue: Node): Finding[] {
  const diagnostics = issue.at('diagnostics');
  return diagnostics.text?.trim()
    ? []
    : [at(diagnostics, 'The error gives no further detail', 'a text in diagnostics')];
}

/** ERR-009, ERR-043: the issues with these codes say more; others beside them are the matter of ERR-008. */
function detailed(id: string, ...codes: readonly string[]): Rule {
  return rule({
    id,
    on: everyInteraction,
    when: withCode(...codes),
    check: (answer) => each(issuesWith(answer, codes), 'issue with the code', saysMore),
  });
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
  const wrongIssues = issuesWith(answer, codes)
    .filter((issue) => !issueCodes.includes(issue.at('code').text ?? '') && answer.status !== 405)
    .map((issue) => at(issue.at('code'), `The issue code beside ${code} is another`, issueCodes.join(' or ')));
  return [...wrongStatus, ...wrongIssues];
}

function showsNothingOfTheInside(answer: Answer): CheckResult {
  return tracesShownBy(answer).map(({ words, shown }) =>
    at(answer.body, `The error shows ${words}`, 'nothing of the inside of the server', 'error', shown),
  );
}

function withCode(...codes: readonly string[]): Occasion {
  return {
    words: `a refusal with ${codes.join(' or ')}`,
    holds: (answer) => !answer.succeeded && answer.spineCodes.some((code) => codes.includes(code)),
  };
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

function onCodings(id: string, check: (coding: Node) => readonly Finding[]): Rule {
  return rule({
    id,
    on: everyInteraction,
    when: withOutcome,
    check: (answer, context) =>
      warnedAtTheGateway(each(answer.issues.flatMap(codingsOf), 'coding', check), answer, context),
  });
}

const codingsOf = (issue: Node): readonly Node[] => issue.at('details').items('coding');

const issuesWith = ({ issues }: Answer, codes: readonly string[]): readonly Node[] =>
  issues.filter((issue) => codingsOf(issue).some((coding) => codes.includes(coding.at('code').text ?? '')));

function at(
  node: Node,
  message: string,
  expected: string,
  severity: FindingWords['severity'] = 'error',
  actual = node.shown,
): Finding {
  return finding(node, { rule: 'outcome', severity, message, expected, actual });
}
