/** One Spine error code: the texts the sources show for it, and the issue codes that belong to it. */
export interface SpineCode {
  /** From the guide's tables and examples and from both versions of the code system. */
  readonly displays: readonly string[];
  /** By the guide's error table; empty where no source gives one. */
  readonly issueCodes: readonly string[];
}

const code = (displays: string | readonly string[], ...issueCodes: readonly string[]): SpineCode => ({
  displays: [displays].flat(),
  issueCodes,
});

/** The Spine error codes of the guide's page 'Error handling' with the issue codes of its table. */
const ofTheGuide: Readonly<Record<string, SpineCode>> = {
  INVALID_IDENTIFIER_SYSTEM: code('Invalid identifier system', 'value'),
  INVALID_IDENTIFIER_VALUE: code('Invalid identifier value', 'value'),
  INVALID_NHS_NUMBER: code('Invalid NHS number', 'value'),
  INVALID_PATIENT_DEMOGRAPHICS: code('Invalid patient demographics', 'business-rule'),
  BAD_REQUEST: code(['Bad request', 'Submitted request is malformed/invalid'], 'invalid'),
  NO_PATIENT_CONSENT: code('Patient has not provided consent to share data', 'forbidden'),
  NO_ORGANISATION_CONSENT: code('Organisation has not provided consent to share data', 'forbidden'),
  NO_ORGANISATIONAL_CONSENT: code('Organisation has not provided consent to share data', 'forbidden'),
  ACCESS_DENIED: code(['Access denied', 'Access has been denied to process this request'], 'forbidden'),
  'ACCESS DENIED': code(['Access denied', 'Access has been denied to process this request'], 'forbidden'),
  ORGANISATION_NOT_FOUND: code(['Organisation not found', 'Organisation record not found'], 'not-found'),
  PATIENT_NOT_FOUND: code(['Patient not found', 'Patient record not found'], 'not-found'),
  PRACTITIONER_NOT_FOUND: code(['Practitioner not found', 'Practitioner record not found'], 'not-found'),
  NO_RECORD_FOUND: code('No record found', 'not-found'),
  DUPLICATE_REJECTED: code(
    [
      'Create would lead to creation of a duplicate resource',
      'Create or update would lead to creation of a duplicate resource',
      'Create would lead to creation of duplicate resource',
      'Create or update would lead to creation of duplicate resource',
    ],
    'duplicate',
  ),
  FHIR_CONSTRAINT_VIOLATION: code('FHIR constraint violated'),
  INVALID_RESOURCE: code(
    ['Invalid validation of resource', 'Submitted resource is invalid', 'Invalid resource'],
    'invalid',
  ),
  INVALID_PARAMETER: code(['Invalid parameter', 'Submitted parameter is invalid'], 'invalid'),
  REFERENCE_NOT_FOUND: code(['Reference not found', 'FHIR resource reference not found'], 'invalid'),
  INTERNAL_SERVER_ERROR: code(['Unexpected internal server error', 'Internal server error'], 'processing', 'exception'),
  NOT_IMPLEMENTED: code(['Not implemented', 'Functionality not implemented'], 'not-supported'),
  UNSUPPORTED_MEDIA_TYPE: code('Unsupported media type'),
};

/** Codes of the code system, in either vintage, for which the guide has no row. */
const ofTheCodeSystem: Readonly<Record<string, SpineCode>> = {
  INVALID_CODE_SYSTEM: code('Invalid code system'),
  INVALID_CODE_VALUE: code('Invalid code value'),
  INVALID_VALUE: code('An input field has an invalid value for its type'),
  CONFLICTING_VALUES: code('Conflicting values have been specified in different fields'),
  INVALID_ELEMENT: code('Invalid element'),
  AUTHOR_CREDENTIALS_ERROR: code('Author credentials error'),
  REQUEST_UNMATCHED: code('Request does not match authorisation token'),
  MESSAGE_NOT_WELL_FORMED: code('Message not well formed'),
  PATIENT_SENSITIVE: code('Patient sensitive'),
  NO_RELATIONSHIP: code('No legitimate relationship exists with this patient'),
  FLAG_ALREADY_SET: code('Flag value was already set'),
  INVALID_REQUEST_STATE: code('The request exists but is not in an appropriate state for the call to succeed'),
  INVALID_REQUEST_TYPE: code('The type of request is not supported by the API call'),
  ASID_CHECK_FAILED: code("The sender or receiver's ASID is not authorised for this interaction"),
  MISSING_OR_INVALID_HEADER: code('There is a required header missing or invalid'),
  ACCESS_DENIED_SSL: code('SSL Protocol or Cipher requirements not met'),
  MSG_RESOURCE_ID_FAIL: code('Client is not permitted to assign an id'),
  RESOURCE_CREATED: code('New resource created'),
  RESOURCE_DELETED: code('Resource removed'),
  RESOURCE_UPDATED: code('Resource has been successfully updated'),
  INVALID_REQUEST_MESSAGE: code('Invalid request message'),
  DEPRECATED: code('Event message type has been deprecated'),
  NO_LONGER_SUPPORTED: code('Event message type is no longer supported'),
  WITHDRAWN: code('Event message type has been withdrawn'),
};

/** Every Spine error code a source knows, by its code. */
export const spineCodes: Readonly<Record<string, SpineCode>> = { ...ofTheGuide, ...ofTheCodeSystem };

/** Codes that only the OpenAPI file has (ERR-040). */
export const openApiCodes: readonly string[] = ['VALIDATION_ERROR', 'UNSUPPORTED_VALUE'];

/** The codes of the STU3 value set issue-type. */
export const issueTypes: ReadonlySet<string> = new Set(
  (
    'invalid structure required value invariant security login unknown expired forbidden suppressed processing ' +
    'not-supported duplicate not-found too-long code-invalid extension too-costly business-rule conflict incomplete ' +
    'transient lock-error no-store exception timeout throttled informational'
  ).split(' '),
);
