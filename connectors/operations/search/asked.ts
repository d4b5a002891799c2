/** What payments are asked for: the body of `searchPayments`, which openapi.yaml holds callers to. */
import type { PartyId } from '../../common/contracts/fspiop';
import { compareExact, readNumber } from '../../common/decimal/exact';
import type { PaymentDocumentState } from '../../common/contracts/payment-documents';
import type { PaymentEvent } from '../../common/contracts/payment-events';
import { Problem } from '../../common/api/problems';
import { translated } from '../../common/words/languages';
import { instantOf, isReversed, refuseReversed } from '../api/instant';
import { searchWords } from './search-words';
import { wordsIn, wordsMax } from './words';

export interface PaymentSearch {
  /** Whose it is does not matter: beside it nothing else counts. */
  readonly id?: string;
  readonly party?: PartyId;
  readonly counterpart?: string;
  readonly side?: NonNullable<PaymentEvent['side']>;
  readonly states?: readonly PaymentDocumentState[];
  readonly amountFrom?: string;
  readonly amountTo?: string;
  readonly currency?: string;
  readonly errorCodes?: readonly string[];
  readonly standsAt?: readonly string[];
  readonly wentThrough?: readonly string[];
  readonly standsStill?: boolean;
  readonly engine?: string;
  /** `engine/processDefinitionKey` */
  readonly ranBy?: string;
  readonly wentThroughElement?: string;
  readonly standsAtElement?: string;
  readonly startedFrom?: string;
  readonly startedBefore?: string;
  readonly text?: string;
  readonly sort?: SortName;
  readonly after?: string;
  readonly limit?: number;
}

export type SortName = 'newest' | 'oldest' | 'changed' | 'largest' | 'smallest';

/**
 * Times as Elasticsearch knows them.
 *
 * @throws Problem for those that are in no calendar, a text of too many words, and a range that ends before it begins
 */
export function readSearch(body: unknown): PaymentSearch {
  const search = body as PaymentSearch;
  const { startedFrom, startedBefore, text = '' } = search;
  if (wordsIn(text).length > wordsMax) throw tooManyWords();
  const read = {
    ...search,
    ...(startedFrom !== undefined && {
      startedFrom: instantOf(startedFrom, { pointer: '/startedFrom' }),
    }),
    ...(startedBefore !== undefined && {
      startedBefore: instantOf(startedBefore, { pointer: '/startedBefore' }),
    }),
  };
  if (search.id === undefined) refuseReversedRanges(read);
  return read;
}

function refuseReversedRanges(search: PaymentSearch): void {
  const { startedFrom, startedBefore, amountFrom, amountTo } = search;
  refuseReversed(isReversed(startedFrom, startedBefore), { pointer: '/startedBefore' });
  if (amountFrom === undefined || amountTo === undefined) return;
  const isAmountReversed = compareExact(readNumber(amountTo), readNumber(amountFrom)) < 0;
  refuseReversed(isAmountReversed, { pointer: '/amountTo' });
}

/** To look for some of them would find what nobody has asked for. */
function tooManyWords(): Problem {
  const detail = translated(searchWords, (said) => said.tooManyWords(wordsMax));
  return new Problem('invalid-request', { errors: [{ pointer: '/text', detail }] });
}
