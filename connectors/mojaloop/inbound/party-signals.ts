import { formerLookupKeyOf, lookupKeyOf, partySignalName } from '../../common/contracts/keys';
import type { PartySignal } from '../../common/contracts/messages';
import type { Signal } from '../../common/runtime';
import { partyIdOf, type Incoming } from './incoming';

interface Said {
  readonly name: PartySignal;
  /** Of which DFSP it is the word; undefined where it is the switch's own. */
  readonly fspId?: string | undefined;
  /** What processes of earlier builds of 0.2.0 wait for. */
  readonly formerName: PartySignal;
  readonly variables: Signal['variables'];
}

/** To all who wait for this party over the switch that speaks. */
export function partySignals(
  incoming: Incoming,
  { name, fspId, formerName, variables }: Said,
): readonly Signal[] {
  const { tenant, via } = incoming;
  const party = partyIdOf(incoming);
  const key = lookupKeyOf(tenant.tenant, via.name, party);
  // Until version 0.3: payments under way on diagrams of earlier builds of 0.2.0 end there.
  const former = (via.currencies ?? tenant.currencies).map((currency) => ({
    name: partySignalName(formerName, formerLookupKeyOf(tenant.tenant, currency, party)),
    variables,
  }));
  return [{ name: partySignalName(name, key, fspId), variables }, ...former];
}
