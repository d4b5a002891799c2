/** A payment in one row: how it stands and where the money is. Of persons nothing that names them. */
import { z } from 'zod';
import { guard } from '../../common/csv';
import {
  paymentDocumentSchema,
  type PaymentDocument,
} from '../../common/contracts/payment-documents';
import { wordsOf } from '../../common/payment-story/chapters';
import type { EpochMs } from '../../common/runtime';
import type { Language } from '../../common/words/languages';
import { headlineOf } from '../story/headline';
import { searchWords } from './search-words';

/** What a row is made of: of fees, incidents and what each step has told nothing. */
export const rowFields: readonly string[] = [
  ...['schemaVersion', 'tenant', 'side', 'transactionId', 'engine', 'state'],
  ...['startedAt', 'updatedAt', 'endedAt', 'transferId', 'quoteId', 'transactionRequestId'],
  ...['origin', 'scenario', 'amount', 'payer', 'payee', 'terms', 'hold', 'verdict', 'errorCode'],
  ...['incidentsOpen', 'decisions', 'standsAt', 'steps.kind', 'steps.occurredAt'],
];

const { fees, incidents, steps } = paymentDocumentSchema.shape;
const notRead = z.string().default('');

export const rowDocumentSchema = paymentDocumentSchema.extend({
  fees: fees.default([]),
  incidents: incidents.default([]),
  steps: z.array(
    steps.element.extend({
      ...{ eventId: notRead, partition: notRead, position: notRead, processInstanceKey: notRead },
      details: steps.element.shape.details.default({}),
    }),
  ),
});

export function rowOf(
  document: PaymentDocument,
  { nowMs, language }: { readonly nowMs: EpochMs; readonly language: Language },
) {
  const { side, state, transactionId, transferId, quoteId, transactionRequestId } = document;
  const { startedAt, updatedAt, endedAt, amount, errorCode, hold, verdict, origin } = document;
  const { whatHappened, whereTheMoneyIs } = headlineOf(document, language);
  return {
    ...{ side, state, standsStill: document.incidentsOpen > 0 },
    ...{ transactionId, transferId, quoteId, transactionRequestId },
    ...{ startedAt, updatedAt, endedAt, ageS: ageOf(document, nowMs) },
    ...{ amount, origin, errorCode, hold, verdict },
    standsAt: document.standsAt && {
      ...document.standsAt,
      text: wordsOf(document.standsAt.step, language),
    },
    payer: maskedOf(document.payer),
    payee: maskedOf(document.payee),
    ...{ whatHappened, whereTheMoneyIs },
  };
}
export type PaymentRow = ReturnType<typeof rowOf>;

function maskedOf({ fspId, partyIdType }: PaymentDocument['payer']) {
  return { fspId, partyIdType };
}

/** How long it took, or has taken until now. */
function ageOf({ startedAt, endedAt }: PaymentDocument, nowMs: EpochMs): number {
  const endMs = endedAt === undefined ? nowMs : Date.parse(endedAt);
  return Math.max(0, Math.floor((endMs - Date.parse(startedAt)) / 1_000));
}

export function csvHeadings(language: Language): readonly string[] {
  return searchWords[language].headings.split(',');
}

export function csvRowOf(row: PaymentRow, language: Language): string[] {
  const { yes, no } = searchWords[language];
  const { payer, payee, amount, standsAt } = row;
  return [
    ...[row.startedAt, row.state, row.side ?? '', amount?.amount ?? '', amount?.currency ?? ''],
    ...[guard(payer.fspId ?? ''), guard(payee.fspId ?? ''), row.errorCode ?? ''],
    ...[standsAt?.text ?? '', standsAt?.since ?? '', row.endedAt ?? '', String(row.ageS)],
    ...[row.standsStill ? yes : no, guard(row.transactionId)],
    ...[guard(row.transferId ?? ''), guard(row.quoteId ?? '')],
    ...[row.whatHappened, row.whereTheMoneyIs],
  ];
}
