import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Node } from '../../../requirements/node.js';
import { nodesAt } from '../../../requirements/profiles/elements.js';

const name = fc.constantFrom('line', 'city');
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, '', 'text', 0),
    fc.array(tie('tree'), { maxLength: 2 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 2 }),
  ),
}));

test('something stands at a path exactly where there is a node at it, whatever shape an answer has', () => {
  const property = fc.property(tree, fc.array(name, { minLength: 1, maxLength: 3 }), (value, names) => {
    const node = new Node(value, '');
    expect(node.has(names)).toBe(nodesAt(node, names.join('.')).length > 0);
  });
  fc.assert(property, { numRuns: 2000 });
});
