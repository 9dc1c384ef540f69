import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceResult } from '../result.js';

/** Header lines as they were on the wire. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** What a report shows of an exchange's file. */
export interface RecordedExchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: HeaderLines;
    readonly body?: string;
  };
  readonly response?: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: HeaderLines;
    /** The body as text; undefined where it is not text or there is none. */
    readonly body?: string;
    /** How many bytes a body has that is not text. */
    readonly binaryBytes?: number;
  };
}

/** Gives the recorded form of an exchange by its id; undefined where its file is missing or cannot be read. */
export type RecordedExchanges = (id: string) => RecordedExchange | undefined;

/** The exchanges of a result from their files below the output folder, each read once and when it is first asked for. */
export function recordedExchanges(result: ConformanceResult, folder: string): RecordedExchanges {
  const files = new Map(result.exchanges.map(({ id, file }) => [id, file]));
  const known = new Map<string, RecordedExchange | undefined>();
  return (id) => {
    const file = files.get(id);
    if (file === undefined) return undefined;
    if (!known.has(id)) known.set(id, readExchange(join(folder, file)));
    return known.get(id);
  };
}

/** A report without one exchange is better than no report, so a file that is gone or broken is said to be unknown. */
function readExchange(file: string): RecordedExchange | undefined {
  try {
    return shaped(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function shaped(content: unknown): RecordedExchange | undefined {
  const request = part(content, 'request');
  if (request === undefined) return undefined;
  const response = part(content, 'response');
  const body = textOf(request, 'body');
  return {
    request: {
      method: textOf(request, 'method') ?? '',
      url: textOf(request, 'url') ?? '',
      headers: headersOf(request),
      ...(body !== undefined && { body }),
    },
    ...(response !== undefined && { response: responseOf(response) }),
  };
}

function responseOf(response: object): NonNullable<RecordedExchange['response']> {
  const status: unknown = Reflect.get(response, 'status');
  const body = textOf(response, 'body');
  const binary = textOf(response, 'bodyBase64');
  return {
    status: typeof status === 'number' ? status : 0,
    statusText: textOf(response, 'statusText') ?? '',
    headers: headersOf(response),
    ...(body !== undefined && { body }),
    ...(binary !== undefined && { binaryBytes: Buffer.byteLength(binary, 'base64') }),
  };
}

function part(content: unknown, name: string): object | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const value: unknown = Reflect.get(content, name);
  return typeof value === 'object' && value !== null ? value : undefined;
}

function textOf(content: object, name: string): string | undefined {
  const value: unknown = Reflect.get(content, name);
  return typeof value === 'string' ? value : undefined;
}

function headersOf(content: object): HeaderLines {
  const lines: unknown = Reflect.get(content, 'headers');
  if (!Array.isArray(lines)) return [];
  return lines.filter(Array.isArray).map(([name, value]: unknown[]) => [String(name), String(value)] as const);
}
