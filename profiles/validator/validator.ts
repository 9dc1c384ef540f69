/** Validates documents: reads the bytes, walks the value by its profiles, puts every finding in its place. */

import { openDefinitions } from '../definitions/store.js';
import type { Vintage } from '../definitions/model.js';
import type { DefinitionStore } from '../definitions/store.js';
import { Compiler } from './compile/compiler.js';
import type { Role } from './decisions.js';
import { pathOf, type Finding, type Unplaced } from './finding.js';
import type { Format, ParsedDocument } from './parse/document.js';
import { parseWith } from './parse/parse.js';
import type { Report, Unchecked } from './walk/report.js';
import { walkRoot } from './walk/resource.js';
import { Walk } from './walk/walk.js';

/** Which definitions to use: the NHS vintage (default `2020-05`), and a folder or .tgz of official ones to go before. */
export interface ValidatorOptions {
  readonly vintage?: Vintage;
  readonly definitions?: string;
}

/** How to look at one document. */
export interface ValidateOptions {
  /** Told by the first character when not given. */
  readonly format?: Format;
  /** Profiles that the interaction asks of the document, besides those it declares. */
  readonly profiles?: readonly string[];
  /** Profiles asked of the entries of a Bundle, each applied to entries of its type. */
  readonly entryProfiles?: readonly string[];
  /** Who sent it; some decisions are kinder to requests. */
  readonly role?: Role;
  /** What `parseDocument` read from the same bytes, where that is known, so that they are not read again. */
  readonly document?: ParsedDocument;
}

/** Something that could not be judged: neither right nor wrong. */
export interface NotChecked {
  readonly path: string;
  readonly what: string;
  readonly why: string;
}

/** The verdict on one document. */
export interface Validation {
  /** True when no finding is an error. */
  readonly valid: boolean;
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly document: ParsedDocument;
  readonly notChecked: readonly NotChecked[];
}

/** Validates as many documents as wanted; what it learns of the definitions it keeps. */
export interface Validator {
  readonly definitions: DefinitionStore;
  /** Never throws for anything in the bytes. */
  validate(bytes: Uint8Array, options?: ValidateOptions): Validation;
}

/**
 * A validator for one set of definitions.
 * @throws Problem `usage` when `definitions` names a source that cannot be read.
 */
export function createValidator({ vintage, definitions }: ValidatorOptions = {}): Validator {
  const store = openDefinitions({
    ...(vintage !== undefined && { vintage }),
    ...(definitions !== undefined && { source: definitions }),
  });
  return validatorOver(store);
}

/** A validator over definitions that are open already. */
export function validatorOver(store: DefinitionStore): Validator {
  const compiler = new Compiler(store);
  return { definitions: store, validate: (bytes, options) => validate(compiler, bytes, options) };
}

function validate(compiler: Compiler, bytes: Uint8Array, options: ValidateOptions = {}): Validation {
  const document = options.document ?? parseWith(compiler, bytes, options.format);
  const walk = new Walk({ compiler, document, role: options.role, entryProfiles: options.entryProfiles ?? [] });
  // What is left of a text that broke off would only give findings about what is missing.
  if (document.complete) walkRoot(walk, document.value, options.profiles ?? []);
  const { report } = walk;
  const { root } = document;
  const expectedType = options.profiles?.map((url) => compiler.profile(url)?.type).find((type) => type !== undefined);
  const findings = [
    ...document.findings,
    ...report.findings.map((finding) =>
      placed(finding, document, finding.pointer === '/resourceType' ? (expectedType ?? root) : root),
    ),
    ...leftOut(report, root),
  ];
  findings.sort((one, other) => one.line - other.line || one.column - other.column);
  return {
    valid: !report.hasErrors && document.findings.every((finding) => finding.severity !== 'error'),
    findings,
    document,
    notChecked: report.unchecked.map((each) => unchecked(each, root)),
  };
}

function placed(finding: Unplaced, document: ParsedDocument, root: string): Finding {
  return { ...finding, path: pathOf(root, finding.pointer), ...document.positionOf(finding.pointer) };
}

function unchecked({ pointer, what, why }: Unchecked, root: string): NotChecked {
  return { path: pathOf(root, pointer), what, why };
}

function leftOut(report: Report, root: string): readonly Finding[] {
  const { error, warning, information } = report.leftOut();
  const total = error + warning + information;
  if (total === 0) return [];
  return [
    {
      rule: 'limit.findings',
      severity: error > 0 ? 'error' : 'warning',
      path: root,
      pointer: '',
      line: 1,
      column: 1,
      message: `${total} more findings were left out: ${error} errors, ${warning} warnings, ${information} notes`,
      expected: 'fewer findings',
      actual: String(report.findings.length + total),
    },
  ];
}
