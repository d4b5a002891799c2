/** The documents of one payment of a tenant: one of each side that it has. */
import { z } from 'zod';
import { Problem } from '../../common/api/problems';
import { matterKey } from '../../common/contracts/back-office';
import {
  paymentDocumentSchema,
  type PaymentDocument,
} from '../../common/contracts/payment-documents';
import type { OperationsContext } from '../api/context';
import { apiWords } from '../api/api-words';
import { translated } from '../../common/words/languages';
import { askElasticsearch } from '../api/ask-elasticsearch';

type Asked = Pick<OperationsContext, 'elasticsearch' | 'environment'>;

/** A payment has three at most: payer's, payee's, and that of fees which were made up for. */
const documentsMax = 10;

/**
 * @param id of the transaction, or of the transfer
 * @throws Problem when this tenant has none, or nobody can say
 */
export async function findPayment(
  context: Asked,
  tenant: string,
  id: string,
): Promise<readonly PaymentDocument[]> {
  const found = await sourcesOf(context, tenant, id);
  if (found.length > 0) {
    return found.map((source) => paymentDocumentSchema.parse(source)).sort(payersFirst);
  }
  throw new Problem('unknown-id', {
    detail: translated(apiWords, (said) => said.noPayment(tenant)),
  });
}

/**
 * All by which people name a payment when they act on it: its own ids, and those of what stood still of it.
 *
 * @param id may be of something else, and then stands for itself alone
 * @throws Problem when nobody can say
 */
export async function idsOfPayment(
  context: Asked,
  tenant: string,
  id: string,
): Promise<ReadonlySet<string>> {
  const sources = await sourcesOf(context, tenant, id);
  return new Set([id, ...sources.flatMap((source) => namesOf(namesSchema.parse(source)))]);
}

/** Of a document, whatever else a newer build may have written into it. */
const namesSchema = paymentDocumentSchema
  .pick({
    ...{ tenant: true, side: true, transactionId: true, transferId: true },
    ...{ quoteId: true, transactionRequestId: true },
  })
  .extend({ incidents: z.array(z.object({ incidentKey: z.string() })) })
  .strip();

function namesOf(document: z.infer<typeof namesSchema>): string[] {
  const { tenant, side, transactionId, transferId, quoteId, transactionRequestId } = document;
  const keys = document.incidents.map(({ incidentKey }) => incidentKey);
  // By these its owner takes it and lets it go.
  const matters = [
    ...keys.map((incidentKey) => matterKey({ kind: 'incident', incidentKey })),
    ...(side === null || transferId === undefined
      ? []
      : [matterKey({ kind: 'payment', tenant, side, transferId })]),
  ];
  const ids = [transactionId, transferId, quoteId, transactionRequestId];
  return [...ids.filter((one) => one !== undefined), ...keys, ...matters];
}

async function sourcesOf(
  { elasticsearch, environment }: Asked,
  tenant: string,
  id: string,
): Promise<readonly unknown[]> {
  for (const field of ['transactionId', 'transferId']) {
    const found = await askElasticsearch(elasticsearch, environment.PAYMENT_DOCUMENTS_ALIAS, {
      where: { tenant: [tenant], [field]: [id] },
      newestBy: 'startedAt',
      documentsMax,
    });
    if (found.length > 0) return found;
  }
  return [];
}

const order = ['payer', 'payee', null];

function payersFirst(left: PaymentDocument, right: PaymentDocument): number {
  return order.indexOf(left.side) - order.indexOf(right.side);
}
