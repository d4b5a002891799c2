/** Free text, as somebody types it who looks for a payment: each word has to be found, in whatever it may mean. Pure. */
import type { PartyId } from '../../common/contracts/fspiop';
import {
  paymentDocumentStates,
  type PaymentDocumentState,
} from '../../common/contracts/payment-documents';
import { paymentEventTexts } from '../../common/contracts/payment-events';
import type { DocumentFilter } from '../../common/doors/elasticsearch/elasticsearch-door';
import { errorCodesNamed } from '../../common/fspiop-errors';
import { amountPattern, currencyDecimals, withoutTrailingZeros } from '../../common/money';
import { oneOf, range } from './conditions';

type TokenOf = (party: PartyId) => string | undefined;
/** What documents a word may mean; none where it cannot be meant so. */
type Reading = (word: string, tokenOf: TokenOf) => readonly DocumentFilter[];

/** More than anybody types; each is some ten conditions. */
export const wordsMax = 10;

export function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** @param text of {@link wordsMax} words at most */
export function wordFilters(text: string, tokenOf: TokenOf): DocumentFilter[] {
  return wordsIn(text).map((word) => ({
    kind: 'any-of',
    filters: readings.flatMap((read) => read(word, tokenOf)),
  }));
}

const readings: readonly Reading[] = [
  ids,
  phones,
  amounts,
  currencies,
  days,
  states,
  errors,
  steps,
  dfsps,
];

/** So many letters of an id as tell it from most others. */
const idLengthMin = 4;

function ids(word: string): readonly DocumentFilter[] {
  if (word.length < idLengthMin) return [];
  const spellings = [...new Set([word, word.toLowerCase()])];
  const fields = ['transactionId', 'transferId', 'quoteId', 'transactionRequestId'];
  const begins = fields.flatMap((field) =>
    spellings.map((prefix) => ({ kind: 'prefix', field, prefix }) as const),
  );
  // Keys of an engine all begin alike.
  if (!/^\d{10,20}$/.test(word)) return begins;
  return [...begins, oneOf('incidents.incidentKey', word), oneOf('steps.processInstanceKey', word)];
}

function phones(word: string, tokenOf: TokenOf): readonly DocumentFilter[] {
  if (!/^\+?\d{5,15}$/.test(word)) return [];
  const token = tokenOf({ partyIdType: 'MSISDN', partyIdentifier: word });
  return token === undefined ? [] : [oneOf('payer.token', token), oneOf('payee.token', token)];
}

function amounts(word: string): readonly DocumentFilter[] {
  const amount = withoutTrailingZeros(word);
  return amountPattern.test(amount) ? [oneOf('amount.amount', amount)] : [];
}

function currencies(word: string): readonly DocumentFilter[] {
  const code = word.toUpperCase();
  return currencyDecimals(code) === undefined ? [] : [oneOf('amount.currency', code)];
}

/** `2026-11` or `2026-11-28`, in UTC: when the payment began. */
function days(word: string): readonly DocumentFilter[] {
  const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(word) ?? [];
  if (year === undefined || month === undefined) return [];
  const at = [Number(year), Number(month) - 1, Number(day ?? '1')] as const;
  const from = new Date(Date.UTC(...at));
  // No such month, no such day.
  if (!from.toISOString().startsWith(word)) return [];
  const before = new Date(
    day === undefined ? Date.UTC(at[0], at[1] + 1) : Date.UTC(at[0], at[1], at[2] + 1),
  );
  return [range('startedAt', { from: from.toISOString(), before: before.toISOString() })];
}

const stateWords: Readonly<Record<PaymentDocumentState, readonly string[]>> = {
  quoted: ['quoted'],
  'under-way': ['pending', 'underway'],
  'waiting-for-payer': ['waiting'],
  'waiting-for-operator': ['waiting', 'operator'],
  paid: ['paid', 'successful', 'succeeded', 'completed'],
  failed: ['failed', 'unsuccessful'],
  cancelled: ['cancelled', 'canceled'],
};

function states(typed: string): readonly DocumentFilter[] {
  const word = typed.toLowerCase();
  if (['stuck', 'still', 'incident'].includes(word)) return [range('incidentsOpen', { from: 1 })];
  const meant = paymentDocumentStates.filter(
    (state) => state === word || stateWords[state].includes(word),
  );
  return meant.length === 0 ? [] : [oneOf('state', ...meant)];
}

const lettersMin = 4;
const isText = (word: string): boolean => word.length >= lettersMin && /^[a-z-]+$/i.test(word);

/** A code, or a word of what it is called: "insufficient". */
function errors(word: string): readonly DocumentFilter[] {
  if (/^\d{4}$/.test(word)) return [oneOf('errorCode', word)];
  const codes = isText(word) ? errorCodesNamed(word) : [];
  return codes.length === 0 ? [] : [oneOf('errorCode', ...codes)];
}

/** What a payment went through: "held", "committed", "switch". */
function steps(typed: string): readonly DocumentFilter[] {
  const word = typed.toLowerCase();
  if (!isText(word)) return [];
  const kinds = Object.keys(paymentEventTexts).filter(
    (kind) => kind === word || kind.split('-').includes(word),
  );
  return kinds.length === 0 ? [] : [oneOf('steps.kind', ...kinds)];
}

function dfsps(word: string): readonly DocumentFilter[] {
  const begins = (field: string) =>
    ({ kind: 'prefix', field, prefix: word, anyCase: true }) as const;
  return [begins('payer.fspId'), begins('payee.fspId')];
}
