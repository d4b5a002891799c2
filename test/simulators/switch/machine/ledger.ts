import { createHash } from 'node:crypto';
import type { EpochMs } from '../../../../connectors/common/runtime';
import { fromUnits, type Units } from './amounts';
import { errorBody, type ErrorBody } from './errors';
import type { Participants, PositionCheck } from './participants';

export interface Extensions {
  readonly extension: readonly { readonly key: string; readonly value: string }[];
}

export type TransferState = 'RECEIVED' | 'RESERVED' | 'COMMITTED' | 'ABORTED';

export interface Transfer {
  readonly transferId: string;
  readonly payer: string;
  readonly payee: string;
  readonly units: Units;
  readonly currency: string;
  readonly condition: string;
  /** Whole seconds. */
  readonly expirationMs: EpochMs;
  readonly requestHash: string;
  readonly preparedAt: EpochMs;
  state: TransferState;
  /** When the state came about, whole seconds. */
  completedMs: EpochMs;
  fulfilment?: string | undefined;
  extensions: Extensions | undefined;
  /** Why it was aborted. */
  cause?: string;
  /** Of the payee's first PUT /transfers/{ID}. */
  answerHash?: string;
  /** Of the payee's first PUT /transfers/{ID}/error. */
  errorHash?: string;
}

export interface TransferView {
  readonly transferId: string;
  readonly payer: string;
  readonly payee: string;
  readonly amount: string;
  readonly currency: string;
  readonly state: TransferState;
  readonly cause?: string;
}

export function isFinal({ state }: Transfer): boolean {
  return state === 'COMMITTED' || state === 'ABORTED';
}

/** Transfers and what they do to positions. A transfer leaves RESERVED once, for COMMITTED or ABORTED. */
export class Ledger {
  private readonly transfers = new Map<string, Transfer>();
  /** Those that may still expire. */
  private readonly reserved = new Set<Transfer>();

  constructor(private readonly participants: Participants) {}

  find(transferId: string): Transfer | undefined {
    return this.transfers.get(transferId);
  }

  addAndReserve(transfer: Transfer): PositionCheck {
    const check = this.participants.reserve(transfer.payer, transfer.currency, transfer.units);
    if (check === 'reserved') {
      transfer.state = 'RESERVED';
      this.transfers.set(transfer.transferId, transfer);
      this.reserved.add(transfer);
    }
    return check;
  }

  addRefused(transfer: Transfer, cause: string, now: EpochMs): void {
    this.transfers.set(transfer.transferId, transfer);
    this.close(transfer, 'ABORTED', now);
    transfer.cause = cause;
  }

  commit(transfer: Transfer, fulfilment: string, now: EpochMs): void {
    this.participants.release(transfer.payee, transfer.currency, transfer.units);
    this.close(transfer, 'COMMITTED', now);
    transfer.fulfilment = fulfilment;
  }

  abort(transfer: Transfer, cause: string, now: EpochMs): void {
    if (transfer.state !== 'ABORTED') {
      this.participants.release(transfer.payer, transfer.currency, transfer.units);
    }
    this.close(transfer, 'ABORTED', now);
    transfer.cause = cause;
  }

  /** Aborts those whose expiration lies before `now`, and gives them. */
  expire(now: EpochMs): readonly Transfer[] {
    const expired = [...this.reserved].filter(({ expirationMs }) => expirationMs < now);
    for (const transfer of expired) this.abort(transfer, causeText(errorBody('3303')), now);
    return expired;
  }

  view(): readonly TransferView[] {
    return [...this.transfers.values()].map((transfer) => ({
      transferId: transfer.transferId,
      payer: transfer.payer,
      payee: transfer.payee,
      amount: fromUnits(transfer.units),
      currency: transfer.currency,
      state: transfer.state,
      ...(transfer.cause !== undefined && { cause: transfer.cause }),
    }));
  }

  clear(): void {
    this.transfers.clear();
    this.reserved.clear();
  }

  private close(transfer: Transfer, state: 'COMMITTED' | 'ABORTED', at: EpochMs): void {
    this.reserved.delete(transfer);
    transfer.state = state;
    transfer.completedMs = wholeSeconds(at);
  }
}

export function causeText({ errorInformation }: ErrorBody): string {
  return `${errorInformation.errorCode}: ${errorInformation.errorDescription}`;
}

/** By which a repeat is told from a change. The order of fields counts. */
export function hashOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('base64');
}

/** What the ledger's columns keep of a time. */
export function wholeSeconds(time: EpochMs): EpochMs {
  return Math.floor(time / 1000) * 1000;
}
