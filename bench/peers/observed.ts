/** What a tool says of one provider. */
export interface Observed {
  /** By the clock. */
  readonly seconds: number;
  /** Everything it objects to, each once, in words that are the same wherever the same thing is wrong. */
  readonly findings: readonly string[];
  /** Why it did not come to its end. */
  readonly stopped?: string;
}

/** The findings that are not among those at the conformant provider, which are false alarms. */
export function beyond(falseAlarms: ReadonlySet<string>, { findings }: Observed): readonly string[] {
  return findings.filter((finding) => !falseAlarms.has(finding));
}
