import type { CodeSystem, Concept, ConceptSet, ValueSet } from './model.js';

/** A part of a value set whose codes are not known here, with the reason in words. */
export interface Unexpanded {
  /** The code system concerned; absent when it could be any. */
  readonly system?: string;
  readonly reason: string;
}

/** The codes of a value set. Only when `unexpanded` is empty is the list complete. */
export interface Expansion {
  readonly url: string;
  /** Display text (or undefined) by system and code. */
  readonly codes: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  readonly unexpanded: readonly Unexpanded[];
  /** Systems in which upper and lower case do not differ. */
  readonly caseInsensitive: ReadonlySet<string>;
}

/** Whether a code belongs to a value set: a definite yes, a definite no, or an honest "cannot be told here". */
export type Membership = 'in' | 'out' | 'not-checked';

/**
 * Tells whether `code` is in the expansion. Without a system (elements of type `code`) a match in any system counts.
 * A code outside the known part is `out` only if no unexpanded part could hold it.
 */
export function membership(expansion: Expansion, code: string, system?: string): Membership {
  const systems = system === undefined ? [...expansion.codes.keys()] : [system];
  if (systems.some((each) => holds(expansion, each, code))) return 'in';
  const open = expansion.unexpanded.some(
    (part) => system === undefined || part.system === undefined || part.system === system,
  );
  return open ? 'not-checked' : 'out';
}

const gathered = new WeakMap<Expansion, ReadonlySet<string>>();

/** The codes that are known, whatever their system: what an element of type code can be held against. */
export function plainCodes(expansion: Expansion): ReadonlySet<string> {
  const known = gathered.get(expansion);
  if (known !== undefined) return known;
  const codes = new Set([...expansion.codes.values()].flatMap((ofSystem) => [...ofSystem.keys()]));
  gathered.set(expansion, codes);
  return codes;
}

function holds({ codes, caseInsensitive }: Expansion, system: string, code: string): boolean {
  const known = codes.get(system);
  if (known?.has(code) === true) return true;
  if (known === undefined || !caseInsensitive.has(system)) return false;
  const folded = code.toLowerCase();
  return [...known.keys()].some((each) => each.toLowerCase() === folded);
}

/** Where expansion looks definitions up. */
export interface Terminology {
  readonly valueSet: (url: string) => ValueSet | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
}

type Codes = Map<string, Map<string, string | undefined>>;
interface Selection {
  readonly codes: Codes;
  readonly unexpanded: Unexpanded[];
}

/**
 * The codes of a value set, as far as they can be told from what is held: whole systems, listed codes, `is-a`,
 * `is-not-a`, `descendent-of` and `parent =` filters, other value sets, exclusions. Everything else, and every system
 * that is not held completely (SNOMED CT, LOINC, mime types), is named in `unexpanded`. Undefined for an unknown set.
 */
export function expandValueSet(url: string, terminology: Terminology): Expansion | undefined {
  const valueSet = terminology.valueSet(url);
  if (!valueSet) return undefined;
  const { codes, unexpanded } = select(valueSet, { ...terminology, within: [url] });
  const caseInsensitive = new Set([...codes.keys()].filter((system) => isCaseInsensitive(system, terminology)));
  return { url, codes, unexpanded, caseInsensitive };
}

function isCaseInsensitive(system: string, { codeSystem }: Terminology): boolean {
  return codeSystem(system)?.caseSensitive === false;
}

/** `within` is the chain of value sets being expanded, so that sets which include each other come to an end. */
type Context = Terminology & { readonly within: readonly string[] };

function select({ include, exclude = [] }: ValueSet, context: Context): Selection {
  const all: Selection = { codes: new Map(), unexpanded: [] };
  for (const part of include) {
    const selected = selectPart(part, context);
    all.unexpanded.push(...selected.unexpanded);
    for (const [system, codes] of selected.codes) addCodes(all.codes, system, codes);
  }
  for (const part of exclude) {
    const taken = selectPart(part, context);
    all.unexpanded.push(...taken.unexpanded);
    for (const [system, codes] of taken.codes) for (const code of codes.keys()) all.codes.get(system)?.delete(code);
  }
  return all;
}

