import { integrityViolated, notFound, Unmapped } from './errors';
import { nextId, type Account, type Identifier, type IdType, type Tenant } from './model';

export interface PartyId {
  readonly idType: IdType;
  readonly idValue: string;
  readonly subIdOrType: string | undefined;
}

function indexOf(party: PartyId): string {
  return [party.idType, party.idValue, party.subIdOrType ?? ''].join('\n');
}

function find(tenant: Tenant, party: PartyId): readonly Identifier[] {
  return tenant.identifiers.get(indexOf(party)) ?? [];
}

function unknownParty(party: PartyId): Error {
  const path = [party.idType, party.idValue, party.subIdOrType]
    .filter((part) => part !== undefined)
    .join('/');
  return notFound(
    'error.msg.interop.account.not.found',
    `Account not found for identifier ${path}`,
  );
}

export function findParty(tenant: Tenant, party: PartyId): Identifier {
  const [found, second] = find(tenant, party);
  if (found === undefined) throw unknownParty(party);
  // The database's unique key lets a null sub-id stand twice.
  if (second !== undefined)
    throw new Unmapped('More than one result was returned from Query.getSingleResult()');
  return found;
}

export function addIdentifier(tenant: Tenant, party: PartyId, account: Account): Identifier {
  const accountId = account.externalId;
  const { idType, idValue, subIdOrType } = party;
  const identifier: Identifier = {
    id: nextId(tenant, 'identifier'),
    idType,
    idValue,
    subIdOrType,
    accountId,
  };
  const same = find(tenant, party);
  const [first] = same;
  if (account.identifiers.some((other) => other.idType === idType)) {
    throw integrityViolated(
      'error.msg.interop.duplicate.account.identifier',
      `Account identifier of type \`${idType}' already exists for account with externalId \`${accountId}\``,
      'idType',
      [idType, accountId],
    );
  }
  if (first !== undefined && subIdOrType !== undefined) {
    throw integrityViolated(
      'error.msg.interop.unknown.data.integrity.issue',
      'Unknown data integrity issue with resource: ERROR: duplicate key value violates unique constraint "uk_interop_identifier_value"\n' +
        `  Detail: Key (type, a_value, sub_value_or_type)=(${idType}, ${idValue}, ${subIdOrType}) already exists.`,
    );
  }
  tenant.identifiers.set(indexOf(party), [...same, identifier]);
  account.identifiers.push(identifier);
  return identifier;
}

export function deleteIdentifier(tenant: Tenant, party: PartyId): Identifier {
  const [found, second] = find(tenant, party);
  if (found === undefined) throw unknownParty(party);
  if (second !== undefined) {
    throw integrityViolated(
      'error.msg.data.integrity.issue',
      'More than one result was returned from Query.getSingleResult()',
    );
  }
  tenant.identifiers.delete(indexOf(party));
  const owned = tenant.accounts.get(found.accountId)?.identifiers;
  owned?.splice(owned.indexOf(found), 1);
  return found;
}
