import { withdrawable } from './balances';
import { dateParts } from './clock';
import { exact } from './json';
import type { Account, Client, Identifier, StoredCommand } from './model';
import { madeBy, padded, wasActive } from './view-parts';

/** GET interoperation/accounts/{accountId} */
export function interopAccountView(account: Account): object {
  const last = account.transactions.findLast((row) => !row.reversed);
  return {
    accountId: account.externalId,
    savingProductId: String(account.product.id),
    productName: account.product.name,
    shortProductName: account.product.shortName,
    currency: account.currency,
    accountBalance: exact(account.ledger),
    availableBalance: exact(withdrawable(account)),
    status: account.status,
    subStatus: account.subStatus,
    accountType: 'INDIVIDUAL',
    depositType: 'SAVINGS_DEPOSIT',
    activatedOn: wasActive(account) ? dateParts(account.activatedOn) : undefined,
    statusUpdateOn: dateParts(account.closedOn ?? account.activatedOn),
    balanceOn: last === undefined ? undefined : dateParts(last.date),
    identifiers: account.identifiers.map(identifierView),
    clientId: account.clientId,
  };
}

export function identifierView({ idType, idValue, subIdOrType }: Identifier): object {
  return { idType, idValue, subIdOrType };
}

/** GET clients/{id} */
export function clientView(client: Client): object {
  return {
    id: client.id,
    accountNo: padded(client.id),
    externalId: client.externalId,
    status: client.active
      ? { id: 300, code: 'clientStatusType.active', value: 'Active' }
      : { id: 600, code: 'clientStatusType.closed', value: 'Closed' },
    active: client.active,
    activationDate: [2026, 1, 1],
    firstname: client.firstname,
    lastname: client.lastname,
    displayName: `${client.firstname} ${client.lastname}`,
    mobileNo: client.mobileNo,
    isStaff: false,
    officeId: 1,
    officeName: 'Head Office',
    timeline: {
      submittedOnDate: [2026, 1, 1],
      activatedOnDate: [2026, 1, 1],
      ...madeBy('activated'),
    },
    savingsProductName: String(client.id),
    legalForm: { id: 1, code: 'legalFormType.person', value: 'Person' },
    clientCollateralManagements: [],
    groups: [],
  };
}

/** GET audits; the command itself only from audits/{id}. */
export function auditView(command: StoredCommand, withCommand: boolean): object {
  return {
    id: command.id,
    actionName: command.actionName,
    entityName: command.entityName,
    maker: command.maker,
    madeOnDate: command.madeOnMillis,
    commandAsJson: withCommand ? command.commandAsJson : undefined,
    url: command.url,
  };
}
