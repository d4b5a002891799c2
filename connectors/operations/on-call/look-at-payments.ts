/** Asks Elasticsearch for money that is held, and outcomes that are unknown, for longer than the tenant's limits. */
import { z } from 'zod';
import { matterKey } from '../../common/contracts/back-office';
import type { KnownMatters } from '../../common/contracts/known-matters';
import { paymentDocumentSchema } from '../../common/contracts/payment-documents';
import type { PaymentEventKind } from '../../common/contracts/payment-events';
import type {
  DocumentFilter,
  ElasticsearchDoor,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KnownWork } from '../../common/contracts/operator-work';
import type { EpochMs } from '../../common/runtime';
import { formatDateTime, parseDateTime } from '../../common/time';
import type { OnCallTenant } from './settings';
import { stuckMatter, takenAsWork, type Stuck } from './stuck';

export interface PaymentsLookDeps {
  readonly elasticsearch: Pick<ElasticsearchDoor, 'search'>;
  /** Where the documents of payments stand. */
  readonly alias: string;
  readonly matters: Pick<KnownMatters, 'of'>;
  readonly work: Pick<KnownWork, 'of'>;
}

export interface StuckPayments {
  readonly stuck: readonly Stuck[];
  /** The oldest are seen; there are more. */
  readonly isCut: boolean;
}

/** More tell a person no more. */
const documentsMax = 1_000;
const timeoutMs = 5_000;

const { side, transactionId, transferId, amount, hold, verdict, steps } =
  paymentDocumentSchema.shape;
/** Of a document what is asked for here. */
const documentSchema = z.object({
  ...{ side, transactionId, transferId, amount, hold, verdict },
  startedAt: z.string(),
  steps: z.array(steps.element.pick({ kind: true, occurredAt: true }).strip()).default([]),
});
type Document = z.output<typeof documentSchema>;

const fields = [
  ...['side', 'transactionId', 'transferId', 'amount', 'hold', 'verdict', 'startedAt'],
  ...['steps.kind', 'steps.occurredAt'],
];

/** From then on the switch may end it without us. */
const sentToSwitch: readonly PaymentEventKind[] = ['sent-to-switch', 'transfer-accepted'];

export async function lookAtPayments(
  { tenant, settings: { limits } }: OnCallTenant,
  nowMs: EpochMs,
  deps: PaymentsLookDeps,
): Promise<StuckPayments> {
  const before = (ageMs: number) => formatDateTime(nowMs - ageMs);
  const notEnded: DocumentFilter[] = [
    { kind: 'one-of', field: 'tenant', values: [tenant] },
    { kind: 'not', filter: { kind: 'exists', field: 'endedAt' } },
  ];
  const [held, unknown] = await Promise.all([
    find(deps, 'hold.since', [
      ...notEnded,
      { kind: 'one-of', field: 'hold.state', values: ['held'] },
      { kind: 'range', field: 'hold.since', before: before(limits.heldForMax) },
    ]),
    find(deps, 'startedAt', [
      ...notEnded,
      { kind: 'one-of', field: 'steps.kind', values: sentToSwitch },
      { kind: 'not', filter: { kind: 'exists', field: 'verdict.state' } },
      // It was sent later: that is looked at below.
      { kind: 'range', field: 'startedAt', before: before(limits.unknownForMax) },
    ]),
  ]);
  const isUnknownForLong = (one: Document) =>
    nowMs - (parseDateTime(sentAtOf(one) ?? '') ?? 0) > limits.unknownForMax;
  const documents = [...held.documents, ...unknown.documents.filter(isUnknownForLong)];
  const stuck = documents.map((one) => stuckPayment(tenant, one, deps));
  return {
    // Many are both.
    stuck: [...new Map(stuck.map((one) => [one.matterKey, one])).values()],
    isCut: held.isCut || unknown.isCut,
  };
}

async function find(
  { elasticsearch, alias }: PaymentsLookDeps,
  oldestBy: string,
  filters: readonly DocumentFilter[],
): Promise<{ readonly documents: readonly Document[]; readonly isCut: boolean }> {
  const sort = [{ field: oldestBy, type: 'date', order: 'ascending' }] as const;
  const search = { filters, sort, documentsMax, fields, timeoutMs };
  const { documents, end } = await elasticsearch.search(alias, search);
  return {
    documents: documents.map(({ source }) => documentSchema.parse(source)),
    isCut: end !== undefined,
  };
}

function sentAtOf({ steps: all }: Document): string | undefined {
  return all.find(({ kind }) => sentToSwitch.some((one) => one === kind))?.occurredAt;
}

function stuckPayment(
  tenant: string,
  document: Document,
  { matters, work }: PaymentsLookDeps,
): Stuck {
  const { hold: held, startedAt, amount: money } = document;
  // The same for as long as it is stuck, whatever is found out meanwhile: by it somebody has taken it.
  const since = held?.since ?? sentAtOf(document) ?? startedAt;
  const stuckSinceMs = parseDateTime(since) ?? parseDateTime(startedAt) ?? 0;
  const { kind, what, whatToDo } = wordsOf(document);
  // Fees that are made up for have no side, and are never held or sent.
  const of = document.side ?? 'payer';
  const transfer = document.transferId ?? document.transactionId;
  const key = matterKey({ kind: 'payment', tenant, side: of, transferId: transfer });
  const matter = matters.of(key);
  if (matter?.state === 'waiting') {
    // For a decision, though not for long yet: those words say more, and whoever has taken it has it.
    return { ...stuckMatter(matter, stuckSinceMs, work.of(tenant)), kind, stuckSinceMs };
  }
  const taken = takenAsWork(key, since, work.of(tenant));
  return {
    ...{
      kind,
      matterKey: key,
      since,
      stuckSinceMs,
      side: of,
      transferId: transfer,
      what,
      whatToDo,
    },
    ...(money && { amount: money }),
    ...(taken && { taken }),
  };
}

const tryStep =
  'See which step it stands at (`hub audit show <transactionId>`), and mend what that step lacks, or start what does it.';

function wordsOf(document: Document): Pick<Stuck, 'kind' | 'what' | 'whatToDo'> {
  const { state } = document.verdict ?? {};
  if (state === 'COMMITTED') {
    const what =
      'the transfer is committed at the switch, and the money is still held on the account of the payer: it is not booked';
    return { kind: 'held', what, whatToDo: `${tryStep} Release nothing: the payee has the money.` };
  }
  if (state === 'ABORTED') {
    const what =
      'the transfer is aborted, and the money is still held on the account of the payer: it is not given back';
    return { kind: 'held', what, whatToDo: tryStep };
  }
  if (sentAtOf(document) === undefined) {
    const what =
      'the money is held on the account of the payer, and the transfer has not gone to the switch as far as is known';
    const care = 'Release nothing by hand before its own records say that it has no such transfer.';
    return { kind: 'held', what, whatToDo: `${tryStep} ${care}` };
  }
  const what = 'the switch has the transfer and has not said how it ended';
  const whatToDo =
    'See that the switch answers: it is asked again by itself. Move no money by hand before its own records say how the transfer ended.';
  return { kind: 'unknown', what, whatToDo };
}
