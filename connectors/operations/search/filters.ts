/** From what a person asks for to what documents have to be like. Pure. */
import type { PartyId } from '../../common/contracts/fspiop';
import { transactionIdOf } from '../../common/contracts/keys';
import type { PersonTokens } from '../../common/contracts/person-tokens';
import type {
  DocumentFilter,
  DocumentSort,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import type { PaymentSearch, SortName } from './asked';
import { oneOf, range } from './conditions';
import { wordFilters } from './words';

/** The tenant is the first of them, always and whatever else is asked. */
export function filtersOf(
  tenant: string,
  search: PaymentSearch,
  tokens: PersonTokens | undefined,
): readonly DocumentFilter[] {
  const own = oneOf('tenant', tenant);
  if (search.id !== undefined) return [own, idFilter(tenant, search.id.trim())];
  return [own, ...partyFilters(tenant, search, tokens), ...plainFilters(search)];
}

function plainFilters(search: PaymentSearch): DocumentFilter[] {
  const { side, states, errorCodes, standsAt, wentThrough, standsStill, currency } = search;
  const { engine, amountFrom, amountTo, startedFrom, startedBefore } = search;
  const filters: DocumentFilter[] = [];
  if (side !== undefined) filters.push(oneOf('side', side));
  if (states !== undefined) filters.push(oneOf('state', ...states));
  if (errorCodes !== undefined) filters.push(oneOf('errorCode', ...errorCodes));
  if (standsAt !== undefined) filters.push(oneOf('standsAt.step', ...standsAt));
  for (const step of wentThrough ?? []) filters.push(oneOf('steps.kind', step));
  if (standsStill !== undefined) filters.push(stillFilter(standsStill));
  if (engine !== undefined) filters.push(oneOf('engine', engine));
  if (currency !== undefined) filters.push(oneOf('amount.currency', currency));
  if (amountFrom !== undefined || amountTo !== undefined) {
    filters.push(range('amount.amount.number', { from: amountFrom, to: amountTo }));
  }
  if (startedFrom !== undefined || startedBefore !== undefined) {
    filters.push(range('startedAt', { from: startedFrom, before: startedBefore }));
  }
  return [...filters, ...elementFilters(search)];
}

/** Where in a diagram. Of one that ran by two processes with elements of one id either may be meant. */
function elementFilters(search: PaymentSearch): DocumentFilter[] {
  const { ranBy, wentThroughElement, standsAtElement } = search;
  const filters: DocumentFilter[] = [];
  if (ranBy !== undefined) filters.push(ranByFilter(ranBy));
  if (wentThroughElement !== undefined) {
    filters.push(oneOf('steps.elementId', wentThroughElement));
  }
  if (standsAtElement !== undefined) filters.push(standsAtFilter(standsAtElement));
  return filters;
}

function ranByFilter(ranBy: string): DocumentFilter {
  const [engine = '', processDefinitionKey = ''] = ranBy.split('/');
  const ran = oneOf('steps.processDefinitionKey', processDefinitionKey);
  return { kind: 'all-of', filters: [oneOf('engine', engine), ran] };
}

/** At its incident, else at the element that told the last step. */
function standsAtFilter(elementId: string): DocumentFilter {
  const where = (standsStill: boolean, field: string): DocumentFilter => ({
    kind: 'all-of',
    filters: [stillFilter(standsStill), oneOf(field, elementId)],
  });
  return {
    kind: 'any-of',
    filters: [where(true, 'incidents.element'), where(false, 'standsAt.elementId')],
  };
}

function partyFilters(
  tenant: string,
  { party, counterpart, text }: PaymentSearch,
  tokens: PersonTokens | undefined,
): DocumentFilter[] {
  const tokenOf = (one: PartyId): string | undefined =>
    tokens?.tokenOf(tenant, tokens.fingerprintOf(one));
  const filters: DocumentFilter[] = [];
  if (party !== undefined) filters.push(tokenFilter(tokenOf(party)));
  if (counterpart !== undefined) filters.push(counterpartFilter(counterpart));
  if (text !== undefined) filters.push(...wordFilters(text, tokenOf));
  return filters;
}

const idFields = [
  'transferId',
  'quoteId',
  'transactionRequestId',
  'fees.entryId',
  'incidents.incidentKey',
  'steps.processInstanceKey',
];

/** As it was given, and as programs write it; that of a channel's own request gives the transaction's. */
function idFilter(tenant: string, id: string): DocumentFilter {
  const spellings = [...new Set([id, id.toLowerCase()])];
  const derived = spellings.map((one) => transactionIdOf(tenant, one));
  return {
    kind: 'any-of',
    filters: [
      oneOf('transactionId', ...spellings, ...derived),
      ...idFields.map((field) => oneOf(field, ...spellings)),
    ],
  };
}

function tokenFilter(token: string | undefined): DocumentFilter {
  if (token === undefined) throw new Error('nobody is found by a number without a secret');
  return { kind: 'any-of', filters: [oneOf('payer.token', token), oneOf('payee.token', token)] };
}

/** The other side's: a tenant's own name stands in all of its documents. */
function counterpartFilter(fspId: string): DocumentFilter {
  const other = (side: string, field: string): DocumentFilter => ({
    kind: 'all-of',
    filters: [oneOf('side', side), oneOf(field, fspId)],
  });
  return {
    kind: 'any-of',
    filters: [other('payer', 'payee.fspId'), other('payee', 'payer.fspId')],
  };
}

function stillFilter(standsStill: boolean): DocumentFilter {
  return range('incidentsOpen', standsStill ? { from: 1 } : { to: 0 });
}

const first: Readonly<Record<SortName, DocumentSort>> = {
  newest: { field: 'startedAt', type: 'date', order: 'descending' },
  oldest: { field: 'startedAt', type: 'date', order: 'ascending' },
  changed: { field: 'updatedAt', type: 'date', order: 'descending' },
  largest: { field: 'amount.amount.number', type: 'number', order: 'descending' },
  smallest: { field: 'amount.amount.number', type: 'number', order: 'ascending' },
};

/** Of one tenant a transaction and a side name one document. */
export function sortOf(name: SortName): readonly DocumentSort[] {
  return [
    first[name],
    { field: 'transactionId', type: 'keyword', order: 'ascending' },
    { field: 'side', type: 'keyword', order: 'ascending' },
  ];
}
