/**
 * Every rule the validator can report, as data. The ids are a public contract: they may be added to, never renamed.
 * Invariants are reported as `invariant.` and their key in the definitions (`invariant.app-1`).
 */

/** How bad a broken rule is unless a definition or a decision says otherwise. */
type DefaultSeverity = 'error' | 'warning' | 'information';

/** One rule: its default severity and what it asks for, in a sentence. */
export interface RuleText {
  readonly severity: DefaultSeverity;
  readonly asks: string;
}

export const RULES = {
  'text.empty': { severity: 'error', asks: 'A document has content.' },
  'text.bom': { severity: 'error', asks: 'No byte order mark stands before the text.' },
  'text.encoding': { severity: 'error', asks: 'The bytes are UTF-8, and an XML declaration says nothing else.' },
  'json.syntax': {
    severity: 'error',
    asks: 'The text is JSON (RFC 8259): no comments, no trailing commas, one value.',
  },
  'json.depth': { severity: 'error', asks: 'Objects and arrays nest at most 250 levels.' },
  'json.duplicate-key': { severity: 'error', asks: 'A property stands once in an object.' },
  'json.control-character': {
    severity: 'error',
    asks: 'Line breaks and other control characters in strings are escaped.',
  },
  'json.number': { severity: 'error', asks: 'Numbers are written as JSON demands: no leading zero, no bare point.' },
  'json.type': {
    severity: 'error',
    asks: 'Each element has the JSON type of its definition: object, array, string, number or boolean.',
  },
  'json.empty': { severity: 'error', asks: 'No object and no array is empty.' },
  'json.null': {
    severity: 'error',
    asks: 'null stands only in arrays of primitives, where its companion has something to say.',
  },
  'json.alignment': {
    severity: 'error',
    asks: 'The companion (`_x`) of a repeating primitive has its items at the same places.',
  },
  'xml.syntax': { severity: 'error', asks: 'The text is well-formed XML.' },
  'xml.doctype': { severity: 'error', asks: 'There is no document type declaration.' },
  'xml.depth': { severity: 'error', asks: 'Elements nest at most 250 levels.' },
  'xml.namespace': {
    severity: 'error',
    asks: 'Elements are in the namespace http://hl7.org/fhir.',
  },
  'xml.attribute': {
    severity: 'error',
    asks: 'An element has only the attributes that FHIR gives it, and those as attributes.',
  },
  'xml.text': { severity: 'error', asks: 'No text stands between elements; values are attributes.' },
  'xml.order': { severity: 'error', asks: 'Elements come in the order of their definition, repetitions together.' },
  'xml.empty': { severity: 'error', asks: 'A primitive element has a value or an extension.' },
  'xml.resource': { severity: 'error', asks: 'A resource element holds exactly one resource.' },
  'narrative.namespace': { severity: 'error', asks: 'A narrative is in the namespace of XHTML.' },
  'structure.resource-type': {
    severity: 'error',
    asks: 'Every resource names a type that STU3 has, and the type its place and profile allow.',
  },
  'structure.unknown': { severity: 'error', asks: 'Only elements that the type defines are present.' },
  'structure.duplicate-id': { severity: 'error', asks: 'The resources contained in one resource have different ids.' },
  'structure.unsupported': {
    severity: 'warning',
    asks: 'The definition of the type or element is at hand (said where it is not: the content was not checked).',
  },
  'cardinality.min': { severity: 'error', asks: 'Mandatory elements are present.' },
  'cardinality.max': {
    severity: 'error',
    asks: 'No element occurs more often than allowed; prohibited ones not at all.',
  },
  'choice.type': {
    severity: 'error',
    asks: 'An element with a choice of types has one of those that the profile leaves.',
  },
  'choice.multiple': { severity: 'error', asks: 'Of an element with a choice of types one is given.' },
  'primitive.format': {
    severity: 'error',
    asks: 'A primitive value has the form of its type, and dates exist in the calendar.',
  },
  'primitive.empty': { severity: 'error', asks: 'A string is not empty and not only blanks.' },
  'primitive.absolute': { severity: 'error', asks: 'The system of a code or identifier is an absolute URI.' },
  'primitive.length': { severity: 'error', asks: 'A value is not longer than its type and definition allow.' },
  'primitive.range': {
    severity: 'error',
    asks: 'A value lies between the smallest and largest that its definition allows.',
  },
  'value.fixed': { severity: 'error', asks: 'A fixed value is exactly as given in the profile.' },
  'value.pattern': { severity: 'error', asks: 'A value contains everything that the pattern of the profile gives.' },
  'binding.required': { severity: 'error', asks: 'A code comes from the value set of a required binding.' },
  'binding.extensible': {
    severity: 'warning',
    asks: 'A code comes from the value set of an extensible binding if that has a fitting one.',
  },
  'slice.min': { severity: 'error', asks: 'Each slice has at least as many items as its minimum.' },
  'slice.max': { severity: 'error', asks: 'Each slice has at most as many items as its maximum.' },
  'slice.closed': { severity: 'error', asks: 'In a closed slicing every item belongs to a slice.' },
  'slice.order': { severity: 'error', asks: 'In an ordered slicing the items come in the order of the slices.' },
  'slice.ambiguous': { severity: 'error', asks: 'No item belongs to two slices.' },
  'slice.unsupported': {
    severity: 'warning',
    asks: 'The slicing can be judged (said where its discriminator is of a kind not implemented).',
  },
  'extension.url': { severity: 'error', asks: 'An extension names its definition in `url`.' },
  'extension.unknown': {
    severity: 'information',
    asks: 'The definition of an extension is at hand (said where it is not).',
  },
  'extension.misspelt': {
    severity: 'error',
    asks: 'An extension in the namespace of the NHS has a name that is defined there.',
  },
  'extension.part': { severity: 'error', asks: 'The parts of a complex extension are those of its definition.' },
  'extension.context': { severity: 'error', asks: 'An extension stands where its definition allows.' },
  'extension.modifier': { severity: 'warning', asks: 'A modifier extension is one that the reader knows.' },
  'reference.type': { severity: 'error', asks: 'A reference leads to a type that the element allows.' },
  'reference.unresolved': { severity: 'error', asks: 'A reference to a contained resource leads somewhere.' },
  'reference.format': { severity: 'error', asks: 'A reference is a `#id`, a `Type/id`, an absolute URL or a URN.' },
  'reference.aggregation': {
    severity: 'error',
    asks: 'The target of a reference is contained, bundled or elsewhere, as the profile asks.',
  },
  'bundle.full-url': {
    severity: 'error',
    asks: 'A fullUrl is absolute and agrees with the type and id of its resource.',
  },
  'bundle.ambiguous': {
    severity: 'warning',
    asks: 'Entries without fullUrl differ in type and id, so that references lead to one of them.',
  },
  'profile.type': { severity: 'error', asks: 'A profile that is declared or expected is made for this resource type.' },
  'profile.unknown': {
    severity: 'information',
    asks: 'A declared profile is at hand (said where it is not: it was not applied).',
  },
  'invariant.unsupported': { severity: 'warning', asks: 'An invariant can be evaluated (said where it cannot).' },
  'limit.findings': {
    severity: 'error',
    asks: 'A document has fewer findings than the report holds (said where the rest was left out).',
  },
} as const satisfies Readonly<Record<string, RuleText>>;

/** A stable rule id. */
export type RuleId = keyof typeof RULES | `invariant.${string}`;
