/**
 * Invariants that are seldom broken and slow to evaluate: simple cases in which each certainly holds. Every other value is
 * evaluated with FHIRPath, also one of an unexpected shape. Each stands beside the very expression it speaks of.
 */

type Value = Readonly<Record<string, unknown>>;

/** An expression, and a test that is true only where the expression certainly holds. */
interface Certainty {
  readonly expression: string;
  readonly holds: (value: Value) => boolean;
}

const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Neither the element nor its companion is there. */
const isAbsent = (value: Value, name: string): boolean => value[name] === undefined && value[`_${name}`] === undefined;

const isWord = (value: unknown): value is string => typeof value === 'string' && /^[\w.:-]+$/.test(value);

/** A code that is there and is another one, however FHIRPath compares texts. */
const isOther = (code: unknown, excluded: string): boolean => isWord(code) && code.toLowerCase() !== excluded;

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.some(isObject) : isObject(value));

/** Every item has the property, and no two of them alike. */
function areDistinct(items: unknown, name: string): boolean {
  if (!Array.isArray(items)) return false;
  const seen = new Set<string>();
  for (const item of items as readonly unknown[]) {
    const word = isObject(item) ? item[name] : undefined;
    if (!isWord(word)) return false;
    seen.add(word.toLowerCase());
  }
  return seen.size === items.length;
}

const distinct =
  (list: string, name: string) =>
  (value: Value): boolean =>
    isAbsent(value, list) || areDistinct(value[list], name);

const CERTAIN: Readonly<Record<string, Certainty>> = {
  'bdl-9': {
    expression: "type = 'document' implies (identifier.system.exists() and identifier.value.exists())",
    holds: (bundle) => isOther(bundle['type'], 'document'),
  },
  'cpb-1': {
    expression: 'rest.exists() or messaging.exists() or document.exists()',
    holds: (capability) => isGiven(capability['rest']),
  },
  'cpb-2': {
    expression: '(description.count() + software.count() + implementation.count()) > 0',
    holds: ({ description, software, implementation }) =>
      isWord(description) || isGiven(software) || isGiven(implementation),
  },
  'cpb-3': {
    expression: "messaging.endpoint.empty() or kind = 'instance'",
    holds: (capability) => isAbsent(capability, 'messaging'),
  },
  'cpb-7': {
    expression: 'document.select(profile.reference&mode).isDistinct()',
    holds: (capability) => isAbsent(capability, 'document'),
  },
  'cpb-8': { expression: 'rest.select(mode).isDistinct()', holds: distinct('rest', 'mode') },
  'cpb-9': { expression: 'resource.select(type).isDistinct()', holds: distinct('resource', 'type') },
  'cpb-12': { expression: 'searchParam.select(name).isDistinct()', holds: distinct('searchParam', 'name') },
  'cpb-14': {
    expression: "(software.empty() and implementation.empty()) or kind != 'requirements'",
    holds: (capability) =>
      (isAbsent(capability, 'software') && isAbsent(capability, 'implementation')) ||
      isOther(capability['kind'], 'requirements'),
  },
  'cpb-15': {
    expression: "implementation.empty() or kind != 'capability'",
    holds: (capability) => isAbsent(capability, 'implementation') || isOther(capability['kind'], 'capability'),
  },
};

/** Whether the invariant certainly holds for the value, so that its expression need not be evaluated. */
export function certainlyHolds(key: string, expression: string): ((value: unknown) => boolean) | undefined {
  const certain = CERTAIN[key];
  if (certain?.expression !== expression) return undefined;
  return (value) => isObject(value) && certain.holds(value);
}

/** Keys of the invariants of this table, for the test that compares it with FHIRPath. */
export const CERTAIN_KEYS: readonly string[] = Object.keys(CERTAIN);
