import type { ParsedDocument } from '../profiles/index.js';
import type { Interaction } from './catalogue.js';
import { Node } from './node.js';

/** Header lines as they came: name in its own case, in order, repeated where it was repeated. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** What the consumer asked for in an interaction, as far as an answer can be judged against it. */
export interface AskedFor {
  readonly 'slot-search': {
    readonly start: string;
    readonly end: string;
    readonly recurse: readonly string[];
    readonly filters: readonly string[];
  };
  readonly book: {
    readonly appointment: unknown;
    /** What was sent is wrong on purpose: where it is accepted, only the requirement that has it refused is judged. */
    readonly isFlawed?: true;
  };
  /** The bounds are empty where the query has none. */
  readonly retrieve: { readonly patientId: string; readonly from: string; readonly to: string };
  readonly read: { readonly id: string };
  readonly cancel: {
    readonly id: string;
    readonly versionId: string;
    /** The appointment as last seen, and as it was sent. */
    readonly before: unknown;
    readonly sent: unknown;
  };
  /** A request in another format, without token or with further headers is judged where it is made on purpose. */
  readonly metadata: { readonly isChanged?: true };
  /** A request outside the documented interactions: another path, verb or type. */
  readonly other: { readonly method: string; readonly path: string };
}

/** The documented interactions, and requests that are none of them. */
export type AskedInteraction = Interaction | 'other';

/** What the body of an answer turned out to be, read once from its recorded bytes. */
export type Content =
  | { readonly kind: 'empty' }
  | { readonly kind: 'fhir'; readonly document: ParsedDocument }
  | { readonly kind: 'unreadable'; readonly document: ParsedDocument; readonly reason: string };

/** The facts about the practice that answered which a check may need. */
export interface AnsweringPractice {
  readonly odsCode: string;
  readonly baseUrl: string;
  readonly patientId: string | undefined;
  /** ODS codes of other organisations whose premises the practice uses (FED-003). */
  readonly otherPremises?: readonly string[];
}

/** Everything an answer is made of. */
export interface AnswerParts<I extends AskedInteraction = AskedInteraction> {
  readonly interaction: I;
  readonly asked: AskedFor[I];
  /** The id of the recorded exchange. */
  readonly exchange: string;
  readonly practice: AnsweringPractice;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: HeaderLines;
    readonly body: string;
  };
  /** When the request was sent, in ms since 1970 by the harness's clock. */
  readonly at: number;
  readonly status: number;
  readonly headers: HeaderLines;
  readonly bytes: Uint8Array;
  readonly content: Content;
  /** Milliseconds from sending the request to the last byte of the answer. */
  readonly ms: number;
}

/** A provider's answer to one interaction, as checks see it. Nothing in it changes and reading it never throws. */
export class Answer<I extends AskedInteraction = AskedInteraction> {
  /** What has been read of the body already: many checks look at the same resources. */
  private readonly read: { body?: Node; resources?: readonly Node[]; readonly entries: Map<string, readonly Node[]> } =
    {
      entries: new Map(),
    };

  constructor(readonly parts: AnswerParts<I>) {}

  get interaction(): I {
    return this.parts.interaction;
  }

  get asked(): AskedFor[I] {
    return this.parts.asked;
  }

  get exchange(): string {
    return this.parts.exchange;
  }

  get practice(): AnsweringPractice {
    return this.parts.practice;
  }

  /** When the request was sent, in ms since 1970: what 'today' and 'in the past' mean for this answer. */
  get at(): number {
    return this.parts.at;
  }

  get status(): number {
    return this.parts.status;
  }

  get succeeded(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** The body in its JSON form; a node without a value where there is none or it cannot be read. */
  get body(): Node {
    this.read.body ??= bodyOf(this.parts.content);
    return this.read.body;
  }

  /** All values of a header, by name in any case. */
  header(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    return this.parts.headers.filter(([line]) => line.toLowerCase() === wanted).map(([, value]) => value);
  }

  /** The resources of one type in a searchset; the body itself does not count. */
  entries(resourceType: string): readonly Node[] {
    const known = this.read.entries.get(resourceType);
    const found = known ?? this.resources.filter((resource) => resource.resourceType === resourceType);
    if (known === undefined) this.read.entries.set(resourceType, found);
    return found;
  }

  /** Every resource in a Bundle, in its order. */
  get resources(): readonly Node[] {
    this.read.resources ??= this.body
      .items('entry')
      .map((entry) => entry.at('resource'))
      .filter((resource) => resource.exists);
    return this.read.resources;
  }

  get slots(): readonly Node[] {
    return this.entries('Slot');
  }

  get appointments(): readonly Node[] {
    return this.entries('Appointment');
  }

  /** The issues of an OperationOutcome; empty for any other body. */
  get issues(): readonly Node[] {
    return this.body.resourceType === 'OperationOutcome' ? this.body.items('issue') : [];
  }

  /** The Spine error codes an OperationOutcome names. */
  get spineCodes(): readonly string[] {
    return this.issues.flatMap((issue) =>
      issue
        .at('details')
        .items('coding')
        .flatMap((coding) => coding.at('code').text ?? []),
    );
  }

  /** The answer in a few words: status and what the body says. */
  get inShort(): string {
    const codes = this.spineCodes.length > 0 ? ` ${this.spineCodes.join(', ')}` : '';
    const { content } = this.parts;
    const body = content.kind === 'fhir' ? (this.body.resourceType ?? 'no resource') : content.kind;
    return `${this.status}${codes || ` (${body})`}`;
  }
}

function bodyOf(content: Content): Node {
  const value = content.kind === 'fhir' ? content.document.value : undefined;
  return new Node(value, new Node(value, '').resourceType ?? 'body');
}
