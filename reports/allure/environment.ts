import { oneLine } from '../untrusted-text.js';
import { unverified } from '../verification.js';

/** What Allure may be told of a run. Everything else, and first of all the environment's variables, stays out. */
export interface AllureFacts {
  readonly target: {
    readonly name: string;
    readonly tls?: { readonly rejectUnauthorized: boolean };
    readonly practices: readonly { readonly odsCode: string; readonly name: string; readonly baseUrl: string }[];
  };
  readonly run: { readonly runId: string; readonly startedAt: string };
}

/**
 * The environment page of the Allure report: target, practices, run and runtime, from a fixed list and without
 * credentials in URLs.
 */
export function environmentInfo({ target, run }: AllureFacts): Record<string, string> {
  const practices = target.practices.map(({ odsCode, name, baseUrl }) => [
    `Practice ${oneLine(odsCode, 20)}`,
    oneLine(`${name}, ${withoutCredentials(baseUrl)}`),
  ]);
  return {
    Target: oneLine(target.name),
    ...(target.tls?.rejectUnauthorized === false && { 'TLS verification': unverified }),
    ...(Object.fromEntries(practices) as Record<string, string>),
    Run: run.runId,
    Started: run.startedAt,
    Node: process.versions.node,
    Platform: `${process.platform} ${process.arch}`,
  };
}

/** A URL may carry a password or a key; host and path say enough. */
function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)';
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
