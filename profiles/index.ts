/**
 * The profile validator as a library: read a FHIR STU3 document from its bytes, say what is wrong with it and where.
 *
 *     const validator = createValidator();
 *     const { valid, findings } = validator.validate(bytes, { profiles: [slotProfile] });
 */

export { createValidator, validatorOver } from './validator/validator.js';
export type { NotChecked, ValidateOptions, Validation, Validator, ValidatorOptions } from './validator/validator.js';
export { parseDocument } from './validator/parse/parse.js';
export type { Format, ParsedDocument } from './validator/parse/document.js';
export type { Finding, Position, Severity } from './validator/finding.js';
export { RULES } from './validator/rules.js';
export type { RuleId } from './validator/rules.js';
export { DECISIONS } from './validator/decisions.js';
export type { Decision, Role } from './validator/decisions.js';
