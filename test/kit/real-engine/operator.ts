import { setTimeout as sleep } from 'node:timers/promises';
import { Gateway } from '../../../connectors/common/zeebe/gateway';
import { askOperator } from '../../../connectors/decision-relay/ask-operator';

export type OperatorDecision =
  (typeof askOperator.output.shape.operatorDecision)['options'][number];

interface Decision {
  readonly tenant: string;
  readonly transferId: string;
  readonly operatorDecision: OperatorDecision;
}

/** So long a payment may take until it waits for an operator. */
const patienceMs = 30_000;
/** How long the jobs of other payments are kept from whoever else looks for them. */
const keptMs = 500;
const callMs = 5_000;

/** As an operator does it: looks for the payment among those that wait for a decision, and decides. */
export async function decideAsOperator(gatewayAddress: string, decision: Decision): Promise<void> {
  const { tenant, transferId, operatorDecision } = decision;
  const gateway = new Gateway({ address: gatewayAddress, tls: false, keepaliveMs: 45_000 });
  try {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      await sleep(keptMs);
      const waiting = await waitingJobs(gateway);
      const job = waiting.find((one) => one.tenant === tenant && one.transferId === transferId);
      if (job === undefined) continue;
      const variables = JSON.stringify({ operatorDecision });
      await gateway.call('completeJob', { jobKey: job.key, variables }, callMs);
      return;
    }
    throw new Error(`the transfer ${transferId} does not wait for an operator of ${tenant}`);
  } finally {
    gateway.close();
  }
}

interface WaitingJob {
  readonly key: string;
  readonly tenant?: string;
  readonly transferId?: string;
}

/** Not through zeebe-node's client: where nothing waits, its call may never end. */
async function waitingJobs(gateway: Gateway): Promise<readonly WaitingJob[]> {
  const found: WaitingJob[] = [];
  const { ended } = gateway.stream(
    'activateJobs',
    {
      ...{ type: askOperator.type, worker: 'test', timeout: keptMs, requestTimeout: keptMs },
      ...{ maxJobsToActivate: 100, fetchVariable: ['tenant', 'transferId'] },
    },
    { timeoutMs: callMs, signal: new AbortController().signal, whenTimeIsOver: 'end' },
    ({ jobs }) => {
      for (const { key, variables } of jobs) {
        found.push({ key, ...(JSON.parse(variables) as Omit<WaitingJob, 'key'>) });
      }
    },
  );
  await ended;
  return found;
}
