import { lookupKeyOf, partySignalName } from '../../common/contracts/keys';
import type { PartySignal } from '../../common/contracts/messages';
import type { Signal } from '../../common/runtime';
import { partyIdOf, type Incoming } from './incoming';

/** To all who wait for this party, one signal for each currency that the speaking switch takes. */
export function partySignals(
  incoming: Incoming,
  name: PartySignal,
  variables: Signal['variables'],
): readonly Signal[] {
  const { tenant, via } = incoming;
  const party = partyIdOf(incoming);
  return (via.currencies ?? tenant.currencies).map((currency) => ({
    name: partySignalName(name, lookupKeyOf(tenant.tenant, currency, party)),
    variables,
  }));
}
