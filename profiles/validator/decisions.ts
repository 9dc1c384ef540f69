/**
 * Where the official artefacts contradict the guide or themselves, and what is done about it. Every exception to the
 * definitions stands in this one table; no rule is loosened in general. A provider that follows the guide must not fail
 * because of one of these.
 */

import type { Severity, Unplaced } from './finding.js';

const NHS = 'https://fhir.nhs.uk/STU3/StructureDefinition/';
const SPINE_CODES = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1';
const SPINE_VALUE_SET = 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1';

/** The side of an exchange that sent a document. */
export type Role = 'request' | 'response';

/** A finding that is dropped, or weighs less than the definition says. */
export interface FindingEffect {
  readonly kind: 'finding';
  readonly rule: string;
  readonly profile: string;
  /** Id of the element definition. */
  readonly element: string;
  /** Only where the value found has this form. */
  readonly actual?: RegExp;
  /** Only in documents of this side. */
  readonly role?: Role;
  readonly outcome: Severity | 'drop';
  /** For what is dropped because it cannot be judged: it is listed as not checked. */
  readonly unchecked?: true;
}

/** A definition that is referred to but not published is replaced by another one. */
export interface SubstituteEffect {
  readonly kind: 'substitute';
  readonly url: string;
  readonly by: string;
}

/** A profile that a document only declares (and nobody asked for) gives warnings, no errors. */
export interface DeclaredEffect {
  readonly kind: 'declared';
  readonly profile: string;
}

/** A code system that also appears under another address. */
export interface AliasEffect {
  readonly kind: 'alias';
  readonly system: string;
  readonly means: string;
}

/** Nothing to switch: the general rules of the validator lead to the outcome already. */
export interface GeneralEffect {
  readonly kind: 'general';
  readonly because: string;
}

/** One contradiction and its decision. */
export interface Decision {
  readonly id: string;
  readonly artefact: string;
  readonly guide: string;
  readonly treatedAs: string;
  readonly effects: readonly (FindingEffect | SubstituteEffect | DeclaredEffect | AliasEffect | GeneralEffect)[];
}

