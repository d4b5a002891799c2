import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { supportedVersions, type FspiopVersion } from '../../connectors/mojaloop/api/media-type';
import { fineractUser } from '../kit/stack/dfsps';
import { writeTenantFiles } from '../kit/stack/tenant-files';
import { createTokenIssuer, type TokenIssuer } from '../kit/stack/tokens';
import { rsaKeyPair } from '../kit/signatures';
import { currency, payeesBank, payersBank } from './bank';
import type { ToolkitKeys } from './toolkit/toolkit';

/** The DFSP that the toolkit plays, whichever side. */
export const toolkitFsp = 'testingtoolkitdfsp';
/** A further one that it speaks for. */
export const otherFsp = 'anotherdfsp';

/** Answers COMMITTED, and is the tenant of requests without FSPIOP-Destination. */
export const committingPayee = 'lion';
/** Answers RESERVED and waits for PATCH. */
export const reservingPayee = 'buffalo';

const nameOf = (kind: string, version: FspiopVersion) => `${kind}-${version.replace('.', '-')}`;
/** Payers that speak a version; `hasty` ones wait for answers for as short a time as may be. */
export const patientPayer = (version: FspiopVersion) => nameOf('patient', version);
export const hastyPayer = (version: FspiopVersion) => nameOf('hasty', version);

/** Long enough for a busy machine. */
const patientTimers = { partyLookup: 'PT20S', quote: 'PT20S' };
const hastyTimers = {
  partyLookup: 'PT3S',
  quote: 'PT4S',
  transferExpiry: 'PT4S',
  transferAnswer: 'PT5S',
  askTransferState: 'PT1S',
  payerDecision: 'PT4S',
  requestToPay: 'PT3S',
};

interface TenantPlan {
  readonly name: string;
  readonly bank: string;
  readonly mojaloop: object;
  readonly channel?: object;
}

const tenants: readonly TenantPlan[] = [
  ...([committingPayee, reservingPayee] as const).map((name): TenantPlan => {
    const transferAnswer = name === committingPayee ? 'COMMITTED' : 'RESERVED';
    // Unlike a Mojaloop switch, the toolkit hands GET /transfers/{ID} on to the payee's DFSP.
    const mojaloop = { transferAnswer, handsOnTransferQuestions: true };
    return { name, bank: payeesBank, mojaloop };
  }),
  ...supportedVersions.flatMap((version): TenantPlan[] => {
    // A toolkit that forwards says nothing of its own: there the payee's word is the switch's.
    const common = { bank: payersBank, mojaloop: { version, hubNames: ['Hub', committingPayee] } };
    return [
      { name: patientPayer(version), ...common, channel: { timers: patientTimers } },
      { name: hastyPayer(version), ...common, channel: { timers: hastyTimers } },
    ];
  }),
];

/** Writes their files; answers who makes tokens for whose apps. */
export function writeTenants(
  directory: string,
  peers: { readonly switch: string; readonly fineract: string; readonly callbacks: string },
  signatures: object | undefined,
): ReadonlyMap<string, TokenIssuer> {
  const issuers = new Map<string, TokenIssuer>();
  const files = tenants.map(({ name, bank, mojaloop, channel = {} }) => {
    const tokens = createTokenIssuer(`https://identity.${name}.example`);
    issuers.set(name, tokens);
    const baseUrl = `${peers.fineract}/fineract-provider`;
    // Who is asked for money has asked for nothing: they hear it here.
    const callbacks = { allowed: [peers.callbacks], default: peers.callbacks };
    return {
      name,
      currency,
      tokens,
      switch: peers.switch,
      fineract: { baseUrl, fineractTenantId: bank, ...fineractUser },
      sections: {
        channel: { ...channel, callbacks },
        mojaloop: { ...mojaloop, ...(signatures && { signatures }) },
      },
    };
  });
  writeTenantFiles(directory, files);
  return issuers;
}

/** One key for all tenants of the hub, and one for the toolkit, whomever it speaks for. */
export function makeKeys(runDirectory: string): {
  readonly ofToolkit: ToolkitKeys;
  readonly ofHub: object;
} {
  const tenantNames = tenants.map(({ name }) => name);
  const hub = rsaKeyPair();
  const toolkit = rsaKeyPair();
  const folder = join(runDirectory, 'keys');
  const peers = join(folder, 'peers');
  mkdirSync(peers, { recursive: true });
  writeFileSync(join(folder, 'hub.pem'), hub.privatePem, { mode: 0o600 });
  for (const name of [toolkitFsp, otherFsp, 'Hub']) {
    writeFileSync(join(peers, `${name}.pem`), toolkit.publicPem);
  }
  for (const name of tenantNames) writeFileSync(join(peers, `${name}.pem`), hub.publicPem);
  return {
    ofToolkit: {
      privateKeyPem: toolkit.privatePem,
      publicKeysPem: Object.fromEntries(tenantNames.map((name) => [name, hub.publicPem])),
    },
    ofHub: {
      sign: { privateKeyPath: join(folder, 'hub.pem') },
      verify: { policy: 'require', putParties: 'require', keysDirectory: peers },
    },
  };
}
