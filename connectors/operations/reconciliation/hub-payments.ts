/** What the hub knows of payments, from their documents in Elasticsearch. */
import {
  paymentDocumentSchema,
  type PaymentDocumentState,
} from '../../common/contracts/payment-documents';
import type {
  DocumentFilter,
  ElasticsearchDoor,
  FoundDocument,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import { messageOf } from '../../common/message-of';
import { CannotRun } from '../../common/terminal';
import { formatDateTime } from '../../common/time';
import type { Cut, HubPayment, HubState } from './facts';

const timeoutMs = 30_000;
const transfersAtOnce = 500;

/** Elasticsearch reads of a document what is compared, and not its story. */
const documentSchema = paymentDocumentSchema.pick({
  side: true,
  transactionId: true,
  transferId: true,
  state: true,
  startedAt: true,
  endedAt: true,
  amount: true,
  terms: true,
});
const fields = Object.keys(documentSchema.shape);

/** `quoted`: the other DFSP may never send the transfer. */
const states: Readonly<Record<PaymentDocumentState, HubState>> = {
  quoted: 'open',
  'under-way': 'open',
  'waiting-for-payer': 'open',
  'waiting-for-operator': 'open',
  paid: 'paid',
  failed: 'failed',
  cancelled: 'broken-off',
};
const openStates = ['under-way', 'waiting-for-payer', 'waiting-for-operator'] as const;

export class HubPayments {
  constructor(
    private readonly elasticsearch: Pick<ElasticsearchDoor, 'scan'>,
    private readonly alias: string,
    private readonly tenant: string,
  ) {}

  /** Those that ended on the day, and those that had begun and have not ended. @throws CannotRun */
  ofDay({ fromMs, untilMs }: Cut): AsyncGenerator<HubPayment> {
    const [from, before] = [formatDateTime(fromMs), formatDateTime(untilMs)];
    return this.scan([
      {
        kind: 'any-of',
        filters: [
          { kind: 'range', field: 'endedAt', from, before },
          {
            kind: 'all-of',
            filters: [
              { kind: 'one-of', field: 'state', values: openStates },
              { kind: 'range', field: 'startedAt', before },
            ],
          },
        ],
      },
    ]);
  }

  /** @throws CannotRun */
  async ofTransfers(transferIds: readonly string[]): Promise<readonly HubPayment[]> {
    const found: HubPayment[] = [];
    for (let at = 0; at < transferIds.length; at += transfersAtOnce) {
      const values = transferIds.slice(at, at + transfersAtOnce);
      const filter = { kind: 'one-of', field: 'transferId', values } as const;
      for await (const payment of this.scan([filter])) found.push(payment);
    }
    return found;
  }

  private async *scan(filters: readonly DocumentFilter[]): AsyncGenerator<HubPayment> {
    const ofTenant = { kind: 'one-of', field: 'tenant', values: [this.tenant] } as const;
    const hasTransfer = { kind: 'exists', field: 'transferId' } as const;
    const scan = { filters: [ofTenant, hasTransfer, ...filters], fields, timeoutMs };
    try {
      for await (const documents of this.elasticsearch.scan(this.alias, scan)) {
        yield* documents.flatMap(paymentIn);
      }
    } catch (error) {
      throw new CannotRun(`Elasticsearch does not tell the payments: ${messageOf(error)}`);
    }
  }
}

/** None of missed fees, which are no payment. */
function paymentIn({ source }: FoundDocument): HubPayment[] {
  const document = documentSchema.parse(source);
  const { side, transactionId, transferId, state, startedAt, endedAt, amount, terms } = document;
  if (side === null || transferId === undefined) return [];
  return [
    {
      ...{ side, transactionId, transferId, state: states[state] },
      startedMs: Date.parse(startedAt),
      endedMs: endedAt === undefined ? undefined : Date.parse(endedAt),
      // The payer's DFSP learns from the quote what the transfer is of; the payee's from the transfer.
      amount: terms?.transferAmount ?? amount,
    },
  ];
}
