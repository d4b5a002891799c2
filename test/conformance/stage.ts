import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, type App } from '../kit/real/app';
import type { Heard } from '../kit/faults/heard';
import type { FineractControl } from '../simulators/fineract/control-client';
import { deployProcesses, startHubProcess } from '../kit/stack/hub';
import { findFreePorts } from '../kit/stack/ports';
import { startFineract, type RunningFineract } from '../kit/stack/simulators';
import type { Say } from '../kit/stack/toolbox/distribution';
import { startZeebe } from '../kit/stack/zeebe';
import { bankSeeds } from './bank';
import { startCallbackAddress } from './callback-address';
import { ensureConformancePackages } from './packages';
import { startRecorder, type Recorder } from './recorder';
import { committingPayee, makeKeys, writeTenants } from './tenants';
import { startToolkit, type Toolkit } from './toolkit/toolkit';

/** The hub, all of its roles, on a real broker, and the toolkit in the place of everybody else. */
export interface Stage {
  readonly toolkit: Toolkit;
  /** All that the hub sends goes through it to the toolkit. */
  readonly sent: Recorder;
  /** Where the toolkit's collections and callbacks go. */
  readonly hubUrl: string;
  readonly fineract: FineractControl;
  /** What the apps and devices of all tenants were told. */
  readonly heard: Heard;
  /** An app of a tenant. */
  app(tenant: string): Promise<App>;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly runDirectory: string;
  /** Everybody signs, and refuses what is not signed. */
  readonly signatures: boolean;
  readonly say: Say;
}

type Stops = (() => Promise<void>)[];

export async function startStage(options: StageOptions): Promise<Stage> {
  const { runDirectory, signatures, say } = options;
  rmSync(runDirectory, { recursive: true, force: true });
  mkdirSync(runDirectory, { recursive: true });
  const stops: Stops = [];
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
    const callbacks = await startCallbackAddress();
    stops.push(() => callbacks.close());
    const tenantsDirectory = join(runDirectory, 'tenants');
    const peers = { switch: sent.url, fineract: fineract.address, callbacks: callbacks.url };
    const issuers = writeTenants(tenantsDirectory, peers, keys?.ofHub);
    const { hubUrl, channelUrl } = await startHub(options, tenantsDirectory, stops);
    const app = async (tenant: string): Promise<App> => {
      const tokens = issuers.get(tenant);
      if (tokens === undefined) throw new Error(`there is no tenant ${tenant}`);
      return createApp(channelUrl, await tokens.sign(86_400));
    };
    const { heard } = callbacks;
    return { toolkit, sent, hubUrl, fineract: fineract.control, heard, app, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openBanks(runDirectory: string, stops: Stops): Promise<RunningFineract> {
  const fineract = await startFineract(runDirectory, 'lion', 0);
  stops.push(() => fineract.process.stop());
  for (const seed of bankSeeds()) await fineract.control.seed(seed);
  return fineract;
}

async function startHub(
  { runDirectory, say }: StageOptions,
  tenantsDirectory: string,
  stops: Stops,
): Promise<{ hubUrl: string; channelUrl: string }> {
  const zeebe = await startZeebe({
    dataDirectory: join(runDirectory, 'zeebe'),
    logFile: join(runDirectory, 'zeebe.log'),
    say,
  });
  stops.push(() => zeebe.stop());
  const [channel = 0, mojaloop = 0, managementPort = 0] = await findFreePorts(3);
  const settings = {
    code: 'source',
    runDirectory,
    tenantsDirectory,
    zeebeAddress: zeebe.gatewayAddress,
    isHasty: true,
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
    },
  });
  stops.push(() => hub.stop());
  return {
    hubUrl: `http://127.0.0.1:${mojaloop}`,
    channelUrl: `http://127.0.0.1:${channel}`,
  };
}
