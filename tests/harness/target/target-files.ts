/** Real target files in a folder of their own, for the tests of the loader and of the commands. */
import { join } from 'node:path';
import { isProblem } from '../../../problem.js';
import { folderWith } from '../temporary-folder.js';

/** Two practices, no token needed. */
export const plainTarget = `name: Example supplier
practices:
  - odsCode: A20047
    name: Example Surgery
    baseUrl: https://provider.example/A20047/STU3/1
    token: none
    patient: { nhsNumber: "9990548609", logicalId: "2" }
  - odsCode: B82617
    baseUrl: https://provider.example/B82617/STU3/1
    token: none
    patient: { nhsNumber: "9990548609" }
`;

/** The plain target with another token source at its first practice. */
export function withToken(source: string): string {
  return plainTarget.replace('token: none', () => `token: ${source}`);
}

/** The path of a fresh target.yaml with this text. */
export function targetFile(text: string, others: Readonly<Record<string, string>> = {}): string {
  return join(folderWith({ 'target.yaml': text, ...others }), 'target.yaml');
}

/** The words of the Problem('usage') that the work ends in; throws if it ends in none or in another. */
export function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (isProblem(thrown, 'usage')) return thrown.message;
    throw thrown;
  }
  throw new Error('expected a refusal, and there was none');
}
