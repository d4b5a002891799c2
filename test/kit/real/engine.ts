import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../payments/checks';
import type { Zeebe } from '../stack/zeebe';
import { decideAsOperator, type OperatorDecision } from '../real-engine/operator';

/** The engine's side of a run: an operator's decisions, and what the broker knows of its processes. */
export interface Engine {
  /** What an operator of a DFSP decides; refused by nobody, and heard by the process only if it may be so. */
  operatorDecides(tenant: string, transferId: string, decision: OperatorDecision): Promise<void>;
  /** No job stands still. */
  checkIncidents(): Promise<Check>;
  /** The same, and when all retention times are over nothing runs any more: moves the broker's clock. */
  checkEnd(): Promise<Check[]>;
}

export function openEngine(zeebe: Zeebe): Engine {
  return {
    operatorDecides: (tenant, transferId, operatorDecision) =>
      decideAsOperator(zeebe.gatewayAddress, { tenant, transferId, operatorDecision }),
    checkIncidents: async () => incidentsIn(await metricsOf(zeebe)),
    checkEnd: () => checkEnd(zeebe),
  };
}

/**
 * More than any retention time (the longest is the channel's dedupe window, a day): processes that only wait for
 * repeats and questions end then.
 */
const allRetentionsMs = 25 * 3_600_000;
const endsWithinMs = 60_000;

/** What the broker itself counts: every process that began has ended, and no job is an incident. */
async function checkEnd(zeebe: Zeebe): Promise<Check[]> {
  await zeebe.moveClock(allRetentionsMs);
  const deadlineMs = Date.now() + endsWithinMs;
  for (;;) {
    const metrics = await metricsOf(zeebe);
    const checks = [incidentsIn(metrics), processesIn(metrics)];
    if (checks.every(({ isTrue }) => isTrue) || Date.now() > deadlineMs) return checks;
    await sleep(500);
  }
}

async function metricsOf({ managementAddress }: Zeebe): Promise<string> {
  const response = await fetch(`${managementAddress}/actuator/prometheus`);
  const metrics = await response.text();
  if (!response.ok) throw new Error(`the broker's metrics: ${response.status} ${metrics}`);
  return metrics;
}

function incidentsIn(metrics: string): Check {
  const incidents = sumOf(metrics, 'zeebe_pending_incidents_total', '');
  const found = `${incidents} incidents`;
  return { claim: 'no job is an incident', isTrue: incidents === 0, found };
}

function processesIn(metrics: string): Check {
  const instances = (action: string) =>
    sumOf(metrics, 'zeebe_executed_instances_total', `action="${action}"`);
  const begun = instances('activated');
  const running = begun - instances('completed') - instances('terminated');
  return {
    claim: 'every process that began has ended',
    isTrue: running === 0 && begun > 0,
    found: `${running} of ${begun} run`,
  };
}

/** Prometheus' text format: `name{label="value",...} number`. */
function sumOf(metrics: string, name: string, label: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
