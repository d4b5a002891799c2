/** What the documents of payments tell of those that wait, beside what the engines tell: whose they are, until when they may go on. */
import { z } from 'zod';
import { paymentDocumentSchema } from '../../common/contracts/payment-documents';
import { messageOf } from '../../common/message-of';
import type { OperationsContext } from '../api/context';
import { oneOf } from '../search/conditions';

interface Waiting {
  readonly side: string;
  readonly transactionId: string;
}

export interface KnownOfPayment {
  readonly payer?: { readonly fspId?: string; readonly partyIdType?: string };
  readonly payee?: { readonly fspId?: string; readonly partyIdType?: string };
  /** Of its terms: the switch takes no transfer after that. */
  readonly expiresAt?: string;
}

type Context = Pick<OperationsContext, 'elasticsearch' | 'environment' | 'deps'>;

/** The list waits no longer for it: it is shown without. */
const timeoutMs = 1_000;

const partySchema = paymentDocumentSchema.shape.payer.omit({ token: true }).strip();
const documentSchema = z.object({
  side: z.string().nullable(),
  transactionId: z.string(),
  payer: partySchema,
  payee: partySchema,
  terms: z.object({ expiresAt: z.string() }).optional(),
});

/** Of persons nothing that names them. Without an answer in time: of none. */
export async function knownOfPayments(
  tenant: string,
  rows: readonly Waiting[],
  { elasticsearch, environment, deps }: Context,
): Promise<(row: Waiting) => KnownOfPayment> {
  if (rows.length === 0) return () => ({});
  const ids = new Set(rows.map(({ transactionId }) => transactionId));
  try {
    const { documents } = await elasticsearch.search(environment.PAYMENT_DOCUMENTS_ALIAS, {
      filters: [oneOf('tenant', tenant), oneOf('transactionId', ...ids)],
      sort: [
        { field: 'transactionId', type: 'keyword', order: 'ascending' },
        { field: 'side', type: 'keyword', order: 'ascending' },
      ],
      fields: ['side', 'transactionId', 'payer', 'payee', 'terms.expiresAt'],
      // Both sides can be here, and fees that were made up for.
      documentsMax: 3 * ids.size,
      timeoutMs,
    });
    const known = new Map(documents.map(({ source }) => entryOf(source)));
    return (row) => known.get(nameOf(row)) ?? {};
  } catch (error) {
    deps.log.warn({ reason: messageOf(error) }, 'whose payments wait cannot be told now');
    return () => ({});
  }
}

function entryOf(source: unknown): readonly [string, KnownOfPayment] {
  const { side, transactionId, payer, payee, terms } = documentSchema.parse(source);
  const expiresAt = terms?.expiresAt;
  return [
    nameOf({ side: side ?? '', transactionId }),
    { payer, payee, ...(expiresAt !== undefined && { expiresAt }) },
  ];
}

function nameOf({ side, transactionId }: Waiting): string {
  return `${side} ${transactionId}`;
}
