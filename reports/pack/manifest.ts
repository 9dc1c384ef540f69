import { createHash } from 'node:crypto';
import { Ajv } from 'ajv';
import { messageOf, Problem } from '../../problem.js';

/** The two files of a pack that speak of the others. */
export const manifestFile = 'manifest.json';
export const manifestHashFile = 'manifest.sha256';

/** Every file of an evidence pack with its size in bytes and its SHA-256 in hexadecimal. */
export interface Manifest {
  readonly manifestVersion: '1.0';
  /** Id of the run. */
  readonly run: string;
  readonly files: readonly PackedFile[];
}

export interface PackedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

const isManifest = new Ajv({ strict: false }).compile<Manifest>({
  type: 'object',
  required: ['manifestVersion', 'run', 'files'],
  additionalProperties: false,
  properties: {
    manifestVersion: { const: '1.0' },
    run: { type: 'string' },
    files: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'size', 'sha256'],
        additionalProperties: false,
        properties: {
          path: { type: 'string', minLength: 1 },
          size: { type: 'integer', minimum: 0 },
          sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        },
      },
    },
  },
});

/** Reads a manifest. Throws a `usage` Problem where the text is none of this version. */
export function manifestFrom(text: string, where: string): Manifest {
  const mend = 'Restore the pack as it was made';
  try {
    const content: unknown = JSON.parse(text);
    if (isManifest(content)) return content;
  } catch (cause) {
    throw new Problem('usage', { what: `${manifestFile} is not JSON: ${messageOf(cause)}`, where, mend, cause });
  }
  throw new Problem('usage', { what: `${manifestFile} is no manifest of version 1.0`, where, mend });
}

/** SHA-256 of a text in hexadecimal. */
export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
