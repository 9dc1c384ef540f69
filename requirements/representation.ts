import type { Answer } from './answer.js';
import { httpFinding, nothingToCheck, type CheckResult } from './finding.js';

/** What the consumer prefers to get back: the last `return` of its Prefer header; undefined where it says nothing. */
function preferredReturn(answer: Answer): string | undefined {
  const prefer = answer.parts.request.headers.filter(([name]) => name.toLowerCase() === 'prefer');
  return /return\s*=\s*"?([\w-]+)/i.exec(prefer.map(([, value]) => value).join())?.[1]?.toLowerCase();
}

/** The whole Appointment is returned unless something else was preferred (BOOK-068, CANC-041). */
export function wholeUnlessMinimal(answer: Answer): CheckResult {
  const preferred = preferredReturn(answer);
  if (preferred !== undefined && preferred !== 'representation') {
    return nothingToCheck(`the request preferred return=${preferred}`);
  }
  if (answer.body.resourceType === 'Appointment') return [];
  return [
    httpFinding({
      rule: 'representation',
      message: 'The answer does not hold the appointment',
      expected: 'the whole Appointment',
      actual: answer.inShort,
    }),
  ];
}

/** Success and no body, as `Prefer: return=minimal` asks for (BOOK-069, CANC-035). */
export function withoutBody(answer: Answer): CheckResult {
  if (answer.parts.content.kind === 'empty') return [];
  return [
    httpFinding({
      rule: 'representation.minimal',
      message: 'The answer has a body although none was preferred',
      expected: 'no body',
      actual: answer.inShort,
    }),
  ];
}
