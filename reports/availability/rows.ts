import type { ChannelOffer, SweptPractice } from '../../fixtures/federation/swept.js';

/** The practices of a sweep in the order in which they were done, to be gone through once for each report. */
export type SweptPractices = () => AsyncIterable<SweptPractice>;

/** The columns of the table of practices and what stands in them; a practice not asked has no ranges. */
export const columns: readonly (readonly [name: string, value: (practice: SweptPractice) => string])[] = [
  ['practice', ({ practice }) => practice],
  ['name', ({ name }) => name],
  ['outcome', ({ outcome }) => outcome],
  ['slots', ({ slots }) => String(slots)],
  ['earliest', ({ earliest }) => earliest ?? ''],
  ['earliestChannel', ({ channels }) => channels[0]?.channel ?? ''],
  ['bookable', ({ bookable }) => bookable ?? ''],
  ['channels', ({ channels }) => channels.map(channelInWords).join('; ')],
  ['attempts', ({ attempts }) => String(attempts.length)],
  ['from', ({ attempts }) => attempts[0]?.from ?? ''],
  ['to', ({ attempts }) => attempts.at(-1)?.to ?? ''],
  ['requests', ({ requests }) => String(requests)],
  ['ms', ({ ms }) => String(ms)],
  ['broken', (practice) => idsOf(practice, 'fail').join(' ')],
  ['warned', (practice) => idsOf(practice, 'warn').join(' ')],
  ['reason', ({ reason }) => reason ?? ''],
  ['exchanges', ({ exchanges }) => exchanges.join(' ')],
  ['at', ({ at }) => at],
  ['baseUrl', ({ baseUrl }) => baseUrl],
];

/** The requirements that a practice broke (`fail`), or did not quite meet (`warn`). */
export const idsOf = ({ findings }: SweptPractice, outcome: 'fail' | 'warn'): readonly string[] =>
  findings.filter((finding) => finding.outcome === outcome).map(({ id }) => id);

/** `In-person 12 from 2026-11-23 09:00`. */
export const channelInWords = ({ channel, slots, earliest }: ChannelOffer): string =>
  `${channel} ${slots} from ${clockTime(earliest)}`;

/** `2026-11-23T09:00:00+00:00` as `2026-11-23 09:00`. */
export const clockTime = (time: string): string => time.slice(0, 16).replace('T', ' ');
