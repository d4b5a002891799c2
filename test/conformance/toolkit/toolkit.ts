import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePorts } from '../../kit/stack/ports';
import { startProcess } from '../../kit/stack/processes';
import { supportedVersions } from '../../../connectors/mojaloop/api/media-type';
import type { Collection } from './collection';
import type { Rules } from './rules';
import { reportSchema, type Report } from './report';
import { rightAuthorizations } from './specification';

/** The Mojaloop Testing Toolkit as a process of its own. */
export interface Toolkit {
  /** Its FSPIOP server: a switch, or a DFSP behind one. */
  readonly fspiopUrl: string;
  /** Its own collections for DFSPs. */
  readonly collectionsFolder: string;
  /** Changes settings of its user_config.json at runtime. */
  configure(settings: UserSettings): Promise<void>;
  /** In the place of those that it has. */
  setRules(rules: Rules): Promise<void>;
  /** Plays a collection against `CALLBACK_ENDPOINT` and tells how every assertion ended. */
  run(collection: Collection): Promise<Report>;
  stop(): Promise<void>;
}

/** Of its user_config.json, as far as suites change them. */
export interface UserSettings {
  readonly CALLBACK_ENDPOINT?: string;
  readonly FSPID?: string;
  readonly CALLBACK_TIMEOUT?: number;
  readonly DEFAULT_REQUEST_TIMEOUT?: number;
  readonly HUB_ONLY_MODE?: boolean;
  readonly ENDPOINTS_DFSP_WISE?: {
    readonly dfsps: Readonly<Record<string, { defaultEndpoint: string; endpoints: [] }>>;
  };
  readonly TRANSFERS_VALIDATION_WITH_PREVIOUS_QUOTES?: boolean;
  readonly TRANSFERS_VALIDATION_ILP_PACKET?: boolean;
  readonly TRANSFERS_VALIDATION_CONDITION?: boolean;
  readonly JWS_SIGN?: boolean;
  readonly JWS_SIGN_PUT_PARTIES?: boolean;
  readonly VALIDATE_INBOUND_JWS?: boolean;
  readonly VALIDATE_INBOUND_PUT_PARTIES_JWS?: boolean;
  readonly CLIENT_TLS_CREDS?: readonly [];
}

/** The key that it signs with, for whomever it speaks, and those by which it verifies what DFSPs send. */
export interface ToolkitKeys {
  readonly privateKeyPem: string;
  readonly publicKeysPem: Readonly<Record<string, string>>;
}

export interface ToolkitOptions {
  /** See `ensureConformancePackages`. */
  readonly packages: string;
  readonly runDirectory: string;
  /** Signs what it sends and refuses what is not signed. */
  readonly keys?: ToolkitKeys | undefined;
}

/** Switches off what would call or wait for services that are not there. */
const systemSettings = {
  SERVER_LOGS: { ENABLED: false },
  HOSTING_ENABLED: false,
  KEYCLOAK: { ENABLED: false },
  CONNECTION_MANAGER: { ENABLED: false },
};

export async function startToolkit(options: ToolkitOptions): Promise<Toolkit> {
  const folder = join(options.runDirectory, 'toolkit');
  prepareFolder(folder, options.packages);
  const [fspiopPort = 0, adminPort = 0] = await findFreePorts(2);
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const process_ = await startProcess({
    name: 'toolkit',
    command: process.execPath,
    args: ['--no-deprecation', join(__dirname, 'launcher.js'), options.packages],
    environment: {
      TOOLKIT_ADMIN_PORT: String(adminPort),
      TTK_SYSTEM_CONFIG: JSON.stringify({ ...systemSettings, API_PORT: fspiopPort }),
      TOOLKIT_JWS: options.keys === undefined ? undefined : JSON.stringify(jwsOf(options.keys)),
    },
    workingDirectory: folder,
    logFile: join(options.runDirectory, 'toolkit.log'),
    readiness: { httpOk: `${adminUrl}/api/config/user` },
    readyWithinMs: 60_000,
  });
  const toolkit = control(adminUrl);
  const isSigning = options.keys !== undefined;
  await toolkit.configure({
    // Of its makers' test environment.
    CLIENT_TLS_CREDS: [],
    // Long enough for a busy machine.
    DEFAULT_REQUEST_TIMEOUT: 20_000,
    CALLBACK_TIMEOUT: 30_000,
    JWS_SIGN: isSigning,
    JWS_SIGN_PUT_PARTIES: isSigning,
    VALIDATE_INBOUND_JWS: isSigning,
    VALIDATE_INBOUND_PUT_PARTIES_JWS: isSigning,
  });
  return {
    ...toolkit,
    fspiopUrl: `http://127.0.0.1:${fspiopPort}`,
    collectionsFolder: join(
      options.packages,
      'node_modules/ml-testing-toolkit/examples/collections/dfsp',
    ),
    stop: () => process_.stop(),
  };
}

/** It reads its specifications, rules and settings from the folder that it runs in, and writes there. */
function prepareFolder(folder: string, packages: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const toolkit = join(packages, 'node_modules/ml-testing-toolkit');
  for (const name of ['spec_files', 'secrets']) {
    cpSync(join(toolkit, name), join(folder, name), { recursive: true });
  }
  for (const version of supportedVersions) {
    const definition = `spec_files/api_definitions/fspiop_${version}/api_spec.yaml`;
    rightAuthorizations(join(folder, definition));
  }
}

function jwsOf({ privateKeyPem, publicKeysPem }: ToolkitKeys): object {
  const dfsps = Object.entries(publicKeysPem).map(([fspId, jwsCertificate]) => [
    fspId,
    { jwsCertificate },
  ]);
  return {
    testingToolkitDfspPrivateKey: privateKeyPem,
    dfsps: Object.fromEntries(dfsps) as object,
  };
}

function control(adminUrl: string): Pick<Toolkit, 'configure' | 'setRules' | 'run'> {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${adminUrl}/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(300_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`toolkit: ${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    async configure(settings) {
      const { runtime } = (await call('GET', 'config/user')) as { runtime: object };
      await call('PUT', 'config/user', { ...runtime, ...settings });
    },
    async setRules(rules) {
      for (const kind of ['validation', 'callback', 'forward'] as const) {
        const path = `rules/files/${kind}/default.json`;
        await call('PUT', path, rules[kind] ?? []);
      }
    },
    async run(collection) {
      const traceId = '0'.repeat(31) + '1';
      return reportSchema.parse(
        await call('POST', `outbound/template/${traceId}?sync=true`, collection),
      );
    },
  };
}
