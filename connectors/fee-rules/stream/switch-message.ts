/**
 * What central-ledger tells on its topic of notifications: recorded in test/fixtures/switch-messages.json
 * from central-ledger 19.14. Who has the transfer's amount and packet (`prepare`) and who tells that it
 * is committed (`commit`; `reserve` when the payee asked to be told) are two messages.
 */
import { z } from 'zod';
import { feeTransactionSchema } from '../../common/contracts/fees';
import { moneySchema } from '../../common/contracts/fspiop';
import { decodePacket } from '../../common/ilp/packet';
import { parseJson, parseJsonBytes } from '../../common/json';
import { formatDateTime, parseDateTime } from '../../common/time';

const messageSchema = z.object({
  /** The transfer's id, for messages about transfers. */
  id: z.string().min(1),
  content: z.object({ payload: z.unknown() }),
  metadata: z.object({
    event: z.object({
      type: z.string(),
      action: z.string(),
      createdAt: z.string().optional(),
      state: z.object({ status: z.string() }),
    }),
  }),
});

/** FSPIOP 6.7.3.1 POST /transfers, what of it charges depend on. */
const prepareSchema = z.object({
  transferId: z.string().min(1),
  payerFsp: z.string().min(1),
  payeeFsp: z.string().min(1),
  amount: moneySchema,
  ilpPacket: z.string(),
});

/** FSPIOP 6.7.4.1 PUT /transfers/{ID} */
const fulfilSchema = z.object({
  transferState: z.string(),
  completedTimestamp: z.string().optional(),
});

const partySchema = z.looseObject({ partyIdInfo: z.looseObject({}) });
const transactionSchema = z.looseObject({
  transactionId: z.string().min(1),
  payer: partySchema,
  payee: partySchema,
});

/** A transfer that the switch has let through to the payee. */
export const preparedTransferSchema = z.object({
  transferId: z.string().min(1),
  /** FSPIOP Transaction with the transfer's own amount and DFSPs; null: the packet holds none. */
  transaction: feeTransactionSchema.nullable(),
});
export type PreparedTransfer = z.output<typeof preparedTransferSchema>;

export type SwitchMessage =
  | { readonly kind: 'prepared'; readonly transfer: PreparedTransfer }
  | { readonly kind: 'committed'; readonly transferId: string; readonly occurredAt: string }
  /** Nothing that moves money: refusals, time-outs, answers to questions, other business. */
  | { readonly kind: 'other' };

const other: SwitchMessage = { kind: 'other' };

/** @throws ZodError for what central-ledger would not write */
export function readSwitchMessage(json: unknown): SwitchMessage {
  const { id, content, metadata } = messageSchema.parse(json);
  const { type, action, createdAt, state } = metadata.event;
  if (type !== 'notification' || state.status !== 'success') return other;
  if (action === 'prepare') {
    return { kind: 'prepared', transfer: preparedOf(prepareSchema.parse(decode(content.payload))) };
  }
  if (action !== 'commit' && action !== 'reserve') return other;
  const { transferState, completedTimestamp } = fulfilSchema.parse(decode(content.payload));
  if (transferState !== 'COMMITTED') return other;
  return {
    kind: 'committed',
    transferId: id,
    occurredAt: instantOf(completedTimestamp, createdAt),
  };
}

function preparedOf(prepare: z.output<typeof prepareSchema>): PreparedTransfer {
  const { transferId, payerFsp, payeeFsp, amount, ilpPacket } = prepare;
  const json = parseJson(decodePacket(ilpPacket)?.transactionJson ?? '');
  const transaction = transactionSchema.safeParse(json).data;
  if (transaction === undefined) return { transferId, transaction: null };
  const at = (party: z.output<typeof partySchema>, fspId: string) => ({
    ...party,
    partyIdInfo: { ...party.partyIdInfo, fspId },
  });
  // The switch compares nothing with the packet: what it has moved between whom stands in the transfer.
  const moved = {
    ...transaction,
    amount,
    payer: at(transaction.payer, payerFsp),
    payee: at(transaction.payee, payeeFsp),
  };
  return { transferId, transaction: feeTransactionSchema.safeParse(moved).data ?? null };
}

/** Bodies that pass through stand as data URLs, those that central-ledger makes as objects. */
function decode(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload;
  const base64 = /^data:[^,]*;base64,(.*)$/s.exec(payload)?.[1];
  if (base64 === undefined) return parseJson(payload);
  return parseJsonBytes(Buffer.from(base64, 'base64'));
}

/** A switch takes a time that is up to some minutes old. */
const payeeTimeToleranceMs = 600_000;

/**
 * FSPIOP lets a payee leave out when it completed the transfer. And often it is the payee's DFSP that owes:
 * it does not choose the rules by naming a time of its own.
 */
function instantOf(completedTimestamp = '', createdAt = ''): string {
  const completedMs = parseDateTime(completedTimestamp);
  const createdMs = parseDateTime(createdAt);
  const isFarOff =
    completedMs !== undefined &&
    createdMs !== undefined &&
    Math.abs(completedMs - createdMs) > payeeTimeToleranceMs;
  const timeMs = isFarOff ? createdMs : (completedMs ?? createdMs);
  return formatDateTime(z.number().parse(timeMs));
}
