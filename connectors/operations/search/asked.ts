/** What payments are asked for: the body of `searchPayments`, which openapi.yaml holds callers to. */
import type { PartyId } from '../../common/contracts/fspiop';
import type { PaymentDocumentState } from '../../common/contracts/payment-documents';
import type { PaymentEvent } from '../../common/contracts/payment-events';
import { instantOf } from '../api/instant';

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
  readonly startedFrom?: string;
  readonly startedBefore?: string;
  readonly text?: string;
  readonly sort?: SortName;
  readonly after?: string;
  readonly limit?: number;
}

export type SortName = 'newest' | 'oldest' | 'changed' | 'largest' | 'smallest';

/** Times as Elasticsearch knows them. @throws Problem for those that are in no calendar */
export function readSearch(body: unknown): PaymentSearch {
  const search = body as PaymentSearch;
  const { startedFrom, startedBefore } = search;
  return {
    ...search,
    ...(startedFrom !== undefined && {
      startedFrom: instantOf(startedFrom, { pointer: '/startedFrom' }),
    }),
    ...(startedBefore !== undefined && {
      startedBefore: instantOf(startedBefore, { pointer: '/startedBefore' }),
    }),
  };
}
