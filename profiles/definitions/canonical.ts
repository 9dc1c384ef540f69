/**
 * Short names for canonical URLs, so that definitions can be read without scrolling: `nhs:GPConnect-Slot-1` in a place
 * where a profile is meant, `administrative-gender` where a value set is meant.
 */

/** The kind of definition a name stands for; it is the folder in the canonical URL. */
export type CanonicalKind = 'StructureDefinition' | 'ValueSet' | 'CodeSystem';

const publishers: Readonly<Record<string, string>> = {
  'nhs:': 'https://fhir.nhs.uk/STU3/',
  'uk:': 'https://fhir.hl7.org.uk/STU3/',
  '': 'http://hl7.org/fhir/',
};

/** The full URL of a short name. A name that is a URL or URN already is returned as it is. */
export function canonicalUrl(kind: CanonicalKind, name: string): string {
  const prefix = /^(nhs|uk):/.exec(name)?.[0] ?? '';
  if (prefix === '' && name.includes(':')) return name;
  return `${publishers[prefix] ?? ''}${kind}/${name.slice(prefix.length)}`;
}

/** The shortest name from which `canonicalUrl` makes this URL again. */
export function shortName(kind: CanonicalKind, url: string): string {
  for (const [prefix, publisher] of Object.entries(publishers)) {
    const start = `${publisher}${kind}/`;
    const name = url.slice(start.length);
    if (url.startsWith(start) && /^[^/:#| ]+$/.test(name)) return prefix + name;
  }
  return url;
}

/** A canonical URL without its `|version`. */
export function withoutVersion(url: string): string {
  const bar = url.indexOf('|');
  return bar < 0 ? url : url.slice(0, bar);
}
