import { test, expect } from '@playwright/test';
import { catalogue } from '../../../requirements/catalogue.js';
import { sourceLinks } from '../../../requirements/source-links.js';

test('the source of every requirement leads somewhere, each place once', () => {
  for (const { id, source } of catalogue.values()) {
    const urls = sourceLinks(source).map(({ url }) => url);
    expect(urls.length, id).toBeGreaterThan(0);
    expect(new Set(urls).size, id).toBe(urls.length);
    for (const url of urls) expect(URL.canParse(url) && url.startsWith('https://'), `${id} ${url}`).toBe(true);
  }
});

test('a source of several parts leads to each of them, and one that is not known to none', () => {
  const source =
    "nhsconnect/gpconnect-fhir: StructureDefinitions/GPConnect-Slot-1.xml description 1..1; Simplifier guide 'x' v0.1, page 'y'; HL7 FHIR STU3 (3.0.1/3.0.2) http.html#create";
  expect(sourceLinks(source).map(({ url }) => url)).toEqual([
    'https://github.com/nhsconnect/gpconnect-fhir/blob/HEAD/StructureDefinitions/GPConnect-Slot-1.xml',
    'https://simplifier.net/guide/GP-Connect-Patient-Facing-Appointments-Management',
    'https://hl7.org/fhir/STU3/http.html#create',
  ]);
  expect(sourceLinks('hearsay')).toEqual([]);
});
