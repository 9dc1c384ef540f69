/**
 * Turns definitions into element rules: lays the elements that a profile states over those of the base type, so that
 * every element is found in one look-up and incomplete snapshots fall back to the base.
 */

import type { ElementDefinition, Structure } from '../../definitions/model.js';
import type { DefinitionStore } from '../../definitions/store.js';
import { compileInvariants, joinInvariants } from '../invariants/compile.js';
import { ElementIndex } from './element-index.js';
import type { CompiledProfile, Content, ElementRule } from './element-rule.js';
import { compileElement, compileTypes } from './elements.js';
import { MemberTable } from './member-table.js';
import { compileSlicing } from './slicing.js';
import { baseUrl } from './targets.js';

/** An absolute address whose last part is a plain name, perhaps with a version. */
const CANONICAL = /^[A-Za-z][A-Za-z\d+.-]*:[^\s#?%\\]*[\w|.-]$/;

const EMPTY: Content = { members: new Map(), required: [], invariants: [] };

/** The structure whose elements are compiled. */
interface Site {
  readonly index: ElementIndex;
  readonly profile: string;
}

/** Compiles structures, each once, and keeps them. */
export class Compiler {
  readonly store: DefinitionStore;
  readonly #profiles = new Map<string, CompiledProfile | undefined>();
  readonly #bases = new Map<string, CompiledProfile>();

  constructor(store: DefinitionStore) {
    this.store = store;
  }

  /** The rules of a structure by its URL; undefined when the store does not know it. */
  profile(url: string): CompiledProfile | undefined {
    const known = this.#profiles.get(url);
    if (known !== undefined || this.#profiles.has(url)) return known;
    // The store may look for a file of this name, so nothing but an address gets there; documents can say anything.
    const structure = CANONICAL.test(url) ? this.store.structure(url) : undefined;
    const compiled = structure === undefined ? undefined : this.#compile(structure);
    this.#profiles.set(url, compiled);
    return compiled;
  }

  /** The rules of a base type or resource by its name. */
  base(type: string): CompiledProfile | undefined {
    const known = this.#bases.get(type);
    if (known !== undefined) return known;
    const compiled = this.profile(baseUrl(type));
    if (compiled !== undefined) this.#bases.set(type, compiled);
    return compiled;
  }

  #compile(structure: Structure): CompiledProfile {
    let content: Content | undefined;
    const compute = (): Content => this.#structureContent(structure);
    return {
      url: structure.url,
      type: structure.type,
      structure,
      get content() {
        return (content ??= compute());
      },
    };
  }

  #structureContent(structure: Structure): Content {
    const index = new ElementIndex(structure.elements);
    const under = this.#contentUnder(structure);
    if (index.root === undefined) return under;
    const invariants = joinInvariants(compileInvariants(index.root.constraint), under.invariants);
    return this.#overlay({ index, profile: structure.url }, index.root, { ...under, invariants });
  }

  /** What a structure is laid over: for a profile its base type, for a base type nothing. */
  #contentUnder(structure: Structure): Content {
    const own = baseUrl(structure.type);
    if (structure.derivation !== 'constraint' || structure.url === own) return EMPTY;
    return this.profile(own)?.content ?? EMPTY;
  }

  /** The children stated for an element, over the content it would have without them. */
  #overlay(site: Site, parent: ElementDefinition, under: Content): Content {
    const stated = site.index.childrenOf(parent.id).filter((definition) => !isPrimitiveValue(definition));
    if (stated.length === 0) return under;
    const table = new MemberTable(under, stated, this.store);
    for (const definition of stated) {
      const underlying = table.underlying(definition);
      table.add(this.#element(site, definition, underlying.core), underlying);
    }
    return table.finish(under.invariants);
  }

  #element(site: Site, definition: ElementDefinition, core: ElementRule | undefined): ElementRule {
    const unsliced = this.#unsliced(site, definition, core);
    // A slice inherits from the unsliced element whatever it does not state.
    const slices = site.index.slicesOf(definition).map((slice) => this.#unsliced(site, slice, unsliced));
    const slicing = compileSlicing(definition, slices, this.store);
    return slicing === undefined ? unsliced : { ...unsliced, slicing };
  }

  #unsliced(site: Site, definition: ElementDefinition, core: ElementRule | undefined): ElementRule {
    const order = core?.order ?? site.index.orderOf(definition.id);
    const types = compileTypes(
      definition,
      this.store,
      (code, profiles) => () => this.#content(site, definition, { core, code, profiles }),
    );
    return compileElement({ definition, profile: site.profile, core, order, types });
  }

  #content(site: Site, definition: ElementDefinition, type: TypeInPlace): Content | undefined {
    const target = definition.contentReference;
    const shared = target === undefined ? undefined : site.index.byId(target.slice(target.indexOf('#') + 1));
    if (shared !== undefined) return this.#content(site, shared, { ...type, code: shared.type[0]?.code ?? type.code });
    const under = this.#typeContent(type);
    return under === undefined ? undefined : this.#overlay(site, definition, under);
  }

  #typeContent({ core, code, profiles }: TypeInPlace): Content | undefined {
    for (const url of profiles) {
      const compiled = this.profile(url);
      if (compiled !== undefined) return compiled.content;
    }
    const inherited = core?.types.find((type) => type.code === code);
    return inherited?.content() ?? this.base(code)?.content;
  }
}

/** A type in the place of an element: over what, and with which profiles of its own. */
interface TypeInPlace {
  readonly core: ElementRule | undefined;
  readonly code: string;
  readonly profiles: readonly string[];
}

/** `string.value` and its like are the text of a primitive itself, no member of it. */
function isPrimitiveValue(definition: ElementDefinition): boolean {
  return /^[a-z]\w*\.value$/.test(definition.id);
}
