import { setTimeout as sleep } from 'node:timers/promises';
import { ZBClient } from 'zeebe-node';
import { askOperator } from '../../connectors/operations/ask-operator';

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

/** As an operator does it: looks for the payment among those that wait for a decision, and decides. */
export async function decideAsOperator(gatewayAddress: string, decision: Decision): Promise<void> {
  const { tenant, transferId, operatorDecision } = decision;
  const client = new ZBClient(gatewayAddress, { loglevel: 'NONE', retry: false });
  try {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      await sleep(keptMs);
      const jobs = await client.activateJobs({
        type: askOperator.type,
        worker: 'test',
        timeout: keptMs,
        maxJobsToActivate: 100,
        requestTimeout: keptMs,
        fetchVariable: ['tenant', 'transferId'],
      });
      const job = jobs.find(
        ({ variables }) => variables['tenant'] === tenant && variables['transferId'] === transferId,
      );
      if (job === undefined) continue;
      await client.completeJob({ jobKey: job.key, variables: { operatorDecision } });
      return;
    }
    throw new Error(`the transfer ${transferId} does not wait for an operator of ${tenant}`);
  } finally {
    await client.close();
  }
}
