/** Where a source of the catalogue is to be read. */
export interface SourceLink {
  readonly name: string;
  readonly url: string;
}

const guide = 'https://simplifier.net/guide/GP-Connect-Patient-Facing-Appointments-Management';
const fhir = 'https://hl7.org/fhir/STU3/';

/** What a part of a source begins with, and the address it stands for. */
const places: readonly (readonly [beginning: RegExp, link: (found: RegExpExecArray) => SourceLink])[] = [
  [/^Simplifier guide .*/, () => ({ name: 'GP Connect (Patient Facing) Appointment Management, guide', url: guide })],
  [
    /^([\w-]+\/[\w-]+): ([\w./-]+\.\w+)/,
    ([, repository = '', path = '']) => ({
      name: `${repository}: ${path.slice(path.lastIndexOf('/') + 1)}`,
      url: `https://github.com/${repository}/blob/HEAD/${path}`,
    }),
  ],
  [
    /^(?:HL7 )?FHIR STU3 .*?(http\.html#\w+)/,
    ([, page = '']) => ({ name: `FHIR STU3, ${page}`, url: `${fhir}${page}` }),
  ],
  [/^(?:HL7 )?FHIR STU3/, () => ({ name: 'FHIR STU3', url: fhir })],
];

/** The places to which the source of a requirement points, each once; empty where it names none that is known. */
export function sourceLinks(source: string): readonly SourceLink[] {
  const found = source.split('; ').flatMap((part) => {
    for (const [beginning, link] of places) {
      const match = beginning.exec(part);
      if (match !== null) return [link(match)];
    }
    return [];
  });
  return [...new Map(found.map((one) => [one.url, one])).values()];
}
