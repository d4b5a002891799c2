import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { feeRulesDirectoryOf } from './fee-rules';
import { startRestartable, type RestartableProcess } from './processes';
import { startScript } from './scripts';

/** From the source, or what `npm run build` made of it: that starts faster and is what is delivered. */
export type HubCode = 'source' | 'built';

export interface HubSettings {
  readonly code: HubCode;
  /** Folder of the build: this project by default. */
  readonly root?: string;
  readonly nodeArguments?: readonly string[];
  readonly runDirectory: string;
  readonly tenantsDirectory: string;
  readonly zeebeAddress: string;
  /** Its tenants' timers are too short for the hub, which refuses them: see hasty-hub.ts. */
  readonly isHasty?: true;
  /** Further settings of the hub's processes. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One process of the hub. */
export interface HubProcessSettings {
  /** `hub`, or the role's name: stands in the name of its log. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly managementPort: number;
  /** CHANNEL_PORT, MOJALOOP_PORT. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface HubProcess extends RestartableProcess {
  readonly name: string;
  /** Where /livez, /readyz and /metrics are. */
  readonly managementAddress: string;
}

/** `hub deploy`: resolves when the engine has all processes. */
export async function deployProcesses(settings: HubSettings): Promise<void> {
  const deployment = await startScript({
    ...scriptOf(settings, 'deploy', ['deploy']),
    readiness: 'at-once',
  });
  const { code } = await deployment.exited;
  if (code !== 0) throw new Error(`hub deploy failed: see ${deployment.logFile}`);
}

export async function startHubProcess(
  settings: HubSettings,
  one: HubProcessSettings,
): Promise<HubProcess> {
  const managementAddress = `http://127.0.0.1:${one.managementPort}`;
  const base = scriptOf(settings, one.name, ['start', ...one.roles]);
  const script = {
    ...base,
    environment: {
      ...base.environment,
      ...one.environment,
      HUB_MANAGEMENT_PORT: String(one.managementPort),
    },
    readiness: { httpOk: `${managementAddress}/readyz` },
  };
  const role = await startRestartable((again) => startScript({ ...script, ...again }), {
    stopPatienceMs: 30_000,
  });
  return Object.assign(role, { name: one.name, managementAddress });
}

function scriptOf(settings: HubSettings, name: string, args: readonly string[]) {
  // Without a file in it: no fees.
  const feeRules = feeRulesDirectoryOf(settings.runDirectory);
  mkdirSync(feeRules, { recursive: true });
  const main = settings.code === 'source' ? 'connectors/main.ts' : 'dist/connectors/main.js';
  return {
    name,
    script: settings.isHasty === true ? 'test/kit/stack/hasty-hub.ts' : main,
    args: settings.isHasty === true ? [dirname(main), ...args] : args,
    ...(settings.root !== undefined && { root: settings.root }),
    ...(settings.nodeArguments && { nodeArguments: settings.nodeArguments }),
    runDirectory: settings.runDirectory,
    environment: {
      // Told to the tests against real parts, and unknown to the hub, which refuses what it does not know.
      HUB_HOST: undefined,
      HUB_SHAPE: undefined,
      ZEEBE_ADDRESS: settings.zeebeAddress,
      HUB_TENANTS_DIRECTORY: settings.tenantsDirectory,
      FEE_RULES_DIRECTORY: feeRules,
      // Written where there is a Kafka.
      MESSAGE_JOURNAL_SPOOL_DIRECTORY: join(settings.runDirectory, 'message-journal'),
      ...settings.environment,
    },
  };
}
