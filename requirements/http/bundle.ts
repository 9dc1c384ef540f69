import type { Answer } from '../answer.js';
import { finding, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { rule, type Occasion, type Rule } from '../rule.js';

const aBundle: Occasion = {
  words: 'a successful answer with a Bundle',
  holds: ({ succeeded, body }) => succeeded && body.resourceType === 'Bundle',
};

/** HTTP-027 to HTTP-029: how plain the Bundle of a search is. */
export const bundleRules: readonly Rule[] = [
  onSearch('HTTP-027', ({ body }) => [
    ...(body.at('type').text === 'searchset'
      ? []
      : [
          finding(body.at('type'), {
            rule: 'bundle.type',
            message: 'The Bundle is no searchset',
            expected: 'searchset',
          }),
        ]),
    ...body.items('entry').flatMap((entry) => ['request', 'response'].flatMap((name) => present(entry.at(name)))),
    ...present(body.at('signature'), 'warning'),
  ]),
  onSearch('HTTP-028', ({ body }) => body.items('entry').flatMap((entry) => present(entry.at('fullUrl')))),
  onSearch('HTTP-029', ({ body }) => [
    ...present(body.at('total'), 'warning'),
    ...present(body.at('link'), 'warning'),
    ...body.items('entry').flatMap(searchOf),
  ]),
];

function onSearch(id: string, check: (answer: Answer) => CheckResult): Rule {
  return rule({ id, on: ['slot-search', 'retrieve'], when: aBundle, check });
}

function present(element: Node, severity: Finding['severity'] = 'error'): Finding[] {
  if (!element.exists) return [];
  const name = element.path.split('.').at(-1) ?? '';
  return [
    finding(element, { rule: `bundle.${name}`, severity, message: `${name} is populated`, expected: 'to be absent' }),
  ];
}

const matching = ['Slot', 'Appointment'];

/** Base STU3 encourages `search`, so it only warns; where it is there, its mode has to be the right one. */
function searchOf(entry: Node): Finding[] {
  const mode = entry.at('search', 'mode');
  const type = entry.at('resource').resourceType ?? '';
  const expected = type === 'OperationOutcome' ? 'outcome' : matching.includes(type) ? 'match' : 'include';
  if (!mode.exists || mode.text === expected) return present(entry.at('search'), 'warning');
  return [
    finding(mode, { rule: 'bundle.mode', severity: 'warning', message: `A ${type} is not ${mode.shown}`, expected }),
  ];
}