export const DECISIONS: readonly Decision[] = [
  {
    id: 'entry-resource',
    artefact:
      'The snapshot of GPConnect-Searchset-Bundle-1 lists id, meta, implicitRules and language below entry.resource.',
    guide: 'Entries are whole resources.',
    treatedAs: 'The four are not the complete list.',
    effects: [
      { kind: 'general', because: 'a resource is always held against the definitions of its own type and profiles' },
    ],
  },
  {
    id: 'searchset-profile',
    artefact: 'GPConnect-Searchset-Bundle-1 asks for an entry and forbids total, link and search.',
    guide: 'An empty result is a Bundle without entries; nothing says that answers conform to this profile.',
    treatedAs:
      'Base Bundle is expected; the profile is applied where it is declared, as warnings, or where the caller asks for it.',
    effects: [{ kind: 'declared', profile: `${NHS}GPConnect-Searchset-Bundle-1` }],
  },
  {
    id: 'full-url',
    artefact: 'Base STU3 speaks of a fullUrl in each entry (bdl-7 and its kin).',
    guide: 'fullUrl should not be there.',
    treatedAs: 'An absent fullUrl is right; references are resolved by type and id as well.',
    effects: [{ kind: 'general', because: 'no rule asks for a fullUrl; a Bundle is indexed by type and id too' }],
  },
  {
    id: 'patient-name-slices',
    artefact: 'Every official name matches two slices of CareConnect-GPC-Patient-1 (2020-05): official, and other.',
    guide: 'The later vintage dropped the slice other.',
    treatedAs: 'The first matching slice in their order counts.',
    effects: [
      {
        kind: 'finding',
        rule: 'slice.ambiguous',
        profile: `${NHS}CareConnect-GPC-Patient-1`,
        element: 'Patient.name',
        outcome: 'drop',
      },
    ],
  },
  {
    id: 'open-at-end',
    artefact:
      'Identifiers and names are sliced openAtEnd with ordered=false; STU3 lets openAtEnd stand with ordered slices only.',
    guide: 'Nothing is said about an order.',
    treatedAs: 'Not enforced.',
    effects: [{ kind: 'general', because: 'openAtEnd is enforced in ordered slicings only' }],
  },
  {
    id: 'reason-binding',
    artefact:
      'Appointment.reason is bound to encounter-reason, required; the set needs SNOMED CT, and a text has no code.',
    guide: 'The consumer sends reason.text.',
    treatedAs: 'The binding is not checked; text alone is accepted.',
    effects: [
      {
        kind: 'finding',
        rule: 'binding.required',
        profile: `${NHS}GPConnect-Appointment-1`,
        element: 'Appointment.reason',
        outcome: 'drop',
        unchecked: true,
      },
    ],
  },
  {
    id: 'reason-in-responses',
    artefact: 'Appointment.reason is 0..1.',
    guide: 'A response must not carry it, and examples do.',
    treatedAs: 'No matter of the profile; the requirements BOOK-013, RETR-024 and READ-010 warn.',
    effects: [{ kind: 'general', because: 'the profile allows the element, so the validator is silent' }],
  },
  {
    id: 'description-in-requests',
    artefact: 'Appointment.description is 1..1.',
    guide: 'It is not in the list of mandatory data.',
    treatedAs: 'Its absence in a request is a warning (BOOK-042).',
    effects: [
      {
        kind: 'finding',
        rule: 'cardinality.min',
        profile: `${NHS}GPConnect-Appointment-1`,
        element: 'Appointment.description',
        role: 'request',
        outcome: 'warning',
      },
    ],
  },
  {
    id: 'spine-codes',
    artefact: 'The value set of Spine codes lacks ACCESS_DENIED and spells NO_ORGANISATIONAL_CONSENT.',
    guide: 'The error tables use ACCESS_DENIED and NO_ORGANISATION_CONSENT.',
    treatedAs: 'The codes of the guide are accepted, with a note.',
    effects: [
      {
        kind: 'finding',
        rule: 'binding.required',
        profile: `${NHS}GPConnect-OperationOutcome-1`,
        element: 'OperationOutcome.issue.details',
        actual:
          /^https:\/\/fhir\.nhs\.uk\/STU3\/(?:CodeSystem|ValueSet)\/Spine-ErrorOrWarningCode-1\|(?:ACCESS_DENIED|NO_ORGANISATION_CONSENT)$/,
        outcome: 'information',
      },
    ],
  },
  {
    id: 'spine-system',
    artefact: 'The profile fixes the system of Spine codes to the address of the code system.',
    guide: 'Every example gives the address of the value set.',
    treatedAs: 'The address of the value set is accepted with a warning (ERR-006).',
    effects: [
      {
        kind: 'finding',
        rule: 'value.fixed',
        profile: `${NHS}GPConnect-OperationOutcome-1`,
        element: 'OperationOutcome.issue.details.coding.system',
        actual: new RegExp(`^${SPINE_VALUE_SET}$`),
        outcome: 'warning',
      },
      { kind: 'alias', system: SPINE_VALUE_SET, means: SPINE_CODES },
    ],
  },
  {
    id: 'extensible-bindings',
    artefact: 'Delivery channel and practitioner role are extensible bindings over a complete code system.',
    guide: 'Nothing is said about other codes.',
    treatedAs: 'A code that its own code system lacks is a warning.',
    effects: [{ kind: 'general', because: 'a code outside an extensible binding is a warning' }],
  },
  {
    id: 'renamed-choices',
    artefact: 'Choices are narrowed by renaming their path (deceasedDateTime, valueCode).',
    guide: 'Nothing else is said.',
    treatedAs: 'Enforced: deceasedBoolean is an error.',
    effects: [{ kind: 'general', because: 'naming one form of a choice rules the others out' }],
  },
  {
    id: 'device-profile',
    artefact: 'GPConnect-Device-1 is referred to and not published.',
    guide: 'Nothing is said about it.',
    treatedAs: 'Base Device.',
    effects: [
      { kind: 'substitute', url: `${NHS}GPConnect-Device-1`, by: 'http://hl7.org/fhir/StructureDefinition/Device' },
    ],
  },
];

type Effect = Decision['effects'][number];

function effectsOf<K extends Effect['kind']>(
  kind: K,
): readonly (Extract<Effect, { kind: K }> & { readonly decision: Decision })[] {
  return DECISIONS.flatMap((decision) =>
    decision.effects.flatMap((effect) => (isKind(effect, kind) ? [{ ...effect, decision }] : [])),
  );
}

function isKind<K extends Effect['kind']>(effect: Effect, kind: K): effect is Extract<Effect, { kind: K }> {
  return effect.kind === kind;
}

const FINDINGS = effectsOf('finding');
const SUBSTITUTES = new Map(effectsOf('substitute').map(({ url, by }) => [url, by]));
const DECLARED = new Set(effectsOf('declared').map(({ profile }) => profile));
const ALIASES = new Map(effectsOf('alias').map(({ system, means }) => [system, means]));

/** The definition to use for this URL: itself, unless it was never published. */
export function substituteFor(url: string): string {
  return SUBSTITUTES.get(url) ?? url;
}

/** Whether a profile gives no more than warnings where a document declares it unasked. */
export function onlyWarnsWhenDeclared(profile: string): boolean {
  return DECLARED.has(profile);
}

/** The code system that another address stands for; undefined when it stands for none. */
export function systemBehind(system: string): string | undefined {
  return ALIASES.get(system);
}

/** What becomes of a finding: undefined when no decision concerns it. */
export function decisionOn(
  finding: Unplaced,
  role: Role | undefined,
): (FindingEffect & { readonly decision: Decision }) | undefined {
  return FINDINGS.find(
    (effect) =>
      effect.rule === finding.rule &&
      effect.element === finding.element &&
      effect.profile === finding.profile &&
      (effect.role === undefined || effect.role === role) &&
      (effect.actual === undefined || effect.actual.test(finding.actual ?? '')),
  );
}
