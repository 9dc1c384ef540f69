import type { Answer } from './answer.js';
import type { Finding } from './finding.js';

/** Findings with the recorded answer that shows them, for checks that look at several answers. */
export const shownIn = (answer: Answer, findings: readonly Finding[]): Finding[] =>
  findings.map((found) => ({ ...found, exchange: answer.exchange }));
