import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { supportedVersions, type FspiopVersion } from '../../connectors/mojaloop/api/media-type';
import { createApp, type App } from '../e2e/real/app';
import type { FineractControl } from '../simulators/fineract/control-client';
import { fineractUser } from '../stack/dfsps';
import { deployProcesses, startHubProcess } from '../stack/hub';
import { findFreePorts } from '../stack/ports';
import { startFineract } from '../stack/simulators';
import { writeTenantFiles, type TenantDescription } from '../stack/tenant-files';
import { createTokenIssuer } from '../stack/tokens';
import type { Say } from '../stack/toolbox/distribution';
import { startZeebe } from '../stack/zeebe';
import { bankSeeds, currency, payeesBank, payersBank } from './bank';
import { ensureConformancePackages } from './packages';
import { startRecorder, type Recorder } from './recorder';
import { rsaKeyPair } from '../support/signatures';
import { startToolkit, type Toolkit, type ToolkitKeys } from './toolkit/toolkit';

/** The hub, all of its roles, on a real broker, and the toolkit in the place of everybody else. */
export interface Stage {
  readonly toolkit: Toolkit;
  /** All that the hub sends goes through it to the toolkit. */
  readonly sent: Recorder;
  /** Where the toolkit's collections and callbacks go. */
  readonly hubUrl: string;
  readonly fineract: FineractControl;
  /** An app of a payer's DFSP. */
  app(tenant: PayerName): Promise<App>;
  stop(): Promise<void>;
}

/** The DFSP that the toolkit plays, whichever side. */
export const toolkitFsp = 'testingtoolkitdfsp';

/** Answers COMMITTED, and is the tenant of requests without FSPIOP-Destination. */
export const committingPayee = 'lion';
/** Answers RESERVED and waits for PATCH. */
export const reservingPayee = 'buffalo';

const nameOf = (kind: string, version: FspiopVersion) => `${kind}-${version.replace('.', '-')}`;
/** Payers that speak a version; `hasty` ones wait for answers for as short a time as may be. */
export const patientPayer = (version: FspiopVersion) => nameOf('patient', version);
export const hastyPayer = (version: FspiopVersion) => nameOf('hasty', version);
export type PayerName = ReturnType<typeof patientPayer>;

/** Long enough for a busy machine. */
const patientTimers = { partyLookup: 'PT20S', quote: 'PT20S' };
const hastyTimers = {
  partyLookup: 'PT1S',
  quote: 'PT1S',
  transferExpiry: 'PT2S',
  transferAnswer: 'PT3S',
  askTransferState: 'PT1S',
};

interface TenantPlan {
  readonly name: string;
  readonly bank: string;
  readonly mojaloop: object;
  readonly timers?: object;
}

/** Unlike a Mojaloop switch, the toolkit hands GET /transfers/{ID} on to the payee's DFSP. */
const handsOnTransferQuestions = true;

const tenantPlans: readonly TenantPlan[] = [
  {
    name: committingPayee,
    bank: payeesBank,
    mojaloop: { transferAnswer: 'COMMITTED', handsOnTransferQuestions },
  },
  {
    name: reservingPayee,
    bank: payeesBank,
    mojaloop: { transferAnswer: 'RESERVED', handsOnTransferQuestions },
  },
  ...supportedVersions.flatMap((version): TenantPlan[] => {
    // A toolkit that forwards says nothing of its own: there the payee's word is the switch's.
    const mojaloop = { version, hubNames: ['Hub', committingPayee] };
    const bank = payersBank;
    return [
      { name: patientPayer(version), bank, mojaloop, timers: patientTimers },
      { name: hastyPayer(version), bank, mojaloop, timers: hastyTimers },
    ];
  }),
];

export interface StageOptions {
  readonly runDirectory: string;
  /** Everybody signs, and refuses what is not signed. */
  readonly signatures: boolean;
  readonly say: Say;
}

