import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import type { TlsOffer } from '../../../fixtures/transport/handshake.js';
import { isLoopback } from '../../../fixtures/transport/way.js';
import {
  approvedCiphersOnly,
  certificateDemanded,
  modernTlsAgreed,
  noneAgreed,
  overPlainHttp,
  plainHttpRefused,
  type Offered,
} from '../../../requirements/security.js';

const transportIds = ['SEC-009', 'SEC-010', 'SEC-011', 'SEC-021', 'HDR-014'] as const;

/** What is offered to a server. Old versions and suites need OpenSSL's lowest security level to be offered at all. */
const offers = {
  latest: { words: 'TLS 1.2 or later', offer: { minVersion: 'TLSv1.2' } },
  approved: {
    words: 'TLS 1.2 with the approved suites',
    offer: { maxVersion: 'TLSv1.2', ciphers: 'AESGCM+EECDH:AESGCM+EDH:AES256+EECDH:AES256+EDH' },
  },
  weak: [
    { words: 'AES128-SHA256', offer: { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA256:@SECLEVEL=0' } },
    { words: 'suites without encryption', offer: { maxVersion: 'TLSv1.2', ciphers: 'eNULL:@SECLEVEL=0' } },
    {
      words: 'every suite of TLS 1.2 but the approved ones',
      offer: {
        maxVersion: 'TLSv1.2',
        ciphers: 'ALL:COMPLEMENTOFALL:!AESGCM+EECDH:!AESGCM+EDH:!AES256+EECDH:!AES256+EDH:@SECLEVEL=0',
      },
    },
  ],
  former: [
    { words: 'TLS 1.1', offer: { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } },
    { words: 'TLS 1.0', offer: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } },
  ],
} as const;

interface OfferInWords {
  readonly words: string;
  readonly offer: TlsOffer;
}

test(
  'the way to the provider is HTTPS with current versions and suites, and nothing else',
  shows(...transportIds),
  judged(async (spec) => {
    const base = new URL(spec.practice.baseUrl);
    if (base.protocol === 'http:') return judgePlainHttp(spec, base);
    const { bare, verify, consumer } = spec;
    const offered = async ({ words, offer }: OfferInWords): Promise<Offered> => ({
      words,
      result: await bare.offerTls(base, offer),
    });
    const inTurn = async (several: readonly OfferInWords[]): Promise<readonly Offered[]> => {
      const results: Offered[] = [];
      for (const one of several) results.push(await offered(one));
      return results;
    };
    const latest = await offered(offers.latest);
    const approved = await offered(offers.approved);
    const [plain, secure] = [await bare.askInPlainHttp(base), await bare.askInHttps(base)];
    await verify('SEC-009', { plain, secure }, plainHttpRefused);
    await verify('SEC-010', [latest, approved], modernTlsAgreed);
    await verify('SEC-011', { latest, approved, weak: await inTurn(offers.weak) }, approvedCiphersOnly);
    await verify('SEC-021', await inTurn(offers.former), noneAgreed);
    await consumer.capabilities();
  }),
);

test(
  'a provider that is said to demand client certificates answers nobody without one',
  shows('SEC-012'),
  judged(async (spec) => {
    const { target, practice, bare, verify, trial } = spec;
    evidenceAt(spec);
    if (target.declares.mutualTls !== true || target.tls.cert === undefined) return;
    const base = new URL(practice.baseUrl);
    if (base.protocol === 'http:') return trial.notApplicable('SEC-012', 'the provider is reached over plain HTTP');
    const [without, shown] = [await bare.askWithoutCertificate(base), await bare.askInHttps(base)];
    await verify('SEC-012', { without, shown }, certificateDemanded);
  }),
);

/** On the loopback nothing needs protection; to any other host plain HTTP breaks every one of the requirements. */
async function judgePlainHttp({ trial, verify, practice }: SpecFixtures, base: URL): Promise<void> {
  for (const id of transportIds) {
    if (isLoopback(base)) trial.notApplicable(id, 'the provider is reached over plain HTTP on the loopback');
    else await verify(id, practice.baseUrl, overPlainHttp);
  }
}
