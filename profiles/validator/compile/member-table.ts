import type { ElementDefinition } from '../../definitions/model.js';
import type { DefinitionStore } from '../../definitions/store.js';
import { acceptanceOf } from './acceptance.js';
import type { Content, ElementRule, Member, TypeRule } from './element-rule.js';
import { jsonNameOf } from './elements.js';

const lastSegment = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** What an element stands over: its rule in the content below, and the choice it belongs to. */
export interface Underlying {
  readonly core: ElementRule | undefined;
  /** `value[x]`, for the choice itself and for each of its narrowed forms. */
  readonly choice: string | undefined;
}

/**
 * The members of a value while the elements of a profile are laid over those of the type. Narrowing a choice by naming one
 * form (`deceasedDateTime`) rules the others out; they stay listed, as wrong types rather than unknown names.
 */
export class MemberTable {
  readonly #members: Map<string, Member>;
  readonly #required: ElementRule[] = [];
  readonly #under: Content;
  readonly #store: DefinitionStore;
  readonly #replaced = new Set<string>();
  readonly #stated: ReadonlySet<string>;

  constructor(under: Content, stated: readonly ElementDefinition[], store: DefinitionStore) {
    this.#store = store;
    this.#under = under;
    this.#members = new Map(under.members);
    this.#stated = new Set(stated.map((definition) => lastSegment(definition.path)));
  }

  /** Finds what an element is laid over. */
  underlying(definition: ElementDefinition): Underlying {
    const name = lastSegment(definition.path);
    if (name.endsWith('[x]')) return { core: this.#choiceRule(name), choice: name };
    const member = this.#under.members.get(name);
    return { core: member?.rule, choice: member?.choice };
  }

  /** Puts the rule of an element in its place. */
  add(rule: ElementRule, { core, choice }: Underlying): void {
    if (choice !== undefined && !this.#replaced.has(choice) && !(rule.name !== choice && this.#stated.has(choice))) {
      this.#ruleOut(choice, rule);
    }
    for (const type of rule.types) {
      const name = rule.name.endsWith('[x]') ? jsonNameOf(rule.name, type.code) : rule.name;
      this.#members.set(name, {
        rule,
        type,
        choice,
        isText: isText(rule, type),
        accepts: acceptanceOf(rule, type, this.#store),
      });
    }
    if (isRequired(rule)) this.#required.push(rule);
    this.#replaced.add(choice ?? core?.name ?? rule.name);
  }

  /** Everything laid over; what the profile does not state stays as it is below. */
  finish(invariants: Content['invariants']): Content {
    const inherited = this.#under.required.filter((rule) => !this.#replaced.has(rule.name));
    return { members: this.#members, required: [...this.#required, ...inherited], invariants };
  }

  #ruleOut(choice: string, rule: ElementRule): void {
    for (const [name, member] of this.#members) {
      if (member.choice === choice)
        this.#members.set(name, { rule, type: undefined, choice, isText: false, accepts: () => false });
    }
  }

  #choiceRule(choice: string): ElementRule | undefined {
    for (const member of this.#under.members.values()) if (member.choice === choice) return member.rule;
    return undefined;
  }
}

function isText(rule: ElementRule, type: TypeRule): boolean {
  return !rule.repeats && type.primitive?.json === 'string';
}

function isRequired(rule: ElementRule): boolean {
  return rule.min > 0 || rule.slicing?.slices.some((slice) => slice.rule.min > 0) === true;
}
