import type { Node } from './node.js';

/**
 * Whether meta.profile of a resource names the profile with this canonical URL. A version behind the URL (`|1.2.0`) is
 * part of a right declaration, and other profiles may stand beside it (ERR-002, SLOT-072, PROF-D05, READ-002).
 */
export const declaresProfile = (resource: Node, canonical: string): boolean =>
  resource
    .at('meta')
    .items('profile')
    .some(({ text }) => text === canonical || text?.startsWith(`${canonical}|`) === true);
