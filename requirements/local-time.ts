import { finding, type Finding } from './finding.js';
import type { Node } from './node.js';
import type { JudgingContext } from './rule.js';
import { instantOf, isUkLocal, ukDateTime } from './uk-time.js';

/**
 * What is wrong with a time that has to be UK local time as `yyyy-mm-ddThh:mm:ss+hh:mm` (SLOT-048, SLOT-049, BOOK-017,
 * READ-006); undefined where nothing is. An absent time is wrong too. Under the policy `utcTimes: tolerate` a right
 * instant written with `Z` only warns.
 */
export function notUkLocal(time: Node, { policies }: JudgingContext): Finding | undefined {
  if (isUkLocal(time.text)) return undefined;
  const instant = instantOf(time.text);
  const tolerated = policies['utcTimes'] === 'tolerate' && instant !== undefined && time.text?.endsWith('Z') === true;
  return finding(time, {
    rule: 'time.uk-local',
    severity: tolerated ? 'warning' : 'error',
    message: 'The time is not written as UK local time with the offset in force (yyyy-mm-ddThh:mm:ss+hh:mm)',
    expected: instant === undefined ? 'yyyy-mm-ddThh:mm:ss+hh:mm' : ukDateTime(instant),
  });
}
