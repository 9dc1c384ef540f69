/** The checks of the doctor, in the order in which a connection comes about. */
export const checks = [
  'name',
  'proxy',
  'connection',
  'tls',
  'token',
  'metadata',
  'patient',
  'slots',
  'clock',
  'rate',
] as const;

export type CheckName = (typeof checks)[number];

/** What a check came to. `not-done` means that it could not be made, mostly because an earlier one has to be mended first. */
export const states = ['ok', 'warn', 'fail', 'not-done'] as const;

export type State = (typeof states)[number];

/** What was measured or read, for programs: texts, numbers, lists and mappings of them. */
export type Facts = Readonly<Record<string, unknown>>;

/** The result of a check without its name and practice. */
export interface Finding {
  readonly state: State;
  readonly detail: string;
  /** What to do about it; always there on `warn` and `fail`. */
  readonly mend?: string;
  /** A stable name of the trouble, for programs and for docs/doctor.md; always there on `warn` and `fail`. */
  readonly problem?: string;
  /** On `fail`, the exit code it stands for: 3 no way to the practice or dead authorisation, 4 a run would be incomplete. */
  readonly exit?: 3 | 4;
  readonly facts?: Facts;
}

/** One check at one practice. */
export interface Diagnosis extends Finding {
  readonly practice: string;
  readonly check: CheckName;
}

/** A trouble with its stable name, in words, and how to mend it. */
export interface Trouble {
  readonly problem: string;
  readonly detail: string;
  readonly mend: string;
}

export const ok = (detail: string, facts?: Facts): Finding => ({ state: 'ok', detail, ...given(facts) });

export const notDone = (why: string): Finding => ({ state: 'not-done', detail: why });

/** Something that a run gets along with, or that may go wrong later. */
export const warn = (trouble: Trouble, facts?: Facts): Finding => ({ state: 'warn', ...trouble, ...given(facts) });

/** A run would leave requirements untested because of it. */
export const fail = (trouble: Trouble, facts?: Facts): Finding => ({
  state: 'fail',
  ...trouble,
  exit: 4,
  ...given(facts),
});

/** There is no way to the practice, or its authorisation is dead: a run would end as unreachable. */
export const cutOff = (trouble: Trouble, facts?: Facts): Finding => ({
  state: 'fail',
  ...trouble,
  exit: 3,
  ...given(facts),
});

const given = (facts: Facts | undefined): { facts?: Facts } => (facts === undefined ? {} : { facts });
