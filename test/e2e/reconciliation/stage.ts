/** A hub with all by which payments are found again, on a real Fineract and over a real switch. */
import { join } from 'node:path';
import { reportDefinition } from '../../../connectors/ams-fineract/statement/report';
import { createApp, type App } from '../../kit/real/app';
import { Bank, type BankAccount } from '../../kit/real/bank';
import { startEar, type Ear } from '../../kit/real/ear';
import { defineReport, openOffice, type Office } from '../../kit/real/offices';
import type { RealParts } from '../../kit/real/real-parts';
import { Scheme } from '../../kit/real/scheme';
import {
  auditEnvironment,
  auditProcess,
  brokerSettings,
  startAuditStores,
} from '../../kit/stack/audit-half';
import { currency } from '../../kit/stack/dfsps';
import { deployProcesses, startHubProcess, type HubSettings } from '../../kit/stack/hub';
import { choosePorts, zeebePortsOf, type StackPorts } from '../../kit/stack/layout';
import { writeTenantFiles } from '../../kit/stack/tenant-files';
import { createTokenIssuer, type TokenIssuer } from '../../kit/stack/tokens';
import type { Say } from '../../kit/stack/toolbox/distribution';
import { startZeebe } from '../../kit/stack/zeebe';
import { startCrane, type Crane } from './unknown-transfer';

export interface StageOptions extends RealParts {
  readonly host: string;
  readonly runDirectory: string;
  readonly say: Say;
}

/** One of the two tenants: lion's customers pay, buffalo's are paid. */
export interface Member {
  readonly fspId: string;
  readonly bank: Bank;
  readonly app: App;
  open(balance: string): Promise<BankAccount>;
}

export interface Stage {
  readonly lion: Member;
  readonly buffalo: Member;
  readonly crane: Crane & { readonly fspId: string };
  readonly scheme: Scheme;
  readonly ear: Ear;
  /** What the operations API lists for lion. */
  openDifferences(): Promise<
    readonly { readonly kind: string; readonly transferId: string | null }[]
  >;
  /** For `hub statement` and `hub reconcile`. */
  readonly commandEnvironment: Readonly<Record<string, string>>;
}

type Stop = () => Promise<void>;