export async function startStage({ runDirectory, signatures, say }: StageOptions): Promise<Stage> {
  rmSync(runDirectory, { recursive: true, force: true });
  mkdirSync(runDirectory, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const packages = await ensureConformancePackages(say);
    say('starting the Mojaloop Testing Toolkit, Zeebe, a Fineract and the hub');
    const keys = signatures ? makeKeys(runDirectory) : undefined;
    const toolkit = await startToolkit({ packages, runDirectory, keys: keys?.ofToolkit });
    stops.push(() => toolkit.stop());
    const sent = await startRecorder(toolkit.fspiopUrl);
    stops.push(() => sent.close());
    const fineract = await openBanks(runDirectory, stops);
    const hub = await startHub(
      {
        runDirectory,
        say,
        switchUrl: sent.url,
        fineractUrl: fineract.address,
        signatures: keys?.ofHub,
      },
      stops,
    );
    return { toolkit, sent, fineract: fineract.control, ...hub, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One key for all tenants of the hub, and one for the toolkit, whomever it speaks for. */
function makeKeys(runDirectory: string): { ofToolkit: ToolkitKeys; ofHub: object } {
  const tenantNames = tenantPlans.map(({ name }) => name);
  const hub = rsaKeyPair();
  const toolkit = rsaKeyPair();
  const folder = join(runDirectory, 'keys');
  const peers = join(folder, 'peers');
  mkdirSync(peers, { recursive: true });
  writeFileSync(join(folder, 'hub.pem'), hub.privatePem, { mode: 0o600 });
  for (const name of [toolkitFsp, 'Hub']) {
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

async function openBanks(runDirectory: string, stops: (() => Promise<void>)[]) {
  const fineract = await startFineract(runDirectory, 'lion', 0);
  stops.push(() => fineract.process.stop());
  for (const seed of bankSeeds()) await fineract.control.seed(seed);
  return fineract;
}

interface HubSurroundings {
  readonly runDirectory: string;
  readonly say: Say;
  readonly switchUrl: string;
  readonly fineractUrl: string;
  readonly signatures: object | undefined;
}

async function startHub(
  { runDirectory, say, switchUrl, fineractUrl, signatures }: HubSurroundings,
  stops: (() => Promise<void>)[],
): Promise<Pick<Stage, 'hubUrl' | 'app'>> {
  const zeebe = await startZeebe({
    dataDirectory: join(runDirectory, 'zeebe'),
    logFile: join(runDirectory, 'zeebe.log'),
    say,
  });
  stops.push(() => zeebe.stop());
  const [channel = 0, mojaloop = 0, managementPort = 0] = await findFreePorts(3);
  const issuer = createTokenIssuer('https://identity.conformance.example');
  const tenantsDirectory = join(runDirectory, 'tenants');
  const issuers = new Map(
    tenantPlans.map(({ name }) => [
      name,
      createTokenIssuer(`https://identity.${name}.conformance.example`),
    ]),
  );
  writeTenantFiles(
    tenantsDirectory,
    tenantPlans.map(({ name, bank, mojaloop: section, timers }): TenantDescription => ({
      name,
      currency,
      tokens: issuers.get(name) ?? issuer,
      switch: switchUrl,
      fineract: {
        baseUrl: `${fineractUrl}/fineract-provider`,
        fineractTenantId: bank,
        ...fineractUser,
      },
      sections: {
        mojaloop: { ...section, ...(signatures && { signatures }) },
        ...(timers && { channel: { timers } }),
      },
    })),
  );
  const settings = {
    code: 'source',
    runDirectory,
    tenantsDirectory,
    zeebeAddress: zeebe.gatewayAddress,
  } as const;
  await deployProcesses(settings);
  const hub = await startHubProcess(settings, {
    name: 'hub',
    roles: ['all'],
    managementPort,
    environment: {
      CHANNEL_PORT: String(channel),
      MOJALOOP_PORT: String(mojaloop),
      MOJALOOP_DEFAULT_TENANT: committingPayee,
      MOJALOOP_STATE_TIMEOUT_MS: '1000',
      LOG_LEVEL: 'debug',
    },
  });
  stops.push(() => hub.stop());
  return {
    hubUrl: `http://127.0.0.1:${mojaloop}`,
    app: async (tenant) => {
      const tokens = issuers.get(tenant) ?? issuer;
      return createApp(`http://127.0.0.1:${channel}`, await tokens.sign(86_400));
    },
  };
}
