/** The barebone shape with customers who pay, and somebody who hears what became of it. */
import {
  checkMoney,
  listenForOutcomes,
  openAccounts,
  payThrough,
  type Pay,
} from '../payments/paying';
import { payeeTimers } from '../payments/payment';
import { makePodNetwork } from './pod-network';
import { startBarebone, type Barebone, type BareboneOptions } from './barebone';

export interface PayingBarebone {
  readonly barebone: Barebone;
  readonly pay: Pay;
  committed(): number;
  /** @throws Error when a payment was not paid, or twice */
  checkMoney(): Promise<void>;
  /** How many payments Elasticsearch knows as paid: those that operators find. */
  found(): Promise<number>;
  stop(): Promise<void>;
}

export async function startPayingBarebone(
  options: Omit<BareboneOptions, 'tenantSections' | 'network'>,
): Promise<PayingBarebone> {
  const network = makePodNetwork();
  const outcomes = await listenForOutcomes({ host: network.outside.apps, port: 443 });
  const callbacks = { allowed: [outcomes.url], default: outcomes.url };
  const leave = async () => {
    await outcomes.close();
    network.remove();
  };
  try {
    const barebone = await startBarebone({
      ...{ ...options, network },
      tenantSections: { channel: { callbacks }, mojaloop: { payeeTimers } },
    });
    await openAccounts(barebone);
    return {
      barebone,
      pay: await payThrough(barebone, outcomes),
      committed: () => outcomes.committed(),
      checkMoney: () => checkMoney(barebone, outcomes.committed()),
      found: () => paidIn(barebone.elasticsearchAddress),
      stop: async () => {
        await barebone.stop();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** Both DFSPs are tenants of this hub: a payment has a document for each of them. */
async function paidIn(elasticsearch: string): Promise<number> {
  const query = encodeURIComponent('state:paid');
  const response = await fetch(`${elasticsearch}/payment-hub-payments/_count?q=${query}`);
  const { count } = (await response.json()) as { readonly count?: number };
  return count ?? 0;
}
