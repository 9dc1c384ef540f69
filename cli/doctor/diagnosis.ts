/** What one check of the doctor came to. `skip` means that an earlier one has to be mended first. */
export interface Diagnosis {
  readonly practice: string;
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'skip';
  readonly detail: string;
  readonly mend?: string;
}

/** The result of a check without its name and practice. */
export type Finding = Omit<Diagnosis, 'practice' | 'check'>;

export const ok = (detail: string): Finding => ({ state: 'ok', detail });
export const warn = (detail: string, mend: string): Finding => ({ state: 'warn', detail, mend });
export const fail = (detail: string, mend: string): Finding => ({ state: 'fail', detail, mend });
