/** Comparing JSON values with what a definition prescribes. */

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two JSON values are the same, whatever the order of their properties. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameValue(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => sameValue(one[name], other[name]));
}

/** Whether a value contains everything of a pattern: each property, and for each item of an array some item. */
export function containsPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    return Array.isArray(value) && pattern.every((wanted) => value.some((item) => containsPattern(item, wanted)));
  }
  if (!isObject(pattern)) return value === pattern;
  return isObject(value) && Object.keys(pattern).every((name) => containsPattern(value[name], pattern[name]));
}

/** Every value that a path of property names leads to; arrays are entered. */
export function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  let found: unknown[] = [value];
  for (const name of path) {
    found = found.flatMap((item) => (isObject(item) ? item[name] : undefined)).filter((item) => item !== undefined);
  }
  return found.flat();
}