export async function withStage<Result>(
  options: StageOptions,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stops: Stop[] = [];
  try {
    return await work(await openStage(options, stops));
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function openStage(options: StageOptions, stops: Stop[]): Promise<Stage> {
  const { host, say } = options;
  const run = Date.now().toString(36);
  const ports = await choosePorts('free');
  const scheme = new Scheme(options.switch);
  say('admitting three DFSPs to the switch, opening their offices in Fineract');
  const [lion, buffalo, crane] = [`lion-${run}`, `buffalo-${run}`, `crane-${run}`];
  const stub = await startCrane(host, options.switch);
  stops.push(() => stub.close());
  const hubUrl = `http://${host}:${ports.mojaloop}`;
  await scheme.admit(lion, hubUrl, []);
  await scheme.admit(buffalo, hubUrl, []);
  await scheme.admit(crane, stub.url, []);
  await defineReport(options.fineract, reportDefinition);
  const offices = {
    lion: await openOffice(options.fineract, lion),
    buffalo: await openOffice(options.fineract, buffalo),
  };
  const ear = await startEar('127.0.0.1');
  stops.push(() => ear.close());
  const tokens = writeTenants(options, ear, [
    { fspId: lion, office: offices.lion },
    { fspId: buffalo, office: offices.buffalo },
  ]);
  const operators = createTokenIssuer('https://identity.operators.example');
  const commandEnvironment = await startHub(options, ports, operators, stops);
  const member = async (fspId: string, { address, officeId }: Office): Promise<Member> => {
    const bank = new Bank(address, officeId);
    const token = (await tokens.get(fspId)?.sign(86_400)) ?? '';
    return {
      ...{ fspId, bank, app: createApp(`http://127.0.0.1:${ports.channel}`, token) },
      open: async (balance) => {
        const account = await bank.open({ balance });
        await scheme.register(account.msisdn, fspId);
        return account;
      },
    };
  };
  return {
    lion: await member(lion, offices.lion),
    buffalo: await member(buffalo, offices.buffalo),
    crane: { ...stub, fspId: crane },
    ...{ scheme, ear, commandEnvironment },
    openDifferences: async () => {
      const url = `http://127.0.0.1:${ports.operations}/tenants/${lion}/differences?state=open`;
      const claims = { sub: 'amina', payment_hub_roles: [`${lion}:viewer`] };
      const authorization = `Bearer ${await operators.sign(3_600, claims)}`;
      const response = await fetch(url, { headers: { authorization } });
      const text = await response.text();
      if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
      return (JSON.parse(text) as { differences: Awaited<ReturnType<Stage['openDifferences']>> })
        .differences;
    },
  };
}

/** Short enough for a run, and longer than a person here takes to decide. */
const timers = { payerDecision: 'PT20M', transferExpiry: 'PT30S', transferAnswer: 'PT40S' };

function writeTenants(
  { switch: addresses, runDirectory }: StageOptions,
  ear: Ear,
  members: readonly { readonly fspId: string; readonly office: Office }[],
) {
  const { parties, quotes, transfers } = addresses;
  const issuers = new Map(
    members.map(({ fspId }) => [fspId, createTokenIssuer(`https://identity.${fspId}.example`)]),
  );
  const tenants = members.map(({ fspId, office: { address } }) => {
    const tokens = issuers.get(fspId);
    if (tokens === undefined) throw new Error('each has one');
    const { tenant: fineractTenantId, ...fineract } = address;
    return {
      ...{ name: fspId, currency, tokens, switch: { parties, quotes, transfers } },
      fineract: { ...fineract, fineractTenantId },
      sections: { channel: { callbacks: { allowed: [ear.url], default: ear.url }, timers } },
    };
  });
  writeTenantFiles(join(runDirectory, 'tenants'), tenants);
  return issuers;
}

async function startHub(
  { runDirectory, host, say }: StageOptions,
  ports: StackPorts,
  operators: TokenIssuer,
  stops: Stop[],
): Promise<Readonly<Record<string, string>>> {
  say('starting Kafka, Elasticsearch and Zeebe');
  const stores = await startAuditStores(runDirectory, ports, say);
  stops.push(() => stores.stop());
  const zeebe = await startZeebe({
    ports: zeebePortsOf(ports),
    dataDirectory: join(runDirectory, 'zeebe'),
    logFile: join(runDirectory, 'zeebe.log'),
    environment: brokerSettings(ports),
    say,
  });
  stops.push(() => zeebe.stop());
  say('deploying the BPMN processes, starting the hub');
  const tenantsDirectory = join(runDirectory, 'tenants');
  const settings: HubSettings = {
    ...{ runDirectory, tenantsDirectory, zeebeAddress: zeebe.gatewayAddress },
    ...{ code: 'source', isHasty: true },
  };
  await deployProcesses(settings);
  const hub = await startHubProcess(settings, {
    ...{ name: 'hub', roles: ['all'], managementPort: ports.management },
    environment: {
      MOJALOOP_HOST: host,
      CHANNEL_PORT: String(ports.channel),
      MOJALOOP_PORT: String(ports.mojaloop),
      DECISION_RELAY_INCIDENTS_PORT: String(ports.incidents),
      DECISION_RELAY_INCIDENTS_FILE: join(runDirectory, 'incidents.json'),
    },
  });
  stops.push(() => hub.stop());
  const audit = await startHubProcess(
    settings,
    auditProcess(runDirectory, ports, stores, operators),
  );
  stops.push(() => audit.stop());
  return { ...auditEnvironment(runDirectory, stores), HUB_TENANTS_DIRECTORY: tenantsDirectory };
}
