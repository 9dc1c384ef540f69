import { byPracticeAndArea, worstFinding } from '../digest.js';
import { briefly, inDetail } from '../explanation.js';
import { escaped, oneLine } from '../untrusted-text.js';
import { verificationWords } from '../verification.js';
import type { Outcome } from '../../requirements/outcome.js';
import type { ConformanceResult, RequirementResult } from '../result.js';

/** How a CI server shows an outcome. What nobody judged is skipped with its reason, never passed. */
const shownAs: Readonly<Record<Outcome, 'passed' | 'failure' | 'error' | 'skipped'>> = {
  fail: 'failure',
  error: 'error',
  warn: 'passed',
  pass: 'passed',
  'not-tested': 'skipped',
  'not-applicable': 'skipped',
  waived: 'skipped',
  manual: 'skipped',
  attested: 'passed',
};

/**
 * The run as JUnit XML: one testsuite per practice and area, one testcase per requirement. The document follows the
 * schema Jenkins uses (junit-10.xsd). A warning passes and says so in its system-out.
 */
export function junitXml(result: ConformanceResult): string {
  const { requirements, run, target } = result;
  const attributes = { name: target.name, ...counts(requirements), time: (run.durationMs / 1000).toFixed(3) };
  const suites = byPracticeAndArea(result).map((group) => testsuite(result, group));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, suites)}\n`;
}

function testsuite(result: ConformanceResult, group: ReturnType<typeof byPracticeAndArea>[number]): string {
  const { practice, area, requirements } = group;
  const skipped = requirements.filter(({ outcome }) => shownAs[outcome] === 'skipped').length;
  const timestamp = result.run.startedAt.replace(/(\.\d+)?Z$/, '');
  const attributes = { name: `${practice} ${area}`, ...counts(requirements), skipped: String(skipped), timestamp };
  const properties = verificationWords(result).map((value) =>
    element('property', { name: 'tls.verification', value }, []),
  );
  const head = properties.length === 0 ? [] : [element('properties', {}, properties)];
  return element('testsuite', attributes, [...head, ...requirements.map(testcase)]);
}

function counts(requirements: readonly RequirementResult[]): Record<string, string> {
  const number = (as: string): string => String(requirements.filter(({ outcome }) => shownAs[outcome] === as).length);
  return { tests: String(requirements.length), failures: number('failure'), errors: number('error') };
}

function testcase(requirement: RequirementResult): string {
  const { id, level, statement, practice, area, outcome } = requirement;
  const attributes = { classname: `${practice}.${area}`, name: `${id} ${level} ${oneLine(statement, 200)}` };
  return element('testcase', attributes, verdictElements(requirement, shownAs[outcome]));
}

function verdictElements(requirement: RequirementResult, as: (typeof shownAs)[Outcome]): string[] {
  const { outcome, findings } = requirement;
  const message = briefly(requirement);
  if (as === 'skipped') return [element('skipped', { message: `${outcome}: ${message}` }, [])];
  if (as === 'passed') {
    return outcome === 'pass' && findings.length === 0 ? [] : [textElement('system-out', {}, inDetail(requirement))];
  }
  return [textElement(as, { message, type: worstFinding(requirement)?.rule ?? outcome }, inDetail(requirement))];
}

type Attributes = Readonly<Record<string, string>>;

function element(name: string, attributes: Attributes, children: readonly string[]): string {
  if (children.length === 0) return `<${name}${attributeList(attributes)}/>`;
  return `<${name}${attributeList(attributes)}>\n${children.join('\n')}\n</${name}>`;
}

const textElement = (name: string, attributes: Attributes, text: string): string =>
  `<${name}${attributeList(attributes)}>${escaped(text)}</${name}>`;

const attributeList = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(oneLine(value, 1_000))}"`)
    .join('');
