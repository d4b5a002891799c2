import type { PartyId } from '../../common/contracts/fspiop';

/** What follows `/parties`: {Type}/{ID}[/{SubId}] (FSPIOP 6.3.1), unencoded. */
export function partyPath(party: PartyId): string[] {
  const { partyIdType, partyIdentifier, partySubIdOrType } = party;
  return [partyIdType, partyIdentifier, partySubIdOrType].filter((one) => one !== undefined);
}
