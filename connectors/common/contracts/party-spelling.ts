import type { PartyId } from './fspiop';

/** FSPIOP 7.5.6: an MSISDN may have one plus sign before its digits. It makes no other phone of it. */
const phoneWithPlus = /^\+(?=\d+$)/;
const phone = /^\+?\d+$/;

function isPhone({ partyIdType, partyIdentifier }: PartyId): boolean {
  return partyIdType === 'MSISDN' && phone.test(partyIdentifier);
}

/** The one spelling to compare by. What is sent and sealed keeps the spelling in which it came. */
export function plainPartyOf<Party extends PartyId>(party: Party): Party {
  if (!isPhone(party)) return party;
  return { ...party, partyIdentifier: party.partyIdentifier.replace(phoneWithPlus, '') };
}

/** Every spelling of the party, its own first: who keeps it may keep another one. */
export function spellingsOf(party: PartyId): readonly [PartyId, ...PartyId[]] {
  if (!isPhone(party)) return [party];
  const plain = plainPartyOf(party);
  const isPlain = plain.partyIdentifier === party.partyIdentifier;
  const other = isPlain ? `+${plain.partyIdentifier}` : plain.partyIdentifier;
  return [party, { ...party, partyIdentifier: other }];
}

/**
 * The same for all spellings of one party, and for no two parties. Encoded: the identifier `1/x` must not
 * pass for the identifier `1` with the sub-id `x`.
 */
export function partyKeyOf(party: PartyId): string {
  const { partyIdType, partyIdentifier, partySubIdOrType } = plainPartyOf(party);
  const parts = [partyIdType, partyIdentifier, partySubIdOrType];
  return parts.flatMap((part) => (part === undefined ? [] : [encodeURIComponent(part)])).join('/');
}
