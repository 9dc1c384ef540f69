/** What is wrong with a path inside a pack: anything that would lead out of a folder into which it is unpacked; undefined for a safe one. */
export function pathFault(path: string): string | undefined {
  if (path === '' || path.length > 512) return 'is no path';
  if (/[\p{Cc}\\:]/u.test(path)) return 'holds characters that no path of a pack has';
  if (path.startsWith('/')) return 'is absolute';
  if (path.endsWith('/')) return 'is a folder';
  if (path.split('/').some((step) => step === '' || step === '.' || step === '..')) return 'leads out of the pack';
  return undefined;
}
