import type { Answer } from './answer.js';
import { requirement } from './catalogue.js';
import { answeredAsTheCatalogueSays } from './expectation.js';
import { each, finding, httpFinding, nothingToCheck, type CheckResult, type Finding } from './finding.js';
import type { Node } from './node.js';
import { rule, succeeded, type JudgingContext, type Occasion, type Rule } from './rule.js';
import { shownIn } from './shown-in.js';
import { profiles } from './stu3.js';
import { validAgainstItsProfile } from './validity.js';

const json = 'application/fhir+json';

const askedInTheOrdinaryWay: Occasion = {
  words: 'an answer to the ordinary request',
  holds: ({ asked }) => !('isChanged' in asked),
};

/** Standing rules of META-001 to META-013, META-018 and META-019: what every capability statement says. */
export const capabilityRules: readonly Rule[] = [
  rule({
    id: 'META-001',
    on: 'metadata',
    when: askedInTheOrdinaryWay,
    check: (answer) => answeredAsTheCatalogueSays(answer, requirement('META-001')),
  }),
  statement('META-002', (body, answer, context) => {
    const required = ['status', 'date', 'kind', 'fhirVersion', 'acceptUnknown', 'format', 'rest'];
    const missing = required.filter((name) => !body.at(name).exists).map((name) => absent(body.at(name)));
    const invalid = validAgainstItsProfile(answer, context);
    return [...missing, ...('nothingToCheck' in invalid ? [] : invalid)];
  }),
  statement('META-003', (body) => equals(body.at('fhirVersion'), '3.0.1')),
  statement('META-004', (body) => {
    const formats = body.items('format');
    if (formats.some((format) => format.text === json)) return [];
    return [missingFrom(body.at('format'), json, 'format')];
  }),
  statement('META-005', (body) => equals(body.at('acceptUnknown'), 'both')),
  statement('META-006', (body) => filled(body.at('version'))),
  statement('META-007', (body) => [...filled(body.at('software', 'name')), ...filled(body.at('software', 'version'))]),
  statement('META-008', (body) => {
    return serversIn(body).length > 0 ? [] : [missingFrom(body.at('rest'), 'server', 'mode')];
  }),
  ofType('META-009', 'Appointment', (type, context) =>
    // Only cancelling updates an appointment.
    declares(
      type,
      'interaction',
      ['read', 'create', ...(context.declares['cancel'] === false ? [] : ['update']), 'search-type'],
      codeOf,
    ),
  ),
  ofType('META-010', 'Appointment', (type) => {
    const updateCreate = type.at('updateCreate');
    if (updateCreate.value !== true) return [];
    return [finding(updateCreate, { message: 'An update is declared to create appointments', expected: 'false' })];
  }),
  ofType('META-011', 'Slot', (type) => declares(type, 'interaction', ['search-type'], codeOf)),
  ofType('META-012', 'Slot', (type) =>
    declares(type, 'searchParam', ['start date', 'end date', 'status token', 'searchFilter token'], parameterOf),
  ),
  statement('META-013', supportedProfiles),
  ofType('META-018', 'Slot', (type) => {
    const wanted = ['Slot:schedule', 'Schedule:actor:Practitioner', 'Schedule:actor:Location'];
    return declares(type, 'searchInclude', [...wanted, 'Location:managingOrganization'], (one) => one.text);
  }),
  statement('META-019', (body) =>
    typesIn(body)
      .filter((type) => interactionsOf(type).includes('update') && !interactionsOf(type).includes('read'))
      .map((type) =>
        finding(type.at('interaction'), {
          message: `${type.at('type').shown} is declared with update but not with read`,
          expected: 'read beside update',
          actual: interactionsOf(type).join(', '),
        }),
      ),
  ),
];

/** META-014: every one of several requests for the statement was answered 200. */
export function alwaysAvailable(answers: readonly Answer<'metadata'>[]): CheckResult {
  return each(answers, 'answer', (answer) =>
    answer.status === 200
      ? undefined
      : {
          ...httpFinding({ message: 'The statement was not available', expected: '200', actual: answer.inShort }),
          exchange: answer.exchange,
        },
  );
}

/** META-015: `_format` and `Accept` decide the form of the statement: JSON by either, and XML where it is declared. */
export function formatsHonoured(answers: readonly FormattedAnswer[]): CheckResult {
  return each(answers, 'answer', ({ answer, words, format }) => {
    const { content } = answer.parts;
    const came = content.kind === 'fhir' ? content.document.format : content.kind;
    if (answer.status === 200 && came === format && answer.body.resourceType === 'CapabilityStatement')
      return undefined;
    const finding_ = { message: `Asked for ${words}, the statement came otherwise`, expected: format };
    return { ...httpFinding({ ...finding_, actual: `${answer.inShort} as ${came}` }), exchange: answer.exchange };
  });
}

/** One way of asking for a form of the statement, and the form it has to have. */
export interface FormattedAnswer {
  readonly answer: Answer<'metadata'>;
  readonly words: string;
  readonly format: 'json' | 'xml';
}

