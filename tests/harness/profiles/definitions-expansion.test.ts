import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { expandValueSet, membership } from '../../../profiles/definitions/expansion.js';
import type { CodeSystem, ConceptSet, ValueSet } from '../../../profiles/definitions/model.js';
import { openDefinitions } from '../../../profiles/definitions/store.js';

const store = openDefinitions();
const sct = 'http://snomed.info/sct';

const animals: CodeSystem = {
  url: 'urn:animals',
  name: 'Animals',
  content: 'complete',
  caseSensitive: true,
  concept: [
    { code: 'bird', concept: [{ code: 'duck', concept: [{ code: 'mallard' }] }, { code: 'owl' }] },
    { code: 'fish' },
  ],
};
const all = ['bird', 'duck', 'mallard', 'owl', 'fish'];

function expand(parts: Pick<ValueSet, 'include' | 'exclude'>, others: readonly ValueSet[] = []) {
  const sets = [{ url: 'urn:set', name: 'Set', ...parts }, ...others];
  const expansion = expandValueSet('urn:set', {
    valueSet: (url) => sets.find((set) => set.url === url),
    codeSystem: (url) => (url === animals.url ? animals : undefined),
  });
  if (!expansion) throw new Error('not found');
  return { expansion, codes: [...(expansion.codes.get(animals.url)?.keys() ?? [])] };
}

const animal = (part: Omit<ConceptSet, 'system'> = {}): ConceptSet => ({ system: animals.url, ...part });
const filtered = (op: string, value: string, property = 'concept') => animal({ filter: [{ property, op, value }] });

test.describe('an expansion', () => {
  test('holds a whole system, listed codes, and what simple filters choose', () => {
    expect(expand({ include: [animal()] }).codes).toEqual(all);
    expect(expand({ include: [animal({ concept: [{ code: 'owl' }] })] }).codes).toEqual(['owl']);
    expect(expand({ include: [filtered('is-a', 'duck')] }).codes).toEqual(['duck', 'mallard']);
    expect(expand({ include: [filtered('descendent-of', 'bird')] }).codes).toEqual(['duck', 'mallard', 'owl']);
    expect(expand({ include: [filtered('is-not-a', 'duck')] }).codes).toEqual(['bird', 'owl', 'fish']);
    expect(expand({ include: [filtered('=', 'bird', 'parent')] }).codes).toEqual(['duck', 'owl']);
  });

  test('takes exclusions away and keeps only what several value sets of one include share', () => {
    expect(expand({ include: [animal()], exclude: [filtered('is-a', 'bird')] }).codes).toEqual(['fish']);
    const birds = { url: 'urn:birds', name: 'Birds', include: [filtered('is-a', 'bird')] };
    const swimmers = {
      url: 'urn:swim',
      name: 'Swimmers',
      include: [animal({ concept: [{ code: 'duck' }, { code: 'fish' }] })],
    };
    expect(expand({ include: [{ valueSet: ['urn:birds', 'urn:swim'] }] }, [birds, swimmers]).codes).toEqual(['duck']);
  });

  test('splits a system without remainder between is-a and is-not-a', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), (code) => {
        const inside = expand({ include: [filtered('is-a', code)] }).codes;
        const outside = expand({ include: [filtered('is-not-a', code)] }).codes;
        return [...inside, ...outside].sort().join() === [...all].sort().join();
      }),
    );
  });

  test('says aloud which part it could not expand, and why', () => {
    const { expansion } = expand({
      include: [
        { system: sct },
        filtered('regex', 'd.*'),
        { valueSet: ['urn:nowhere'] },
        { valueSet: ['urn:set'] },
        {},
      ],
    });
    expect(expansion.unexpanded).toEqual([
      { system: sct, reason: `code system ${sct} is not held` },
      { system: 'urn:animals', reason: 'filter "concept regex d.*" on urn:animals is not supported' },
      { reason: 'value set urn:nowhere is not held' },
      { reason: 'value set urn:set includes itself' },
      { reason: 'neither a code system nor a value set is named' },
    ]);
  });

  test('of an unknown value set is undefined', () => {
    expect(store.expansion('http://hl7.org/fhir/ValueSet/no-such-set')).toBeUndefined();
  });
});

test.describe('membership', () => {
  test('is in, out, or honestly not checked', () => {
    const { expansion } = expand({ include: [filtered('is-a', 'duck'), { system: sct }] });
    expect(membership(expansion, 'duck', 'urn:animals')).toBe('in');
    expect(membership(expansion, 'fish', 'urn:animals')).toBe('out');
    expect(membership(expansion, '17436001', sct)).toBe('not-checked');
    expect(membership(expansion, 'duck', 'urn:other')).toBe('out');
    expect(membership(expansion, 'duck')).toBe('in');
    expect(membership(expansion, 'fish')).toBe('not-checked');
  });

  test('of status codes is decided without a system, and case matters', () => {
    const statuses = store.expansion('http://hl7.org/fhir/ValueSet/slotstatus');
    if (!statuses) throw new Error('slotstatus is not held');
    expect(statuses.unexpanded).toEqual([]);
    expect(['free', 'busy', 'Free', 'gratis'].map((code) => membership(statuses, code))).toEqual([
      'in',
      'in',
      'out',
      'out',
    ]);
  });

  test('does not mind case where the code system does not', () => {
    const url = 'http://hl7.org/fhir/ValueSet/v2-0131';
    const roles = store.expansion(url);
    if (!roles) throw new Error(`${url} is not held`);
    expect(membership(roles, 'n', 'http://hl7.org/fhir/v2/0131')).toBe('in');
    expect(membership(roles, '?', 'http://hl7.org/fhir/v2/0131')).toBe('out');
  });

  test('in the reasons for an appointment cannot be told, as they are SNOMED CT', () => {
    const reasons = store.expansion('http://hl7.org/fhir/ValueSet/encounter-reason');
    expect(reasons?.unexpanded.every(({ system }) => system === sct)).toBe(true);
    expect(reasons && membership(reasons, '17436001', sct)).toBe('not-checked');
  });

  test('in the NHS sets of the appointment closure is decided for all but religious affiliation', () => {
    const own = store.manifest.filter(({ kind, source }) => kind === 'valueSet' && source.startsWith('nhs/'));
    const open = own.filter(({ url }) => store.expansion(url)?.unexpanded.length !== 0);
    expect(open.map(({ url }) => url)).toEqual([
      'https://fhir.nhs.uk/STU3/ValueSet/CareConnect-ReligiousAffiliation-1',
    ]);
  });
});