function addCodes(to: Codes, system: string, codes: ReadonlyMap<string, string | undefined>): void {
  const known = to.get(system) ?? new Map<string, string | undefined>();
  codes.forEach((display, code) => known.set(code, display));
  to.set(system, known);
}

/** Codes of one include or exclude: those of its system that are also in every value set it names. */
function selectPart(part: ConceptSet, context: Context): Selection {
  const selections = [
    ...(part.system === undefined ? [] : [selectFromSystem(part.system, part, context)]),
    ...(part.valueSet ?? []).map((url) => selectSet(url, context)),
  ];
  return selections.reduce(
    common,
    selections[0] ?? nothing({ reason: 'neither a code system nor a value set is named' }),
  );
}

function selectSet(url: string, context: Context): Selection {
  const valueSet = context.valueSet(url);
  if (!valueSet) return nothing({ reason: `value set ${url} is not held` });
  if (context.within.includes(url)) return nothing({ reason: `value set ${url} includes itself` });
  return select(valueSet, { ...context, within: [...context.within, url] });
}

function common(one: Selection, other: Selection): Selection {
  if (one === other) return one;
  const codes: Codes = new Map();
  for (const [system, known] of one.codes) {
    const both = [...known].filter(([code]) => other.codes.get(system)?.has(code) === true);
    if (both.length > 0) codes.set(system, new Map(both));
  }
  return { codes, unexpanded: [...one.unexpanded, ...other.unexpanded] };
}

function nothing(unexpanded: Unexpanded): Selection {
  return { codes: new Map(), unexpanded: [unexpanded] };
}

function selectFromSystem(system: string, { concept, filter }: ConceptSet, { codeSystem }: Context): Selection {
  const held = codeSystem(system);
  if (concept) {
    const displays = new Map(held ? everyConcept(held.concept) : []);
    const listed = concept.map(({ code, display }) => [code, display ?? displays.get(code)] as const);
    return { codes: new Map([[system, new Map(listed)]]), unexpanded: [] };
  }
  if (!held) return nothing({ system, reason: `code system ${system} is not held` });
  if (held.content !== 'complete')
    return nothing({ system, reason: `code system ${system} is held only as ${held.content}` });
  const filters = (filter ?? []).map((each) => filterOf(each, held));
  const unknown = filters.find((each) => typeof each === 'string');
  if (unknown !== undefined) return nothing({ system, reason: unknown });
  const chosen = everyConcept(held.concept).filter(([code]) =>
    filters.every((passes) => typeof passes === 'function' && passes(code)),
  );
  return { codes: new Map([[system, new Map(chosen)]]), unexpanded: [] };
}

type Filter = NonNullable<ConceptSet['filter']>[number];

/** The test a filter makes on a code, or the reason why it cannot be made. */
function filterOf({ property, op, value }: Filter, system: CodeSystem): ((code: string) => boolean) | string {
  const narrower = (): Set<string> =>
    new Set(everyConcept(conceptOf(value, system.concept)?.concept ?? []).map(([code]) => code));
  if (property === 'concept' && (op === 'is-a' || op === 'descendent-of' || op === 'is-not-a')) {
    const below = narrower();
    if (op === 'descendent-of') return (code) => below.has(code);
    const isA = (code: string): boolean => code === value || below.has(code);
    return op === 'is-a' ? isA : (code) => !isA(code);
  }
  if (property === 'parent' && op === '=') {
    const children = new Set(conceptOf(value, system.concept)?.concept?.map(({ code }) => code));
    return (code) => children.has(code);
  }
  return `filter "${property} ${op} ${value}" on ${system.url} is not supported`;
}

function everyConcept(concepts: readonly Concept[]): (readonly [code: string, display: string | undefined])[] {
  return concepts.flatMap(({ code, display, concept = [] }) => [[code, display] as const, ...everyConcept(concept)]);
}

function conceptOf(code: string, concepts: readonly Concept[]): Concept | undefined {
  for (const concept of concepts) {
    const found = concept.code === code ? concept : conceptOf(code, concept.concept ?? []);
    if (found) return found;
  }
  return undefined;
}
