import type { FeeEntry } from '../../../connectors/common/contracts/fees';
import type { UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { Money } from '../../../connectors/common/money';

/**
 * What a scenario needs of the world that it plays in: two DFSPs with an account each, a hub between them
 * and a switch, be they simulated or real.
 */
export interface World {
  /** POST /channel/<resource> as an app of lion's, waiting for the outcome. */
  pay(order: Order): Promise<Heard>;
  /** POST /channel/<resource>/{id}/decision */
  decide(
    transactionId: string,
    decision: 'accept' | 'refuse',
    useCase?: UseCaseName,
  ): Promise<Heard>;
  /** The payee's bank lets no money into the account, or does so again. */
  blockCredits(isBlocked: boolean): Promise<void>;
  look(): Promise<Snapshot>;
  /** Resolves when no message is under way any more. */
  settled(): Promise<void>;
  /** What happened since then, in the order in which it happened. */
  stepsSince(sinceMs: number): Promise<readonly Step[]>;
}

/** Where a payee can ask, too: the apps of both sides are heard. */
export interface AskingWorld extends World {
  /** POST /channel/transaction-requests as the payee's app at buffalo. */
  ask(order: Order): Promise<Asked>;
  /** POST /channel/authorization-codes as the payer's app. Resolves with what the payer's phone shows. */
  codeBeforehand(clientCorrelationId: string, amount: Money): Promise<string>;
}

/** A request to pay, from both ends. */
export interface Asked {
  readonly heard: Heard;
  /** The payer's app is told who asks for how much, and what it costs. Resolves with the transactionId. */
  payerIsAsked(): Promise<string>;
  /** The payer enters it at the payee's device: the one-time password that their phone shows for it, or this one. */
  payerEntersCode(code?: string): Promise<void>;
  /** The payee's app has been told how it ended, and asks once more. */
  ends(): Promise<Heard>;
}

export interface Order {
  readonly clientCorrelationId: string;
  readonly payeeMsisdn: string;
  readonly amount: Money;
  /** Default SEND. */
  readonly amountType?: 'SEND' | 'RECEIVE';
  /** The payer wants to see the quote first. */
  readonly askPayer?: boolean;
  /** Default: from person to person. Where nothing is simulated there is no other. */
  readonly useCase?: UseCaseName;
  /** What names payee and amount in their place. */
  readonly qrCode?: string;
  /** What a refund gives back. */
  readonly originalTransactionId?: string;
}

/** An answer of the channel API. */
export interface Heard {
  readonly status: number;
  readonly report: Report;
  readonly tookMs: number;
}

/** The answer's body, or that of a problem: then it has no state. */
export interface Report {
  readonly transactionId?: string;
  /** Of a request to pay, before there is a payment. */
  readonly requestId?: string;
  readonly state?: string;
  readonly transferId?: string;
  /** What the payer is shown. */
  readonly quote?: { readonly payerPays?: Money; readonly payerFee?: Money };
  /** What the switch has said, of a payment that is PENDING. */
  readonly verdict?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly title?: string;
}

export interface Snapshot {
  readonly payer: Account;
  readonly payee: Account;
  /** Not there where the switch lists none, as a real one. */
  readonly transfers?: readonly SwitchTransfer[];
  /** What each DFSP owes at the switch: decimal, negative for what it is owed. */
  readonly positions: { readonly payer: string; readonly payee: string };
  /** Not there where the engine is not watched. */
  readonly fees?: readonly OwedFee[];
}

export interface OwedFee extends FeeEntry {
  /** The DFSP in whose process it stands. */
  readonly seenBy: string;
  readonly atMs: number;
}

export interface Account {
  /** Decimal, in the account's currency. */
  readonly ledger: string;
  readonly held: string;
  readonly bookings: readonly Booking[];
}

export interface Booking {
  readonly type: 'debit' | 'credit' | 'hold' | 'release';
  readonly amount: string;
}

export interface SwitchTransfer {
  readonly transferId: string;
  readonly state: string;
}

export interface Step {
  readonly atMs: number;
  /** `lion → switch → buffalo` */
  readonly way: string;
  /** In plain words. */
  readonly words: string;
  /** As the protocol has it: `PUT /parties/MSISDN/255700000002`. */
  readonly protocol: string;
}
