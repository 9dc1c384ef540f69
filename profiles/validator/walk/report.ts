/** Collects findings while a document is walked: applies the decisions, drops repetitions, keeps the number bounded. */

import type { ElementRule } from '../compile/element-rule.js';
import { decisionOn, type Role } from '../decisions.js';
import { escapeKey, type Severity, type Unplaced } from '../finding.js';
import type { Inside } from '../invariants/invariant.js';
import { RULES, type RuleId } from '../rules.js';

/** Something that could not be judged, and why. */
export interface Unchecked {
  readonly pointer: string;
  readonly what: string;
  readonly why: string;
}

/** What a check says about a broken rule; the place is the walker's present one, or further inside. */
export interface Detail {
  readonly message: string;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly element?: ElementRule | undefined;
  readonly profile?: string | undefined;
  readonly inside?: Inside | undefined;
}

/** How many findings of each severity are kept. An error is never crowded out by a note. */
const LIMITS: Readonly<Record<Severity, number>> = { error: 1000, warning: 500, information: 200 };
const LONGEST_VALUE = 200;

/** The findings of one walk. */
export class Report {
  /** Keys from the root of the document to the present place. */
  readonly keys: (string | number)[] = [];
  readonly findings: Unplaced[] = [];
  readonly unchecked: Unchecked[] = [];
  /** While true, errors weigh as warnings. */
  lenient = false;
  #errors = false;
  readonly #role: Role | undefined;
  readonly #seen = new Set<string>();
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, information: 0 };

  constructor(role: Role | undefined) {
    this.#role = role;
  }

  /** Whether an error was found, reported or left out. */
  get hasErrors(): boolean {
    return this.#errors;
  }

  add(rule: RuleId, detail: Detail): void {
    const stated = detail.severity ?? severityOf(rule);
    const severity = this.lenient && stated === 'error' ? 'warning' : stated;
    // Beyond the limit only the decisions could still matter, and they are not worth the words of a million findings.
    if (this.#counts[severity] >= LIMITS[severity] && (severity !== 'error' || this.#errors)) {
      this.#counts[severity] += 1;
      return;
    }
    const finding = this.#finding(rule, severity, detail);
    const decided = decisionOn(finding, this.#role);
    if (decided === undefined) return this.#keep(finding);
    const why = `${decided.decision.treatedAs} (${decided.decision.id})`;
    if (decided.outcome !== 'drop')
      this.#keep({ ...finding, severity: decided.outcome, message: `${finding.message}. ${why}` });
    // A finding that is dropped because nobody can tell stays visible as not checked.
    else if (decided.unchecked === true) this.notChecked('binding', why);
  }

  /** Notes something that could not be judged at the present place. */
  notChecked(what: string, why: string): void {
    if (this.unchecked.length < LIMITS.warning) this.unchecked.push({ pointer: this.pointer(), what, why });
  }

  /** The present place as a JSON pointer. */
  pointer(inside: Inside = []): string {
    let pointer = '';
    for (const key of this.keys) pointer += `/${escapeKey(key)}`;
    for (const key of inside) pointer += `/${escapeKey(key)}`;
    return pointer;
  }

  /** How many findings were left out, by severity. */
  leftOut(): Readonly<Record<Severity, number>> {
    const beyond = (severity: Severity): number => Math.max(0, this.#counts[severity] - LIMITS[severity]);
    return { error: beyond('error'), warning: beyond('warning'), information: beyond('information') };
  }

  #keep(finding: Unplaced): void {
    const identity = `${finding.rule} ${finding.pointer} ${finding.element ?? ''} ${finding.slice ?? ''} ${finding.actual ?? ''}`;
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    if (finding.severity === 'error') this.#errors = true;
    this.#counts[finding.severity] += 1;
    if (this.#counts[finding.severity] <= LIMITS[finding.severity]) this.findings.push(finding);
  }

  #finding(
    rule: RuleId,
    severity: Severity,
    { message, expected, actual, element, profile, inside }: Detail,
  ): Unplaced {
    const stater = profile ?? element?.profile;
    return {
      rule,
      severity,
      pointer: this.pointer(inside),
      message,
      ...(expected !== undefined && { expected: shorten(expected) }),
      ...(actual !== undefined && { actual: shorten(actual) }),
      ...(stater !== undefined && { profile: stater }),
      ...(element !== undefined && { element: element.id }),
      ...(element?.sliceName !== undefined && { slice: element.sliceName }),
    };
  }
}

function severityOf(rule: RuleId): Severity {
  return rule in RULES ? RULES[rule as keyof typeof RULES].severity : 'error';
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}... (${text.length} characters)` : text;
}
