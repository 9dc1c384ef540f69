import { request, type Dispatcher } from 'undici';
import { parse } from 'yaml';
import type { RunningProvider } from '../../../fixtures/provider/provider.js';
import { dateAfter, ukToday } from '../../../fixtures/provider/uk-time.js';

/** A small client for the tests of the provider: it sends what a test asks for, right or wrong, and reads the answer. */

/** A resource of an answer, read without assuming anything but that it is an object. */
// The tests read answers of many shapes by path; a wrong path is undefined and fails the expectation.
export type Tree = Record<string, unknown>;

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly text: string;
  /** The JSON body, or an empty object where the body is no JSON. */
  readonly json: Tree;
}

export interface Access {
  readonly baseUrl: string;
  readonly token: string;
  readonly patientId: string;
}

/** The parts of a target file that the tests use. */
interface TargetFile {
  readonly practices: readonly TargetPractice[];
  readonly otherPatient: { readonly token: { readonly static: string }; readonly logicalId: string };
  readonly evidence: Record<string, { readonly id: string; readonly start: string; readonly static: string }>;
}

interface TargetPractice {
  readonly odsCode: string;
  readonly baseUrl: string;
  readonly token: { readonly static: string };
  readonly patient: { readonly logicalId: string };
}

export function targetOf(provider: RunningProvider, odsCode = 'A20047'): TargetFile {
  return parse(provider.targetFile({ practices: [odsCode], federation: [] })) as TargetFile;
}

/** The main patient's access at a practice, as the target file gives it. */
export function accessTo(provider: RunningProvider, odsCode: string): Access {
  const [entry] = targetOf(provider, odsCode).practices;
  if (entry === undefined) throw new Error(`the target file has no ${odsCode}`);
  return { baseUrl: entry.baseUrl, token: entry.token.static, patientId: entry.patient.logicalId };
}

/** The other patient's access at a practice. */
export function otherAccess(provider: RunningProvider, odsCode = 'A20047'): Access {
  const { otherPatient } = targetOf(provider, odsCode);
  return { ...accessTo(provider, odsCode), token: otherPatient.token.static, patientId: otherPatient.logicalId };
}

export interface Sending {
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly token?: string;
  readonly dispatcher?: Dispatcher;
}

/** Sends a request to a path below the service root; `path` goes out exactly as it is written. */
export async function send(access: Access, path: string, sending: Sending = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, body, token = access.token, dispatcher } = sending;
  const response = await request(`${access.baseUrl}${path}`, {
    method,
    headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body }),
    ...(dispatcher === undefined ? {} : { dispatcher }),
  });
  const text = await response.body.text();
  return { status: response.statusCode, headers: response.headers as Reply['headers'], text, json: jsonIn(text) };
}

/** Sends a FHIR JSON body. */
export function sendJson(access: Access, path: string, body: unknown, sending: Sending = {}): Promise<Reply> {
  return send(access, path, {
    method: 'POST',
    body: JSON.stringify(body),
    ...sending,
    headers: { 'content-type': 'application/fhir+json;charset=utf-8', ...sending.headers },
  });
}

/** A UK date so many days from today. */
export function day(offset: number, now = new Date()): string {
  return dateAfter(ukToday(now), offset);
}

/** A slot search over a range of dates or dateTimes; further parameters go out as written. */
export function searchPath(start: string, end: string, further = ''): string {
  const bound = (value: string) => value.replaceAll('+', '%2B').replaceAll(':', '%3A');
  return `/Slot?status=free&start=ge${bound(start)}&end=le${bound(end)}&_include=Slot:schedule${further}`;
}

export function retrievePath(access: Access, from: string, to: string): string {
  return `/Patient/${access.patientId}/Appointment?start=ge${from}&start=le${to}`;
}

/** The resources of a type among the entries of a Bundle. */
export function entries(reply: Reply, type?: string): Tree[] {
  const all = ((reply.json['entry'] ?? []) as { resource: Tree }[]).map(({ resource }) => resource);
  return type === undefined ? all : all.filter((resource) => resource['resourceType'] === type);
}

/** The free slots of a search from tomorrow on, in the order of the answer. */
export async function freeSlots(access: Access, from = 1, days = 6): Promise<Tree[]> {
  return entries(await send(access, searchPath(day(from), day(from + days))), 'Slot');
}

export interface BookingChoice {
  readonly slots: readonly Tree[];
  readonly patientId: string;
}

const STRUCTURES = 'https://fhir.nhs.uk/STU3/StructureDefinition';

/** A good booking body for slots that follow on from each other. */
export function bookingBody({ slots, patientId }: BookingChoice): Tree {
  return {
    resourceType: 'Appointment',
    meta: { profile: [`${STRUCTURES}/GPConnect-Appointment-1`] },
    contained: [
      {
        resourceType: 'Organization',
        id: 'org',
        identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X99999' }],
        name: 'Example consumer',
        telecom: [{ system: 'phone', value: '01632960000' }],
      },
    ],
    extension: [
      { url: `${STRUCTURES}/Extension-GPConnect-BookingOrganisation-1`, valueReference: { reference: '#org' } },
    ],
    status: 'booked',
    reason: [{ text: 'Sore throat' }],
    description: 'Booked by the patient',
    start: slots[0]?.['start'],
    end: slots.at(-1)?.['end'],
    slot: slots.map((slot) => ({ reference: `Slot/${String(slot['id'])}` })),
    created: `${day(0)}T00:00:00+00:00`,
    participant: [{ actor: { reference: `Patient/${patientId}` }, status: 'accepted' }],
  };
}

/** Books the slots for the access's patient. */
export function book(access: Access, slots: readonly Tree[]): Promise<Reply> {
  return sendJson(access, '/Appointment', bookingBody({ slots, patientId: access.patientId }));
}

export const CANCELLATION_REASON = `${STRUCTURES}/Extension-GPConnect-AppointmentCancellationReason-1`;

/** The body that cancels an appointment as last read. */
export function cancellationBody(appointment: Tree): Tree {
  const extension = [
    ...((appointment['extension'] ?? []) as Tree[]),
    { url: CANCELLATION_REASON, valueString: 'No longer needed' },
  ];
  return { ...appointment, status: 'cancelled', extension };
}

/** Cancels an appointment as last read, with its version. */
export function cancel(access: Access, appointment: Tree): Promise<Reply> {
  return putCancellation(access, appointment, cancellationBody(appointment));
}

/** Sends a body, good or not, to cancel an appointment as last read. */
export function putCancellation(access: Access, appointment: Tree, body: Tree, etag?: string): Promise<Reply> {
  return sendJson(access, `/Appointment/${String(appointment['id'])}`, body, {
    method: 'PUT',
    headers: { 'if-match': etag ?? `W/"${at(appointment, 'meta.versionId')}"` },
  });
}

/** The value at a path such as `issue.0.code`, as text; the empty text where there is nothing. */
export function at(tree: unknown, path: string): string {
  let value = tree;
  for (const name of path.split('.')) value = (value as Tree | undefined)?.[name];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Status, Spine code and issue code of a refusal as one text, such as `422 INVALID_RESOURCE invalid`. */
export function refusal(reply: Reply): string {
  const [spineCode, issueCode] = [at(reply.json, 'issue.0.details.coding.0.code'), at(reply.json, 'issue.0.code')];
  return `${reply.status} ${spineCode} ${issueCode}`;
}

function jsonIn(text: string): Tree {
  return text.startsWith('{') ? (JSON.parse(text) as Tree) : {};
}
