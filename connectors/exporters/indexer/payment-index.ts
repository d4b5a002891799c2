/** Where the documents of payments stand in Elasticsearch: an index for each month, by when the payment began. */
import type { IndexTemplate } from '../../common/doors/elasticsearch/elasticsearch-door';

export function paymentIndexOf(alias: string, startedAt: string): string {
  return `${alias}-${startedAt.slice(0, 7)}`;
}

/** Of this month and of the one before: where a payment stands of which is told now, but one that waits for long. */
export function likelyIndices(alias: string, occurredAt: string): readonly [string, string] {
  const monthStart = new Date(`${occurredAt.slice(0, 7)}-01T00:00:00.000Z`);
  const before = new Date(monthStart.getTime() - 1).toISOString();
  return [paymentIndexOf(alias, occurredAt), paymentIndexOf(alias, before)];
}

const keyword = { type: 'keyword' } as const;
const date = { type: 'date' } as const;
/** Text as it stands, since no float may hold money; to search between two amounts, a number beside it. */
const amount = { type: 'keyword', fields: { number: { type: 'double' } } } as const;
const money = { properties: { amount, currency: keyword } } as const;
const party = { properties: { fspId: keyword, partyIdType: keyword, token: keyword } } as const;

/** Strict: what is not here is a mistake of this build, and is seen as one. */
const mappings = {
  dynamic: 'strict',
  properties: {
    schemaVersion: { type: 'integer' },
    ...{ tenant: keyword, side: keyword, transactionId: keyword, engine: keyword, state: keyword },
    ...{ startedAt: date, updatedAt: date, endedAt: date },
    standsAt: { properties: { step: keyword, since: date, elementId: keyword } },
    ...{ transferId: keyword, quoteId: keyword, transactionRequestId: keyword },
    requestToken: keyword,
    ...{ origin: keyword, amountType: keyword, scenario: keyword },
    amount: money,
    payer: party,
    payee: party,
    terms: {
      properties: {
        ...{ transferAmount: money, payeeReceiveAmount: money },
        ...{ payeeFspFee: money, payerFspFee: money, expiresAt: keyword },
      },
    },
    hold: { properties: { state: keyword, since: date } },
    verdict: { properties: { state: keyword, onWordOf: keyword, since: date } },
    errorCode: keyword,
    fees: {
      properties: {
        ...{ entryId: keyword, executionPoint: keyword, ledgerEntryType: keyword },
        ...{ ruleId: keyword, debtor: keyword, creditor: keyword, amount, currency: keyword },
      },
    },
    incidents: {
      properties: {
        ...{ incidentKey: keyword, process: keyword, element: keyword, errorType: keyword },
        ...{ raisedAt: date, endedAt: date, ended: keyword },
      },
    },
    incidentsOpen: { type: 'integer' },
    decisions: {
      properties: {
        ...{ reason: keyword, choices: keyword, askedAt: date },
        ...{ decision: keyword, decidedAt: date },
      },
    },
    steps: {
      properties: {
        ...{ eventId: keyword, kind: keyword, occurredAt: date },
        ...{ partition: keyword, position: keyword, processInstanceKey: keyword },
        ...{ processDefinitionKey: keyword, elementId: keyword },
        // Told as it is; what is searched of it stands above.
        details: { type: 'object', enabled: false },
      },
    },
  },
} as const;

/**
 * The newest first, as they are asked for: so a search of the newest ends with its page, and needs not look at all that
 * fit. Months that began without it stay as they are.
 */
const newestFirst = { 'sort.field': 'startedAt', 'sort.order': 'desc' } as const;

export function paymentTemplate(alias: string, settings: object): IndexTemplate {
  return templateOfMonths(alias, mappings, { ...settings, ...newestFirst });
}

/** Of indices that are called after their alias and a month. */
export function templateOfMonths(
  alias: string,
  mappings: IndexTemplate['mappings'],
  settings: object,
): IndexTemplate {
  return {
    name: alias,
    patterns: [`${alias}-2*`],
    priority: 200,
    settings: { ...settings },
    mappings,
    aliases: [alias],
  };
}
