import { Decimal } from 'decimal.js';
import type { PartyId } from '../../../connectors/common/contracts/fspiop';
import { secretIdsOf, transactionIdOf } from '../../../connectors/common/contracts/keys';
import { textOfHeard } from '../../kit/payments/checks';
import type { Report } from '../../kit/payments/world';
import { currency } from '../../kit/stack/dfsps';
import { idSecretOf } from '../../kit/stack/tenant-files';
import type { Combination } from './combinations';
import type { Peer } from './peer';
import type { Cast, Stage } from './stage';
import type { Fate, Passage } from './tap';
import type { HubTenant } from './tenants';

export interface Customer {
  readonly owner: HubTenant;
  readonly fspId: string;
  readonly accountId: string;
  readonly msisdn: string;
}

/** A payment that was asked for over lion's channel. */
export interface Payment {
  readonly payer: Customer;
  readonly amount: string;
  readonly transactionId: string;
  readonly transferId: string;
  /** What the app heard: `COMMITTED`, `ABORTED (3204)`. */
  readonly heard: Promise<string>;
}

/** What must be so in the end. */
export interface Expectation {
  readonly claim: string;
  readonly wanted: string;
  find(): string | Promise<string>;
}

interface Order {
  readonly payee: Customer | PartyId;
  readonly payer?: Customer;
  readonly amount?: string;
  readonly clientCorrelationId?: string;
}

export const usualAmount = '100.12';

let numbers = 0;

/** One scenario's view of its lane. */
export class World {
  readonly customers: Customer[] = [];
  readonly startedMs = Date.now();
  private readonly undo: (() => void)[] = [];
  private payments = 0;

  constructor(
    readonly stage: Stage,
    private readonly cast: Cast,
    private readonly scenarioId: string,
  ) {
    cast.fox.reset();
  }

  get combination(): Combination {
    return this.cast.combination;
  }

  get fox(): Peer {
    return this.cast.fox;
  }

  fspIdOf(tenant: HubTenant): string {
    return this.cast.tenants[tenant];
  }

  /** Every DFSP of the lane. */
  get fspIds(): readonly string[] {
    return [...Object.values(this.cast.tenants), this.fox.fspId];
  }

  /** Takes back what the scenario has done to the way between hub and switch. */
  end(): void {
    for (const one of this.undo.splice(0)) one();
  }

  /** A number that nobody has. */
  newNumber(): string {
    numbers += 1;
    return `2557${String(numbers).padStart(8, '0')}`;
  }

  register(msisdn: string, fspId: string): Promise<void> {
    return this.stage.scheme.register(msisdn, fspId);
  }

  /** A new account, its number known to the switch. */
  async open(owner: HubTenant, balance = '1000', subId?: string): Promise<Customer> {
    const msisdn = this.newNumber();
    const fspId = this.fspIdOf(owner);
    const accountId = `A-${msisdn}`;
    const clientId = Number(msisdn.slice(4));
    const subIdOrType = subId === undefined ? {} : { subIdOrType: subId };
    await this.stage.fineract.control.add({
      tenant: fspId,
      clients: [{ id: clientId, firstname: 'Asha', lastname: 'Juma', mobileNo: msisdn }],
      accounts: [
        {
          externalId: accountId,
          clientId,
          currency,
          balance,
          identifiers: [{ idType: 'MSISDN', idValue: msisdn, ...subIdOrType }],
        },
      ],
    });
    if (subId === undefined) await this.register(msisdn, fspId);
    const customer = { owner, fspId, accountId, msisdn };
    this.customers.push(customer);
    return customer;
  }

  /** A number of fox's. */
  async numberOfFox(): Promise<PartyId> {
    const partyIdentifier = this.newNumber();
    await this.register(partyIdentifier, this.fox.fspId);
    return { partyIdType: 'MSISDN', partyIdentifier };
  }

  /** A customer of lion's pays. */
  async pay({ payee, payer: given, amount = usualAmount, ...order }: Order): Promise<Payment> {
    const payer = given ?? (await this.open('lion', '1000000'));
    this.payments += 1;
    const own = `${this.scenarioId}-${this.startedMs}-${this.payments}`;
    const { clientCorrelationId = own } = order;
    const transactionId = transactionIdOf(payer.fspId, clientCorrelationId);
    const party =
      'msisdn' in payee ? { partyIdType: 'MSISDN', partyIdentifier: payee.msisdn } : payee;
    const body = {
      clientCorrelationId,
      payer: { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn },
      payee: party,
      amount: { amount, currency },
    };
    return {
      payer,
      amount,
      transactionId,
      transferId: secretIdsOf(idSecretOf(payer.fspId), transactionId).transferId,
      heard: this.request(body, transactionId),
    };
  }

  private async request(body: object, transactionId: string): Promise<string> {
    const response = await fetch(`${this.stage.channelAddress}/channel/transfer`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.cast.lionToken}`,
        'content-type': 'application/json',
        prefer: 'wait=55',
      },
      body: JSON.stringify(body),
    });
    const report = (await response.json()) as Report;
    if (response.status !== 202) {
      return textOfHeard({ status: response.status, report, tookMs: 0 });
    }
    // Some take longer than a request may wait.
    return textOfHeard(await this.stage.ear.outcomeOf(transactionId, 60_000));
  }

  /** Goes between hub and switch, until the scenario ends or the function is called. */
  intercept(match: (passage: Passage) => boolean, fate: Fate): () => void {
    const undo = this.stage.tap.intercept(match, fate);
    this.undo.push(undo);
    return undo;
  }

  /** What passed between hub and switch since the scenario began. */
  passages(match: (passage: Passage) => boolean): Passage[] {
    return this.stage.tap.passages.filter(
      (passage) => passage.atMs >= this.startedMs && match(passage),
    );
  }

  /** Resolves with the first one that matches. @throws an Error when none comes in time */
  async passage(match: (passage: Passage) => boolean, patienceMs = 20_000): Promise<Passage> {
    const deadlineMs = Date.now() + patienceMs;
    for (;;) {
      const [first] = this.passages(match);
      if (first !== undefined) return first;
      if (Date.now() > deadlineMs) throw new Error('what was waited for did not pass');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** `-100.12: 1 hold, 1 release, 1 debit` */
  async ledgerOf({ fspId, accountId }: Customer): Promise<string> {
    const { transactions, onHold } = await this.stage.fineract.control.account(accountId, fspId);
    const booked = transactions.slice(1);
    const words = bookingWords.flatMap(([type, word]) => {
      const count = booked.filter((one) => one.type === type).length;
      return count === 0 ? [] : [`${count} ${word}`];
    });
    if (!new Decimal(onHold).isZero()) words.push(`${onHold} still held`);
    const change = await this.changeOf({ fspId, accountId });
    return `${change.toFixed()}: ${words.length === 0 ? 'nothing booked' : words.join(', ')}`;
  }

  /** What payments have done to the account. */
  async changeOf({ fspId, accountId }: Pick<Customer, 'fspId' | 'accountId'>): Promise<Decimal> {
    const { transactions } = await this.stage.fineract.control.account(accountId, fspId);
    // The first one is what the account was opened with.
    return transactions
      .slice(1)
      .reduce((sum, { type, amount }) => sum.plus(new Decimal(signs[type]).times(amount)), zero);
  }
}

const zero = new Decimal(0);
const signs = { deposit: 1, withdrawal: -1, withdrawalFee: -1, hold: 0, release: 0 } as const;
const bookingWords = [
  ['hold', 'hold'],
  ['release', 'release'],
  ['withdrawal', 'debit'],
  ['deposit', 'credit'],
] as const;
