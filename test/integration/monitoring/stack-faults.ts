/** What goes wrong with the whole stack, one thing at a time, and how it is mended. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { messageNames } from '../../../connectors/common/contracts/messages';
import { zeebeEnvironment } from '../../../connectors/common/zeebe/environment';
import { connectZeebe } from '../../../connectors/common/zeebe/zeebe-door';
import type { Peer } from '../../kit/faults/gate';
import type { Expectation } from '../../kit/monitoring/firing';
import { silentLog } from '../../kit/mojaloop';
import { feeRulesDirectoryOf } from '../../kit/stack/fee-rules';
import type { WatchedStack } from './stack';

type Mend = () => unknown;

export interface StackFault extends Expectation {
  readonly what: string;
  /** Resolves when it can be seen, with what mends it. */
  readonly hurt: (watched: WatchedStack) => Promise<Mend>;
  /** What cannot be mended goes on firing; nothing else does. */
  readonly staysBroken?: true;
}

const silent =
  (peer: Peer) =>
  async (watched: WatchedStack): Promise<Mend> => {
    const hold = watched.gate.hold(({ to }) => to === peer, 'lost');
    await watched.until((samples) =>
      samples.some((one) => one.name === 'hub_peer_circuit_open' && one.value === 1),
    );
    return () => hold.letGo('cut');
  };

const fileOf = (watched: WatchedStack, ...path: string[]) => join(watched.runDirectory, ...path);

/** Another content for a file, until it is mended. */
const spoiled =
  (path: string, spoil: (content: string) => string) =>
  (watched: WatchedStack): Promise<Mend> => {
    const file = fileOf(watched, ...path.split('/'));
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, spoil(before));
    return Promise.resolve(() => writeFileSync(file, before));
  };

const killed =
  (name: 'kafka' | 'elasticsearch') =>
  async ({ stores }: WatchedStack): Promise<Mend> => {
    await stores[name].kill();
    return () => stores[name].restart();
  };

const ofPeers: readonly StackFault[] = [
  {
    what: "the payers' Fineract does not answer",
    fire: ['HubPeerSilent'],
    mayFire: [
      'HubAnswersWithErrors',
      'HubStepFails',
      'HubPaymentsFail',
      'HubPaymentWaits',
      'HubPaymentsAreSlow',
    ],
    hurt: silent('lion'),
  },
  {
    what: 'the switch does not answer',
    fire: ['HubPeerSilent'],
    mayFire: [
      'HubAnswersWithErrors',
      'HubStepFails',
      'HubPaymentsFail',
      'HubPaymentWaits',
      'HubPaymentsAreSlow',
    ],
    hurt: silent('switch'),
  },
  {
    what: 'Fineract has another password for the hub',
    fire: ['HubFineractNeedsPerson'],
    mayFire: ['HubPaymentsFail', 'HubStepFails', 'HubPaymentWaits', 'HubIncidentOpen'],
    hurt: spoiled('tenants/secrets/lion-fineract-password', () => 'another'),
  },
];

const ofStores: readonly StackFault[] = [
  {
    what: 'Kafka is gone',
    fire: ['HubCheckFails', 'HubMessagesWait', 'HubRecordsNotWritten', 'ZeebeExporterStandsStill'],
    mayFire: [
      ...['HubKafkaFails', 'HubReadsKafkaLate', 'HubAuditLogTrouble', 'HubAuditLogNotSigned'],
      // The bridge answers 503, which is what the exporter waits for.
      ...['HubRecordsLate', 'HubIndexLate', 'HubAnswersWithErrors'],
    ],
    hurt: killed('kafka'),
  },
  {
    what: 'Elasticsearch is gone',
    fire: ['HubCheckFails', 'HubElasticsearchTakesNothing'],
    mayFire: ['HubKafkaFails', 'HubReadsKafkaLate', 'HubIndexLate'],
    hurt: killed('elasticsearch'),
  },
  {
    what: 'the audit log can write nothing',
    fire: ['HubAuditLogNotSigned', 'HubAuditLogTrouble'],
    mayFire: ['HubKafkaFails', 'HubReadsKafkaLate', 'HubCheckFails', 'HubIndexLate'],
    hurt: (watched) => {
      const folder = fileOf(watched, 'audit-log');
      const aside = `${folder}-aside`;
      renameSync(folder, aside);
      writeFileSync(folder, 'no folder');
      return Promise.resolve(() => {
        rmSync(folder);
        renameSync(aside, folder);
      });
    },
  },
];

const ofSettings: readonly StackFault[] = [
  {
    what: "a tenant's file is no longer YAML",
    fire: ['HubTenantFileRefused'],
    hurt: spoiled('tenants/buffalo.yaml', () => 'tenant: ['),
  },
  {
    what: 'a rule set is no longer one',
    fire: ['HubFeeRuleSetUnusable'],
    mayFire: ['HubFeesMissed', 'HubStepFails'],
    hurt: spoiled('fee-rules/interchange-fee.rules', () => 'no rule'),
  },
  {
    what: 'the folder of the fee rules is gone',
    fire: ['HubFeeRulesOutOfReach'],
    mayFire: ['HubFeesMissed', 'HubFeeRuleSetUnusable', 'HubStepFails'],
    hurt: (watched) => {
      const folder = feeRulesDirectoryOf(watched.runDirectory);
      renameSync(folder, `${folder}-aside`);
      return Promise.resolve(() => {
        if (existsSync(folder)) rmSync(folder, { recursive: true });
        renameSync(`${folder}-aside`, folder);
      });
    },
  },
];

const ofProcesses: readonly StackFault[] = [
  {
    what: 'the process of the audit trail has died',
    fire: ['HubProcessDown', 'ZeebeExporterStandsStill'],
    mayFire: ['HubRecordsLate', 'HubIndexLate', 'HubAuditLogNotSigned'],
    hurt: async (watched) => {
      await watched.role('audit').kill();
      return () => watched.role('audit').restart();
    },
  },
  {
    what: 'the broker has died',
    fire: ['HubCheckFails', 'HubWaitingPaymentsUnseen', 'ZeebeDown'],
    mayFire: ['HubAnswersWithErrors', 'HubStepFails', 'HubRecordsLate', 'HubPaymentsAreSlow'],
    hurt: async ({ stack }) => {
      await stack.zeebe.kill();
      return () => stack.zeebe.restart();
    },
  },
];

/** Last, for nobody takes it back: a payment without all that it needs, which no step can begin with. */
const standsStill: StackFault = {
  what: 'a process stands still with an incident',
  fire: ['HubIncidentOpen'],
  // Of a payment that has no id nothing can be told; and payments that the broker's death held up end now.
  mayFire: ['HubPaymentEventsMissing', 'HubPaymentsAreSlow'],
  staysBroken: true,
  hurt: async (watched) => {
    const deps = { clock: systemClock, random: systemRandom, log: silentLog };
    const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: watched.stack.zeebe.gatewayAddress });
    const door = connectZeebe(settings, { ...deps, metrics: new Registry() });
    await door.publish({
      name: messageNames.transferReceived,
      ...{ correlationKey: 'nothing', timeToLiveMs: 60_000, variables: { tenant: 'lion' } },
    });
    await door.drain(0);
    await watched.until((samples) =>
      samples.some((one) => one.name === 'hub_incidents_open' && one.value > 0),
    );
    return () => undefined;
  },
};

export const stackFaults: readonly StackFault[] = [
  ...ofPeers,
  ...ofSettings,
  ...ofStores,
  ...ofProcesses,
  standsStill,
];
