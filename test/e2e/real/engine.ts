import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { correlationKey } from '../../../connectors/common/contracts/keys';
import { messageNames } from '../../../connectors/common/contracts/messages';
import { zeebeEnvironment } from '../../../connectors/common/zeebe/environment';
import { connectZeebe } from '../../../connectors/common/zeebe/zeebe-door';
import type { Check } from '../../demo/checks';
import type { Zeebe } from '../../stack/zeebe';
import { silentLog } from '../../support/mojaloop';

/** The engine's side of a run: an operator's decisions, and what the broker knows of its processes. */
export interface Engine {
  /** What an operator of the payee's DFSP decides; the way in for operators comes later. */
  operatorBooks(tenant: string, transferId: string): Promise<void>;
  check(): Promise<Check[]>;
  close(): Promise<void>;
}

export function openEngine(zeebe: Zeebe): Engine {
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: zeebe.gatewayAddress });
  const deps = { clock: systemClock, random: systemRandom, log: silentLog };
  const door = connectZeebe(settings, { ...deps, metrics: new Registry() });
  return {
    async operatorBooks(tenant, transferId) {
      await door.publish({
        name: messageNames.operatorDecided,
        correlationKey: correlationKey(tenant, transferId),
        timeToLiveMs: 10_000,
        variables: { operatorDecision: 'book' },
      });
    },
    check: () => checkProcesses(zeebe),
    close: () => door.drain(0),
  };
}

/** What the broker itself counts: every process that began has ended, and no job is an incident. */
async function checkProcesses({ managementAddress }: Zeebe): Promise<Check[]> {
  const response = await fetch(`${managementAddress}/actuator/prometheus`);
  const metrics = await response.text();
  if (!response.ok) throw new Error(`the broker's metrics: ${response.status} ${metrics}`);
  const incidents = sumOf(metrics, 'zeebe_pending_incidents_total', '');
  const instances = (action: string) =>
    sumOf(metrics, 'zeebe_executed_instances_total', `action="${action}"`);
  const running = instances('activated') - instances('completed') - instances('terminated');
  return [
    { claim: 'no job is an incident', isTrue: incidents === 0, found: `${incidents} incidents` },
    {
      claim: 'every process that began has ended',
      isTrue: running === 0 && instances('activated') > 0,
      found: `${running} of ${instances('activated')} run`,
    },
  ];
}

/** Prometheus' text format: `name{label="value",...} number`. */
function sumOf(metrics: string, name: string, label: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