/** META-016: the statement that is there can also be read without a token. */
export function readableWithoutToken(answers: {
  readonly ordinary: Answer<'metadata'>;
  readonly without: Answer<'metadata'>;
}): CheckResult {
  const { ordinary, without } = answers;
  if (without.status === 200) return [];
  if (ordinary.status !== 200) return nothingToCheck(`the ordinary request was answered ${ordinary.inShort}`);
  const message = 'The statement is only given with a token';
  return shownIn(without, [httpFinding({ message, expected: '200', actual: without.inShort })]);
}

/** What was tried of the declared interactions: the word it has in the statement, its type, and the answer. */
export interface TriedInteraction {
  readonly type: 'Appointment' | 'Slot';
  readonly code: string;
  readonly answer: Answer;
}

/** Whether an answer is a capability statement. */
export const isStatement = ({ body }: Answer<'metadata'>): boolean => body.resourceType === 'CapabilityStatement';

/** META-017: what the statement declares works, and what works is declared. */
export function declaredIsWhatWorks(facts: {
  readonly statement: Answer<'metadata'>;
  readonly tried: readonly TriedInteraction[];
}): CheckResult {
  if (!isStatement(facts.statement)) return nothingToCheck(`there is no statement: ${facts.statement.inShort}`);
  return each(facts.tried, 'interaction', ({ type, code, answer }) => {
    const declared = typesIn(facts.statement.body)
      .filter((one) => one.at('type').text === type)
      .some((one) => interactionsOf(one).includes(code));
    if (declared === answer.succeeded) return undefined;
    const message = declared
      ? `${type} ${code} is declared but does not work`
      : `${type} ${code} works but is not declared`;
    return {
      ...httpFinding({ message, expected: declared ? 'a 2xx answer' : 'declared', actual: answer.inShort }),
      exchange: answer.exchange,
    };
  });
}

type StatementCheck = (body: Node, answer: Answer, context: JudgingContext) => readonly Finding[];

function statement(id: string, check: StatementCheck): Rule {
  return rule({
    id,
    on: 'metadata',
    when: succeeded,
    check: (answer, context) =>
      answer.body.resourceType === 'CapabilityStatement'
        ? check(answer.body, answer, context)
        : [
            finding(answer.body, {
              message: 'The answer is no CapabilityStatement',
              expected: 'CapabilityStatement',
              actual: answer.inShort,
            }),
          ],
  });
}

type TypeCheck = (declared: Node, context: JudgingContext) => readonly Finding[];

/** A rule about one resource type of the server; the type not being declared at all breaks it. */
function ofType(id: string, type: string, check: TypeCheck): Rule {
  return statement(id, (body, _answer, context) => {
    const declared = typesIn(body).filter((one) => one.at('type').text === type);
    if (declared.length > 0) return declared.flatMap((one) => check(one, context));
    return [missingFrom(body.at('rest'), type, 'resource type')];
  });
}

const serversIn = (body: Node): readonly Node[] =>
  body.items('rest').filter((rest) => rest.at('mode').text === 'server');

/** What is declared of the server: a provider may describe itself as a client beside it. */
const typesIn = (body: Node): readonly Node[] => serversIn(body).flatMap((rest) => rest.items('resource'));

const codeOf = (interaction: Node): string | undefined => interaction.at('code').text;

const parameterOf = (parameter: Node): string => `${parameter.at('name').shown} ${parameter.at('type').shown}`;

const interactionsOf = (type: Node): readonly string[] =>
  type.items('interaction').flatMap((interaction) => codeOf(interaction) ?? []);

function declares(
  type: Node,
  element: string,
  wanted: readonly string[],
  textOf: (one: Node) => string | undefined,
): readonly Finding[] {
  const given = type.items(element).map(textOf);
  return wanted.filter((one) => !given.includes(one)).map((one) => missingFrom(type.at(element), one, element));
}

/** The two profiles of errors and patients are used by reference only; their absence is a warning. */
function supportedProfiles(body: Node): readonly Finding[] {
  const listed = [...body.items('profile'), ...typesIn(body).map((type) => type.at('profile'))];
  const given = listed.flatMap((one) => one.text ?? one.at('reference').text ?? []).map(withoutVersion);
  return Object.values(profiles)
    .filter((url) => !given.includes(url))
    .map((url) => {
      const severity = url === profiles.OperationOutcome || url === profiles.Patient ? 'warning' : 'error';
      return { ...missingFrom(body.at('profile'), url, 'profile'), severity };
    });
}

const withoutVersion = (url: string): string => url.replace(/(\|.*|\/_history\/.*)$/, '');

function equals(node: Node, expected: string): readonly Finding[] {
  if (node.text === expected) return [];
  return [finding(node, { message: `${lastStep(node)} is not ${expected}`, expected })];
}

/** Square brackets are left over from the template of the guide's example. */
function filled(node: Node): readonly Finding[] {
  if (node.text !== undefined && node.text.trim() !== '' && !/[[\]]/.test(node.text)) return [];
  return [finding(node, { message: `${lastStep(node)} is not filled in`, expected: 'a text of the provider’s own' })];
}

const absent = (node: Node): Finding =>
  finding(node, { rule: 'statement.element', message: `${lastStep(node)} is missing`, expected: 'to be there' });

const missingFrom = (node: Node, wanted: string, what: string): Finding =>
  finding(node, {
    rule: `statement.${what.replace(' ', '-')}`,
    message: `The statement does not name ${wanted}`,
    expected: wanted,
  });

const lastStep = (node: Node): string => node.path.split('.').at(-1) ?? node.path;
