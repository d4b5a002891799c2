import type { Money } from '../../../connectors/common/money';
import { currency, unknownMsisdn } from '../stack/dfsps';
import type { Heard, OwedFee, World } from './world';

export interface Scenario<Stage extends World = World> {
  readonly title: string;
  /** What happens, for somebody who has never seen a hub. */
  readonly story: string;
  /** Plays it; resolves with all that the app heard. */
  play(world: Stage, payeeMsisdn: string, clientCorrelationId: string): Promise<readonly Heard[]>;
  readonly expected: Expected;
}

export interface Expected {
  /** In the order of what was heard. */
  readonly answers: readonly ExpectedAnswer[];
  /** What leaves the payer's account and reaches the payee's, in one booking each; undefined: nothing. */
  readonly paid?: Money;
  /** What the payer's DFSP takes beside it, in a booking of its own; undefined: nothing. */
  readonly payerFee?: Money;
  /** What the payee's DFSP, unless it says another, owes the payer's for it, where fees are seen; undefined: nothing. */
  readonly fee?: Money & Partial<Pick<OwedFee, 'debtor' | 'creditor'>>;
  /** How often money is held; each hold must be let go of. */
  readonly holds: 0 | 1;
  /** How the transfer ends at the switch; undefined: the switch never hears of one. */
  readonly transferState?: 'COMMITTED' | 'ABORTED';
}

export interface ExpectedAnswer {
  /** Default 200. */
  readonly status?: number;
  /** Or the title of a problem. */
  readonly state: string;
  /** FSPIOP's error code. */
  readonly errorCode?: string;
}

const amount: Money = { amount: '100.12', currency };
const tooMuch: Money = { amount: '1000000', currency };
/** 0.6 % of the amount, rounded to cents. */
const fee: Money = { amount: '0.6', currency };
const committed: ExpectedAnswer = { state: 'COMMITTED' };

const paysSomeone: Scenario = {
  title: 'Asha pays Baraka 100.12 TZS',
  story:
    'The hub finds out who has the number, agrees on the price, holds the money at lion, and asks the switch to pay. Only when the switch says that the payment stands is the money taken at lion and given at buffalo. Both accounts are wallets: by the scheme’s fee rules buffalo owes lion 0.6 % for it, and both hubs come to that by themselves.',
  play: async (world, payeeMsisdn, clientCorrelationId) => [
    await world.pay({ clientCorrelationId, payeeMsisdn, amount }),
  ],
  expected: { answers: [committed], paid: amount, fee, holds: 1, transferState: 'COMMITTED' },
};

const unknownPayee: Scenario = {
  title: 'Asha pays a number that nobody has',
  story: 'No DFSP has registered the number at the switch. Nothing is held, nothing is paid.',
  play: async (world, _payeeMsisdn, clientCorrelationId) => [
    await world.pay({ clientCorrelationId, payeeMsisdn: unknownMsisdn, amount }),
  ],
  expected: { answers: [{ state: 'ABORTED', errorCode: '3204' }], holds: 0 },
};

const notEnoughMoney: Scenario = {
  title: 'Asha wants to pay 1 000 000 TZS and does not have it',
  story: 'Her own bank refuses before anything is agreed with buffalo.',
  play: async (world, payeeMsisdn, clientCorrelationId) => [
    await world.pay({ clientCorrelationId, payeeMsisdn, amount: tooMuch }),
  ],
  expected: { answers: [{ state: 'ABORTED', errorCode: '4200' }], holds: 0 },
};

const refusedByPayee: Scenario = {
  title: 'Buffalo refuses when the money is held already',
  story:
    'Asha asks to see the price first. While she thinks, buffalo blocks Baraka’s account. She accepts, lion holds her money, buffalo says no to the transfer. The hub makes sure at the switch that the payment is off, and only then lets go of the money.',
  play: async (world, payeeMsisdn, clientCorrelationId) => {
    const shown = await world.pay({ clientCorrelationId, payeeMsisdn, amount, askPayer: true });
    await world.blockCredits(true);
    try {
      return [shown, await world.decide(shown.report.transactionId ?? '', 'accept')];
    } finally {
      await world.blockCredits(false);
    }
  },
  expected: {
    answers: [{ state: 'WAITING_FOR_PAYER' }, { state: 'ABORTED', errorCode: '5400' }],
    holds: 1,
    transferState: 'ABORTED',
  },
};

const sentTwice: Scenario = {
  title: 'Asha’s app sends the same request twice',
  story:
    'The network was slow and the app tried again. Both requests have the same clientCorrelationId, so both are the same payment: it is made once, and both hear how it ended.',
  play: (world, payeeMsisdn, clientCorrelationId) => {
    const order = { clientCorrelationId, payeeMsisdn, amount };
    return Promise.all([world.pay(order), world.pay(order)]);
  },
  expected: {
    answers: [committed, committed],
    paid: amount,
    fee,
    holds: 1,
    transferState: 'COMMITTED',
  },
};

/** The payments of `make demo` that the payer begins, in their order. */
export const scenarios: readonly Scenario[] = [
  paysSomeone,
  unknownPayee,
  notEnoughMoney,
  refusedByPayee,
  sentTwice,
];
