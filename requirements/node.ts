/**
 * A place in an answer's JSON form. Answers are untrusted, so nothing here throws on a wrong shape: what is not there
 * is a node without a value, and the profile validator says what is wrong with the shape.
 */
export class Node {
  private shownPath: string | undefined;

  /** `place` is the node's path, or where it stands: a path is only put together where somebody asks for it. */
  constructor(
    readonly value: unknown,
    private readonly place: string | { readonly parent: Node; readonly step: string | number },
  ) {}

  /** Where the node stands, FHIRPath style. */
  get path(): string {
    this.shownPath ??= typeof this.place === 'string' ? this.place : pathBelow(this.place.parent.path, this.place.step);
    return this.shownPath;
  }

  /** The node below the given property names and array positions. */
  at(...steps: readonly (string | number)[]): Node {
    return steps.reduce<Node>((node, step) => node.below(step), this);
  }

  /** Whether something stands at these property names; repeating elements on the way count where any item has it. */
  has(names: readonly string[]): boolean {
    return standsBelow(this.value, names, 0);
  }

  /** The items of a repeating element; a single value counts as one item, an absent element as none. */
  items(name: string): readonly Node[] {
    const child = this.below(name);
    if (!Array.isArray(child.value)) return child.exists ? [child] : [];
    return child.value.map((item, step) => new Node(item, { parent: child, step }));
  }

  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The text, where the value is a string. */
  get text(): string | undefined {
    return textOf(this.value);
  }

  /** The number, where the value is one. */
  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** The FHIR type, where the value is a resource. */
  get resourceType(): string | undefined {
    return textOf(valueBelow(this.value, 'resourceType'));
  }

  /** The logical id, where the value is a resource. */
  get id(): string | undefined {
    return textOf(valueBelow(this.value, 'id'));
  }

  /** The value of the first extension with this URL, whatever its type; a node without a value where there is none. */
  extension(url: string): Node {
    const found = this.items('extension').find((extension) => extension.at('url').text === url);
    if (found === undefined) return new Node(undefined, `${this.path}.extension('${url}')`);
    const name = Object.keys(found.value as object).find((key) => key.startsWith('value'));
    return name === undefined ? new Node(undefined, `${found.path}.value[x]`) : found.at(name);
  }

  /** The value in one line for a finding, shortened to 200 characters; `(absent)` where there is none. */
  get shown(): string {
    if (!this.exists) return '(absent)';
    const text = typeof this.value === 'string' ? this.value : JSON.stringify(this.value);
    return text.length > 200 ? `${text.slice(0, 199)}…` : text;
  }

  private below(step: string | number): Node {
    return new Node(valueBelow(this.value, step), { parent: this, step });
  }
}

function valueBelow(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string | number, unknown>)[step];
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function standsBelow(value: unknown, names: readonly string[], from: number): boolean {
  const name = names[from];
  if (name === undefined) return value !== undefined && value !== null;
  const child = valueBelow(value, name);
  if (!Array.isArray(child)) return standsBelow(child, names, from + 1);
  // At the end each item counts, whatever it is, as it does for items().
  return from + 1 === names.length ? child.length > 0 : child.some((item) => standsBelow(item, names, from + 1));
}

function pathBelow(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  return path === '' ? step : `${path}.${step}`;
}

/** Whether a finding's path is that of a node or lies below it. */
export const isWithin = (path: string, { path: outer }: Node): boolean =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
