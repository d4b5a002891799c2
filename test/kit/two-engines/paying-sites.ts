/** Two sites with customers who pay, and somebody who hears what became of it; in networks of their own where those can be made. */
import { canMakeNetworks, makePodNetwork, type PodNetwork } from '../cluster/pod-network';
import { listenForOutcomes, openAccounts, type Outcomes } from '../payments/paying';
import { payeeTimers } from '../payments/payment';
import { startOrNothing, type Stop } from '../stack/or-nothing';
import { startTwoSites, type TwoSites, type TwoSitesOptions } from './sites';

export interface PayingSites {
  readonly world: TwoSites;
  readonly outcomes: Outcomes;
  readonly stop: Stop;
}

/** Starts all of it, or nothing. */
export function startPayingSites(
  options: Omit<TwoSitesOptions, 'tenantSections' | 'networks'>,
): Promise<PayingSites> {
  return startOrNothing(async (stops) => {
    const networks = canMakeNetworks() ? makeNetworks(stops) : undefined;
    const outcomes = await listenForOutcomes(
      networks === undefined ? {} : { host: networks[0].outside.apps, port: 443 },
    );
    stops.push(() => outcomes.close());
    const callbacks = { allowed: [outcomes.url], default: outcomes.url };
    const world = await startTwoSites({
      ...{ ...options, networks },
      tenantSections: { channel: { callbacks }, mojaloop: { payeeTimers } },
    });
    stops.push(() => world.stop());
    await openAccounts({ ...world, channelAddress: world.channels[0] });
    return { world, outcomes };
  });
}

/** One switch, and the same Fineracts, are outside of both. */
function makeNetworks(stops: Stop[]): readonly [PodNetwork, PodNetwork] {
  const kept = (network: PodNetwork): PodNetwork => {
    stops.push(() => {
      network.remove();
      return Promise.resolve();
    });
    return network;
  };
  const first = kept(makePodNetwork());
  return [first, kept(makePodNetwork(first.outside))];
}
