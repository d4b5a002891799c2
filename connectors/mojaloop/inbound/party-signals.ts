import { lookupKeyOf, partySignalName } from '../../common/contracts/keys';
import type { PartySignal } from '../../common/contracts/messages';
import type { Signal } from '../../common/runtime';
import { partyIdOf, type Incoming } from './incoming';

interface Said {
  readonly name: PartySignal;
  /** Of which DFSP it is the word; undefined where it is the switch's own. */
  readonly fspId?: string | undefined;
  readonly variables: Signal['variables'];
}

/** To all who wait for this party over the switch that speaks. */
export function partySignal(incoming: Incoming, { name, fspId, variables }: Said): Signal {
  const { tenant, via } = incoming;
  const key = lookupKeyOf(tenant.tenant, via.name, partyIdOf(incoming));
  return { name: partySignalName(name, key, fspId), variables };
}
