/**
 * The primitive types of STU3: how JSON writes them, and when a text is one of their values. The lexical rules are those
 * of 3.0.2 (3.0.1 gives none for instant and lets day 00 pass) in forms that take time linear in the length of the text.
 */

import { calendarProblem } from './calendar.js';

/** What is wrong with a text as a value of its type. */
export interface FormatProblem {
  readonly rule: 'primitive.format' | 'primitive.length' | 'primitive.empty';
  readonly severity?: 'warning';
  readonly expected: string;
}

/** One primitive type. `problem` gives nothing when the text is a value of the type. */
export interface PrimitiveType {
  readonly name: string;
  /** `typeof` of the JSON value. */
  readonly json: 'string' | 'number' | 'boolean';
  problem(text: string): FormatProblem | undefined;
}

/** Strings SHALL NOT be longer than 1 MB (STU3 datatypes, string). */
const LONGEST_STRING = 1024 * 1024;

/** What most strings are, told in one look: printable characters of ASCII, the first one no blank. */
const PLAIN = /^[!-~][ -~]*$/;

const wrong = (expected: string): FormatProblem => ({ rule: 'primitive.format', expected });

function stringProblem(text: string): FormatProblem | undefined {
  if (text.length < 1000 && PLAIN.test(text)) return undefined;
  if (text.length > LONGEST_STRING) return { rule: 'primitive.length', expected: 'at most 1048576 characters' };
  if (!/\S/.test(text)) return { rule: 'primitive.empty', severity: 'warning', expected: 'more than blanks' };
  // Control characters below U+0020 except tab, line feed and carriage return.
  return /[^\P{Cc}\t\n\r\x7F-\x9F]/u.test(text)
    ? { ...wrong('no control characters'), severity: 'warning' }
    : undefined;
}

function codeProblem(text: string): FormatProblem | undefined {
  return /^\s|\s\s|\s$/.test(text) ? wrong('a code: no blanks at its ends, single blanks inside') : undefined;
}

function uriProblem(text: string): FormatProblem | undefined {
  if (/\s/.test(text)) return wrong('a URI without blanks');
  if (text.startsWith('urn:oid:') && !OID.test(text)) return wrong('urn:oid: and an object identifier');
  if (text.startsWith('urn:uuid:') && !UUID.test(text)) return wrong('urn:uuid: and a UUID in small letters');
  return undefined;
}

function base64Problem(text: string): FormatProblem | undefined {
  const digits = text.replaceAll(/\s+/g, '');
  const complete = digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits);
  return complete ? undefined : wrong('base64 in groups of four characters');
}

const OID = /^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/;
const UUID = /^urn:uuid:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const ZONE = '(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?';
const INSTANT = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT${TIME}${ZONE}$`);
const DATE_TIME = new RegExp(`^\\d{4}(?:-\\d\\d(?:-\\d\\d(?:T${TIME}${ZONE})?)?)?$`);
const DATE = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/;
const TIME_OF_DAY = new RegExp(`^${TIME}$`);

/** A dated text must match its form and name a day that exists. */
const dated =
  (form: RegExp, example: string) =>
  (text: string): FormatProblem | undefined => {
    if (!form.test(text)) return wrong(example);
    const problem = calendarProblem(text);
    return problem === undefined ? undefined : wrong(problem);
  };

const shaped =
  (form: RegExp, expected: string) =>
  (text: string): FormatProblem | undefined =>
    form.test(text) ? undefined : wrong(expected);

/** Whole numbers of 32 bits, from `least` on. */
const whole =
  (form: RegExp, least: number, expected: string) =>
  (text: string): FormatProblem | undefined => {
    const inRange = form.test(text) && Number(text) >= least && Number(text) <= 2147483647;
    return inRange ? undefined : wrong(expected);
  };

const INTEGER = /^(?:0|[-+]?[1-9]\d*)$/;

const TYPES: readonly PrimitiveType[] = [
  { name: 'boolean', json: 'boolean', problem: shaped(/^(?:true|false)$/, 'true or false') },
  { name: 'integer', json: 'number', problem: whole(INTEGER, -2147483648, 'a whole number of at most 32 bits') },
  { name: 'unsignedInt', json: 'number', problem: whole(INTEGER, 0, 'a whole number, 0 or more') },
  { name: 'positiveInt', json: 'number', problem: whole(INTEGER, 1, 'a whole number, 1 or more') },
  {
    name: 'decimal',
    json: 'number',
    problem: shaped(/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/, 'a decimal number without exponent'),
  },
  { name: 'string', json: 'string', problem: stringProblem },
  { name: 'markdown', json: 'string', problem: stringProblem },
  { name: 'code', json: 'string', problem: codeProblem },
  { name: 'id', json: 'string', problem: shaped(/^[A-Za-z0-9.-]{1,64}$/, '1 to 64 of the characters A-Z a-z 0-9 - .') },
  { name: 'uri', json: 'string', problem: uriProblem },
  { name: 'oid', json: 'string', problem: shaped(OID, 'urn:oid: and an object identifier') },
  { name: 'uuid', json: 'string', problem: shaped(UUID, 'urn:uuid: and a UUID in small letters') },
  { name: 'base64Binary', json: 'string', problem: base64Problem },
  { name: 'instant', json: 'string', problem: dated(INSTANT, 'an instant with zone, as 2031-02-10T09:00:00+00:00') },
  {
    name: 'dateTime',
    json: 'string',
    problem: dated(DATE_TIME, 'a date, or date and time with zone, as 2031-02-10T09:00:00+00:00'),
  },
  { name: 'date', json: 'string', problem: dated(DATE, 'a date, as 2031-02-10') },
  { name: 'time', json: 'string', problem: shaped(TIME_OF_DAY, 'a time of day, as 09:00:00') },
];

const BY_NAME = new Map(TYPES.map((type) => [type.name, type]));

/** Names under which XML Schema types appear in definitions (the ids of elements, the url of extensions). */
const XML_SCHEMA_NAMES: Readonly<Record<string, string>> = {
  'xs:string': 'string',
  'xsd:string': 'string',
  'xs:anyURI': 'uri',
  'xsd:anyURI': 'uri',
  'xs:boolean': 'boolean',
  'xs:int': 'integer',
};

/** The primitive type of this name; undefined when there is none. */
export function primitiveType(name: string): PrimitiveType | undefined {
  return BY_NAME.get(XML_SCHEMA_NAMES[name] ?? name);
}
