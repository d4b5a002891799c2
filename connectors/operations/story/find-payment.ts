/** The documents of one payment of a tenant: one of each side that it has. */
import { Problem } from '../../common/api/problems';
import {
  paymentDocumentSchema,
  type PaymentDocument,
} from '../../common/contracts/payment-documents';
import type { DocumentSearch } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { OperationsContext } from '../api/context';
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
  for (const field of ['transactionId', 'transferId']) {
    const found = await documentsWith(context, { tenant: [tenant], [field]: [id] });
    if (found.length > 0) return found;
  }
  throw new Problem('unknown-id', {
    detail: `${tenant} has no payment with this transactionId or transferId. One that was asked for within the last seconds may not be here yet.`,
  });
}

async function documentsWith(
  { elasticsearch, environment }: Asked,
  where: DocumentSearch['where'],
): Promise<PaymentDocument[]> {
  const found = await askElasticsearch(elasticsearch, environment.PAYMENT_DOCUMENTS_ALIAS, {
    where,
    newestBy: 'startedAt',
    documentsMax,
  });
  return found.map((source) => paymentDocumentSchema.parse(source)).sort(payersFirst);
}

const order = ['payer', 'payee', null];

function payersFirst(left: PaymentDocument, right: PaymentDocument): number {
  return order.indexOf(left.side) - order.indexOf(right.side);
}
