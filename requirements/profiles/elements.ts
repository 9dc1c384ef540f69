import type { Answer } from '../answer.js';
import type { Interaction } from '../catalogue.js';
import { each, finding, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { onceAnAnswer } from '../once.js';
import { referredBy } from '../reference.js';
import { remembered } from '../remembered.js';
import { rule, succeeded, type JudgingContext, type Rule } from '../rule.js';

/** The interactions whose answers hold an Appointment, as body or as entries. */
export const withAppointments: readonly Interaction[] = ['book', 'retrieve', 'read', 'cancel'];

/** The resources of an answer that stand for themselves: the entries of a Bundle, or the body. */
export function ownResources(answer: Answer): readonly Node[] {
  return answer.body.resourceType === 'Bundle' ? answer.resources : answer.body.exists ? [answer.body] : [];
}

/** All resources of an answer, contained ones included. */
export const everyResource = onceAnAnswer((answer): readonly Node[] =>
  ownResources(answer).flatMap((resource) => [resource, ...resource.items('contained')]),
);

/** What a rule about one type of resource looks at. */
interface ResourceRule {
  readonly id: string;
  readonly on: Rule['on'];
  readonly type: string;
  /** Contained resources count too; otherwise only those that stand for themselves. */
  readonly among?: (answer: Answer) => readonly Node[];
  readonly check: (resource: Node, context: JudgingContext, answer: Answer) => readonly Finding[];
}

/** A standing rule that holds every resource of one type in a successful answer against one requirement. */
export function everyOne({ id, on, type, among, check }: ResourceRule): Rule {
  const ofType = (answer: Answer): readonly Node[] =>
    among?.(answer).filter(({ resourceType }) => resourceType === type) ?? ownOfType(answer, type);
  return rule({
    id,
    on,
    when: succeeded,
    check: (answer, context) => each(ofType(answer), type, (resource) => check(resource, context, answer)),
  });
}

/** The own resources of one type: a Bundle knows its entries by type already. */
function ownOfType(answer: Answer, type: string): readonly Node[] {
  if (answer.body.resourceType === 'Bundle') return answer.entries(type);
  return ownResources(answer).filter(({ resourceType }) => resourceType === type);
}

/** Paths stand in rules, so that there are few, and each is asked for at every resource. */
const namesIn = remembered((path: string): readonly string[] => path.split('.'));

/** Every node at a dotted path below a resource; a repeating element on the way or at the end counts item by item. */
export function nodesAt(resource: Node, path: string): readonly Node[] {
  let nodes: readonly Node[] = [resource];
  for (const name of namesIn(path))
    nodes = nodes.length === 1 ? (nodes[0]?.items(name) ?? []) : nodes.flatMap((node) => node.items(name));
  return nodes;
}

/** A finding for each dotted path at which nothing stands. */
export function missing(resource: Node, ...paths: readonly string[]): Finding[] {
  return paths
    .filter((path) => !resource.has(namesIn(path)))
    .map((path) =>
      finding(resource.at(...namesIn(path)), {
        rule: 'element.missing',
        message: `${resource.resourceType ?? 'The element'} has no ${path}`,
        expected: path,
      }),
    );
}

/** A finding for each node at a dotted path where nothing may stand. */
export function prohibited(resource: Node, ...paths: readonly string[]): Finding[] {
  return paths
    .filter((path) => resource.has(namesIn(path)))
    .flatMap((path) =>
      nodesAt(resource, path).map((node) =>
        finding(node, {
          rule: 'element.prohibited',
          message: `${path} is present, though it is not to be used`,
          expected: '(absent)',
        }),
      ),
    );
}

/** The type that a Reference element of a resource names, or that of the contained resource it leads to. */
export function typeReferredTo(reference: Node, resource: Node): string | undefined {
  const [, contained] = /^#(.+)$/.exec(reference.at('reference').text ?? '') ?? [];
  if (contained === undefined) return referredBy(reference)?.type;
  return resource.items('contained').find(({ id }) => id === contained)?.resourceType;
}

/** What GP Connect leaves of an Identifier: system and value, and nothing else that the base type has. */
export function systemAndValueOnly(identifier: Node): Finding[] {
  return [...missing(identifier, 'system', 'value'), ...prohibited(identifier, 'use', 'type', 'period', 'assigner')];
}

/** A finding where a code is none of the given ones; nothing where there is no code at all. */
export function otherCode(code: Node, codes: readonly string[], severity: Finding['severity'] = 'error'): Finding[] {
  if (!code.exists || (code.text !== undefined && codes.includes(code.text))) return [];
  return [
    finding(code, { rule: 'code', severity, message: 'The code is not in the list', expected: codes.join(' or ') }),
  ];
}

/** A finding for every item beyond the first. */
export function atMostOne(items: readonly Node[], what: string, severity: Finding['severity'] = 'error'): Finding[] {
  return items.slice(1).map((item) =>
    finding(item, {
      rule: 'element.repeated',
      severity,
      message: `There is more than one ${what}`,
      expected: 'at most one',
    }),
  );
}
