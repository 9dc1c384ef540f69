import { test, expect } from '@playwright/test';
import { createValidator, DECISIONS, type ValidateOptions, type Validation } from '../../../profiles/index.js';
import { bytesOfJson, documentOf, type Changeable } from './corpus.js';

const nhs = 'https://fhir.nhs.uk/STU3/StructureDefinition/';
const searchset = `${nhs}GPConnect-Searchset-Bundle-1`;
const spine = {
  codes: 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1',
  set: 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1',
};
const validator = createValidator();

function validate(id: string, change: (document: Changeable) => void, options: ValidateOptions = {}): Validation {
  const document = documentOf(id);
  change(document);
  return validator.validate(bytesOfJson(document), options);
}

const told = ({ findings }: Validation): readonly string[] =>
  findings.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`);
const unchanged = (): void => undefined;

function outcomeWith(system: string, code: string): Validation {
  return validate('outcome-bad-request', (document) => {
    document['issue'] = [{ severity: 'error', code: 'invalid', details: { coding: [{ system, code, display: 'x' }] } }];
  });
}

/** One test for each row of the table, by its id. */
const judged: Readonly<Record<string, () => void>> = {
  'entry-resource': () => {
    expect(told(validate('slots-small', unchanged, { profiles: [searchset] }))).toEqual([]);
  },
  'searchset-profile': () => {
    const empty = (document: Changeable): void => {
      document['meta'] = { profile: [searchset] };
      document['total'] = 0;
    };
    expect(validate('slots-empty', (document) => (document['total'] = 0)).findings).toEqual([]);
    const declared = validate('slots-empty', empty);
    expect(declared.valid).toBe(true);
    expect(told(declared)).toEqual(
      expect.arrayContaining(['warning cardinality.max Bundle.total', 'warning cardinality.min Bundle.entry']),
    );
    expect(validate('slots-empty', empty, { profiles: [searchset] }).valid).toBe(false);
  },
  'full-url': () => {
    expect(told(validate('slots-small', unchanged))).toEqual([]);
    const wrong = validate('slots-small', (document) => {
      const [slot] = document['entry'] as [{ resource: { schedule: object } }];
      slot.resource.schedule = { reference: 'Schedule/sch-31' };
      const [, schedule] = document['entry'] as [unknown, { resource: Changeable }];
      delete schedule.resource['meta'];
      schedule.resource['active'] = true;
    });
    expect(told(wrong), 'the Schedule is found by type and id and held against its profile').toEqual([
      'error cardinality.max Bundle.entry[1].resource.active',
    ]);
  },
  'patient-name-slices': () => {
    expect(told(validate('patient', unchanged))).toEqual([]);
    const twoOfficial = validate(
      'patient',
      (document) =>
        (document['name'] = [
          { use: 'official', family: 'A' },
          { use: 'official', family: 'B' },
        ]),
    );
    expect(told(twoOfficial)).toContain('error slice.max Patient.name');
  },
  'open-at-end': () => {
    expect(told(validate('patient', (document) => (document['identifier'] as unknown[]).reverse()))).toEqual([]);
  },
  'reason-binding': () => {
    const text = validate('appointment-maximal', (document) => (document['reason'] = [{ text: 'Persistent cough' }]));
    expect(told(text)).toEqual([]);
    expect(text.notChecked).toMatchObject([{ path: 'Appointment.reason[0]', what: 'binding' }]);
    const snomed = { coding: [{ system: 'http://snomed.info/sct', code: '25064002', display: 'Headache' }] };
    const coded = validate('appointment-maximal', (document) => (document['reason'] = [snomed]));
    expect(told(coded)).toEqual([]);
    expect(coded.notChecked).toMatchObject([{ path: 'Appointment.reason[0]', what: 'binding' }]);
    const twice = validate('appointment-maximal', (document) => (document['reason'] = [{ text: 'a' }, { text: 'b' }]));
    expect(told(twice), 'only the binding is let off').toContain('error cardinality.max Appointment.reason');
  },
  'reason-in-responses': () => {
    expect(
      validate('appointment-maximal', (document) => (document['reason'] = [{ text: 'x' }]), { role: 'response' }).valid,
    ).toBe(true);
  },
  'description-in-requests': () => {
    const without = (document: Changeable): void => void delete document['description'];
    expect(told(validate('booking-request', without, { role: 'request' }))).toEqual([
      'warning cardinality.min Appointment.description',
    ]);
    expect(validate('appointment-minimal', without, { role: 'response' }).valid).toBe(false);
    expect(validate('appointment-minimal', without).valid).toBe(false);
  },
  'spine-codes': () => {
    for (const code of ['ACCESS_DENIED', 'NO_ORGANISATION_CONSENT']) {
      expect(told(outcomeWith(spine.codes, code))).toEqual([
        'information binding.required OperationOutcome.issue[0].details',
      ]);
    }
    expect(told(outcomeWith(spine.codes, 'NOT_ALLOWED'))).toEqual([
      'error binding.required OperationOutcome.issue[0].details',
    ]);
  },
  'spine-system': () => {
    expect(told(outcomeWith(spine.set, 'BAD_REQUEST'))).toEqual([
      'warning value.fixed OperationOutcome.issue[0].details.coding[0].system',
    ]);
    expect(outcomeWith(spine.set, 'NOT_ALLOWED').valid).toBe(false);
    expect(outcomeWith('urn:another', 'BAD_REQUEST').valid).toBe(false);
  },
  'extensible-bindings': () => {
    const fax = validate(
      'slot',
      (document) =>
        (document['extension'] = [{ url: `${nhs}Extension-GPConnect-DeliveryChannel-2`, valueCode: 'Fax' }]),
    );
    expect(told(fax)).toEqual(['warning binding.extensible Slot.extension[0].valueCode']);
  },
  'renamed-choices': () => {
    expect(told(validate('patient', (document) => (document['deceasedBoolean'] = false)))).toEqual([
      'error choice.type Patient.deceasedBoolean',
    ]);
    expect(told(validate('patient', (document) => (document['deceasedDateTime'] = '2030-01-01')))).toEqual([]);
  },
  'device-profile': () => {
    const withActor = (reference: string) => (document: Changeable) =>
      void (document['participant'] = [{ actor: { reference }, status: 'accepted' }]);
    expect(told(validate('appointment-minimal', withActor('Device/1')))).toEqual([]);
    expect(validate('appointment-minimal', withActor('Slot/1')).valid).toBe(false);
  },
};

test.describe('where the artefacts contradict the guide', () => {
  for (const { id, treatedAs } of DECISIONS) {
    test(`${id}: ${treatedAs}`, () => {
      const judge = judged[id];
      expect(judge, 'a decision without a test').toBeDefined();
      judge?.();
    });
  }

  test('no test is left for a decision that is gone', () => {
    expect(Object.keys(judged).sort()).toEqual(DECISIONS.map(({ id }) => id).sort());
  });
});
