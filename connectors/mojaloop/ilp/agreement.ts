/**
 * What payee and payer agree on in a quote, and its seal (FSPIOP 4, 6.5.2.3). Nothing is stored: the
 * packet holds the terms, and only who knows the DFSP's secret can make the fulfilment that belongs to it.
 */
import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import type { FeeTransaction } from '../../common/contracts/fees';
import {
  extensionListSchema,
  moneySchema,
  namedPartySchema,
  transactionTypeSchema,
} from '../../common/contracts/fspiop';
import { toMinorUnits } from '../../common/money';
import { parseDateTime } from '../../common/time';
import { canonicalJson, parseJson } from '../../common/json';
import {
  decodePacket,
  encodeV1,
  encodeV4,
  type DecodedPacket,
  type IlpVersion,
} from '../../common/ilp/packet';

const partySchema = z.object({
  partyIdInfo: namedPartySchema.extend({
    fspId: z.string(),
    extensionList: extensionListSchema.optional(),
  }),
});

/** FSPIOP 7.4.17 Transaction, as far as we write it: the parties' names stay out of it. */
const transactionSchema = z.object({
  transactionId: z.string(),
  quoteId: z.string(),
  payee: partySchema,
  payer: partySchema,
  /** What is transferred from FSP to FSP. */
  amount: moneySchema,
  /** What the payee gets, where our own fee makes it less. Not FSPIOP's: sealed here, not stored. */
  payeeReceiveAmount: moneySchema.optional(),
  /** Of the request to pay that the payer answers with it: our customer's, who hears of the money by it. Not FSPIOP's either. */
  transactionRequestId: z.string().optional(),
  transactionType: transactionTypeSchema,
  note: z.string().optional(),
  /** Of POST /quotes: fee rules find the kinds of account in it. */
  extensionList: extensionListSchema.optional(),
  /** Until when the quote holds. */
  expiration: z.string().refine((text) => parseDateTime(text) !== undefined),
});
export type Transaction = z.output<typeof transactionSchema>;

/** What fee rules go by at the payee's DFSP. The payer's builds the same from what it has asked for. */
export function feeTransactionOf(transaction: Transaction): FeeTransaction {
  const { transactionId, quoteId, payee, payer, amount } = transaction;
  const { transactionType, note, extensionList } = transaction;
  return { transactionId, quoteId, payee, payer, amount, transactionType, note, extensionList };
}

export interface SealedAgreement {
  /** base64url */
  readonly ilpPacket: string;
  /** base64url of 32 bytes, 43 characters */
  readonly condition: string;
}

export interface OpenedAgreement {
  readonly transaction: Transaction;
  /** Whether the packet's own amount is the transaction's. */
  readonly amountMatches: boolean;
  /** What the condition must be if we made this packet. */
  readonly condition: string;
  /** base64url of 32 bytes, 43 characters: a secret until the transfer is accepted. */
  readonly fulfilment: string;
}

/** Throws a RangeError when the amount cannot be written in a packet. */
export function sealAgreement(
  transaction: Transaction,
  secret: string,
  version: IlpVersion,
): SealedAgreement {
  const transactionJson = canonicalJson(transaction);
  const minorUnits = toMinorUnits(transaction.amount);
  if (version === 1) {
    const account = accountOf(transaction.payee);
    const ilpPacket = encodeV1({ minorUnits, account, transactionJson });
    return { ilpPacket, condition: conditionOf(fulfilmentOf(ilpPacket, secret)) };
  }
  const condition = conditionOf(fulfilmentOfV4(transactionJson, secret));
  const expiresAt = parseDateTime(transaction.expiration);
  if (expiresAt === undefined)
    throw new RangeError(`${transaction.expiration} is no date and time`);
  const bytes = Buffer.from(condition, 'base64url');
  return {
    ilpPacket: encodeV4({ minorUnits, condition: bytes, expiresAt, transactionJson }),
    condition,
  };
}

/** What a packet says, whoever made it. Undefined for what is no packet with a transaction in it. */
export function readTransaction(ilpPacket: string): Transaction | undefined {
  const packet = decodePacket(ilpPacket);
  return packet === undefined ? undefined : transactionIn(packet);
}

function transactionIn({ transactionJson }: DecodedPacket): Transaction | undefined {
  return transactionSchema.safeParse(parseJson(transactionJson)).data;
}

/** Undefined for what is no packet with a transaction in it. Whether it is ours, the condition tells. */
export function openAgreement(ilpPacket: string, secret: string): OpenedAgreement | undefined {
  const packet = decodePacket(ilpPacket);
  if (packet === undefined) return undefined;
  const transaction = transactionIn(packet);
  if (transaction === undefined) return undefined;
  const fulfilment =
    packet.version === 1
      ? fulfilmentOf(ilpPacket, secret)
      : fulfilmentOfV4(packet.transactionJson, secret);
  return {
    transaction,
    amountMatches: amountIs(transaction, packet.minorUnits),
    condition: conditionOf(fulfilment),
    fulfilment,
  };
}

/**
 * Opened with the one of our secrets, the newest first, that sealed it: its condition tells. With none of
 * them, its condition is another than the one that was given.
 */
export function openOurAgreement(
  { ilpPacket, condition }: SealedAgreement,
  secrets: readonly string[],
): OpenedAgreement | undefined {
  let opened: OpenedAgreement | undefined;
  for (const secret of secrets) {
    opened = openAgreement(ilpPacket, secret);
    if (opened === undefined || opened.condition === condition) break;
  }
  return opened;
}

function amountIs({ amount }: Transaction, minorUnits: bigint): boolean {
  try {
    return toMinorUnits(amount) === minorUnits;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** ILP address of the payee, as Mojaloop writes it into version 1 packets. */
function accountOf({ partyIdInfo }: z.output<typeof partySchema>): string {
  const { fspId, partyIdType, partyIdentifier, partySubIdOrType } = partyIdInfo;
  const party = [partyIdType, partyIdentifier, partySubIdOrType].filter((one) => one !== undefined);
  return ['g', fspId, ...party.map((one) => one.toLowerCase())].join('.');
}

function fulfilmentOf(ilpPacket: string, secret: string): string {
  return sign(ilpPacket, secret);
}

/** A version 4 packet holds the condition, so the fulfilment cannot be made of the packet. */
function fulfilmentOfV4(transactionJson: string, secret: string): string {
  return sign(Buffer.from(transactionJson).toString('base64'), secret);
}

/** Mojaloop takes the base64 text of the secret as the key, not the secret. */
function sign(text: string, secret: string): string {
  const key = Buffer.from(Buffer.from(secret).toString('base64'), 'ascii');
  return createHmac('sha256', key).update(text, 'ascii').digest('base64url');
}

/** FSPIOP 6.5.2.3: base64url of the SHA-256 of the fulfilment. */
export function conditionOf(fulfilment: string): string {
  return createHash('sha256').update(Buffer.from(fulfilment, 'base64url')).digest('base64url');
}
