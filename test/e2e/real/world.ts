import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account, Heard, Snapshot, World } from '../../kit/payments/world';
import { currency } from '../../kit/stack/dfsps';
import type { HubProcess } from '../../kit/stack/hub';
import type { Say } from '../../kit/stack/toolbox/distribution';
import type { Zeebe } from '../../kit/stack/zeebe';
import type { OperatorDecision } from '../../kit/real-engine/operator';
import type { RealParts } from '../../kit/real/real-parts';
import type { App } from '../../kit/real/app';
import type { Ear } from '../../kit/real/ear';
import type { Bank, BankAccount, Block } from '../../kit/real/bank';
import { fspIdOf, type DfspName } from './dfsps';
import type { Engine } from '../../kit/real/engine';
import type { Doors } from './doors';
import type { Scheme } from '../../kit/real/scheme';
import { paymentIdsOf, type PaymentIds, type Stranger } from './stranger';

export interface Cast {
  readonly payer: DfspName;
  readonly payee: DfspName;
  readonly payerBalance: string;
  /** The payer's DFSP takes so many percent of what leaves the account. */
  readonly payerFeePercent?: string;
}

/** What scenarios on the real parts may do besides those of the demo. */
export interface RealWorld extends World {
  readonly payerMsisdn: string;
  readonly payeeMsisdn: string;
  readonly payersApp: App;
  readonly payeesApp: App;
  /** What all apps are told. */
  readonly ear: Ear;
  /** As `pay`, through a channel that forgets what it was asked for after a minute. */
  payForgetfully(order: Parameters<World['pay']>[0]): Promise<Heard>;
  /** Answered at once: 202, whatever becomes of it. */
  request(order: Parameters<World['pay']>[0]): Promise<Heard>;
  /** The app asks how the payment stands. */
  stateOf(transactionId: string): Promise<Heard>;
  /** What the hub tells at the callback address when the payment, or the request for one, has ended. */
  outcomeOf(id: string): Promise<Heard>;
  blockPayer(subStatus: Block): Promise<void>;
  blockPayee(subStatus: Block): Promise<void>;
  /** Registers a number at the switch that nobody at the payee's bank has. */
  registerStray(): Promise<string>;
  /** Registers the payee's phone with a plus at the switch; the payee's bank has it without one. */
  registerWithPlus(): Promise<string>;
  /** Resolves when the payer's money is held. */
  payerIsHeld(): Promise<void>;
  /**
   * Resolves when nothing is held of the payer's money, and the payee has got some if `isPaid`, since then or since the
   * account was opened.
   */
  isSettled(isPaid: boolean, since?: Snapshot): Promise<void>;
  /** Resolves when the hub has logged a line with all these parts. */
  hubSays(...parts: string[]): Promise<void>;
  /** Whether it has so far. */
  hubHasSaid(...parts: string[]): boolean;
  /** Those of the real parts that were started here. */
  readonly killable: RealParts['killable'];
  operatorDecides(
    side: 'payer' | 'payee',
    transferId: string,
    decision: OperatorDecision,
  ): Promise<void>;
  /** Between pelican and the switch, tortoise and the switch, heron and Fineract, and so on: see `dfsps`. */
  readonly doors: Doors;
  /** A payer and payee of other DFSPs. */
  another(cast: Cast): Promise<RealWorld>;
  /** The same two, each in the other's place. */
  turned(): RealWorld;
  /**
   * So many payments of one customer of sloth's, to somebody at crane, each answered at once. Gives what resolves
   * when the app has heard of each how it ended.
   */
  slothPays(count: number, amount: string): Promise<() => Promise<unknown>>;
  /** Into what the run prints. */
  say: Say;
  /** Until `during` has ended the engine's clock is so far ahead of the switch's and the hub's. */
  withEngineAhead<Result>(byMs: number, during: () => Promise<Result>): Promise<Result>;
  /** A DFSP that has nothing to do with the payment. */
  readonly stranger: Stranger;
  /** Of the payment that the payer's app calls so. */
  idsOf(clientCorrelationId: string): PaymentIds;
  /** The hub, all roles. */
  readonly hub: HubProcess;
  /** A process of the hub that only zebra's callbacks go to. */
  readonly otherDoor: HubProcess;
}

/** So long an outcome may take: a job that died with its process is given out again after a minute, Fineract starts in two. */
const outcomePatienceMs = 600_000;
const payeeBalance = '500';
/** A payment whose switch is away waits for an operator after a minute. */
const patienceMs = 600_000;

export interface Parts {
  readonly run: string;
  readonly bank: Bank;
  readonly scheme: Scheme;
  readonly appOf: (dfsp: DfspName) => Promise<App>;
  readonly openForgetfulApp: (dfsp: DfspName) => Promise<App>;
  readonly ear: Ear;
  readonly strangerTo: (payer: DfspName) => Stranger;
  readonly engine: Engine;
  readonly hub: HubProcess;
  readonly otherDoor: HubProcess;
  readonly zeebe: Zeebe;
  readonly doors: Doors;
  readonly killable: RealParts['killable'];
  readonly say: Say;
}

/** A customer, the account, and the app. */
interface Side {
  readonly dfsp: DfspName;
  readonly fspId: string;
  readonly account: BankAccount;
  readonly app: App;
}

interface Sides {
  readonly payer: Side;
  readonly payee: Side;
}

export async function openWorld(parts: Parts, cast: Cast): Promise<RealWorld> {
  const { run, bank, scheme, appOf } = parts;
  const open = async (dfsp: DfspName, ...setup: Parameters<Bank['open']>): Promise<Side> => {
    const account = await bank.open(...setup);
    const fspId = fspIdOf(dfsp, run);
    await scheme.register(account.msisdn, fspId);
    return { dfsp, fspId, account, app: await appOf(dfsp) };
  };
  const payer = await open(cast.payer, {
    balance: cast.payerBalance,
    ...(cast.payerFeePercent === undefined
      ? {}
      : { charges: [{ kind: 'percent', amount: cast.payerFeePercent }] }),
  });
  const payee = await open(cast.payee, { balance: payeeBalance });
  return worldOf(parts, { payer, payee });
}

function worldOf(parts: Parts, { payer, payee }: Sides): RealWorld {
  const { bank, ear, engine, hub, doors, killable, say, openForgetfulApp } = parts;
  const { msisdn } = payer.account;
  return {
    payerMsisdn: msisdn,
    payeeMsisdn: payee.account.msisdn,
    payersApp: payer.app,
    payeesApp: payee.app,
    ...{ ear, hub, doors, killable, say, otherDoor: parts.otherDoor },
    stranger: parts.strangerTo(payer.dfsp),
    idsOf: (clientCorrelationId) => paymentIdsOf(payer.fspId, clientCorrelationId),
    another: (cast) => openWorld(parts, cast),
    turned: () => worldOf(parts, { payer: payee, payee: payer }),
    slothPays: (count, amount) => slothPays(parts, count, amount),
    withEngineAhead: (byMs, during) => withEngineAhead(parts.zeebe, byMs, during),
    pay: (order) => payer.app.pay(msisdn, order),
    payForgetfully: async (order) => (await openForgetfulApp(payer.dfsp)).pay(msisdn, order),
    request: (order) => payer.app.pay(msisdn, order, 0),
    stateOf: (transactionId) => payer.app.stateOf(transactionId),
    decide: (...decision) => payer.app.decide(...decision),
    outcomeOf: (id) => ear.outcomeOf(id, outcomePatienceMs),
    blockCredits: (isBlocked) => bank.block(payee.account, isBlocked ? 'BLOCK_CREDIT' : 'NONE'),
    blockPayer: (subStatus) => bank.block(payer.account, subStatus),
    blockPayee: (subStatus) => bank.block(payee.account, subStatus),
    ...otherNumbersOf(parts, payee),
    payerIsHeld: () => awaitHold(bank, payer.account),
    isSettled: (isPaid, since) => awaitSettlement(bank, { payer, payee }, isPaid, since),
    hubSays: (...words) => awaitLine(hub, words),
    hubHasSaid: (...words) => hasLine(hub, words),
    operatorDecides: (side, transferId, decision) =>
      engine.operatorDecides(side === 'payer' ? payer.fspId : payee.fspId, transferId, decision),
    look: () => lookAt(parts, { payer, payee }),
    // Nobody outside can tell when a real switch has nothing more to say: all accounts are looked at
    // again when all scenarios are over.
    settled: () => Promise.resolve(),
    stepsSince: () => Promise.resolve([]),
  };
}

async function lookAt({ bank, scheme }: Parts, { payer, payee }: Sides) {
  const [payerAccount, payeeAccount, payerPosition, payeePosition] = await Promise.all([
    bank.look(payer.account),
    bank.look(payee.account),
    scheme.position(payer.fspId),
    scheme.position(payee.fspId),
  ]);
  return {
    payer: payerAccount,
    payee: payeeAccount,
    positions: { payer: payerPosition, payee: payeePosition },
  };
}

function otherNumbersOf(
  { scheme }: Parts,
  { fspId, account }: Side,
): Pick<RealWorld, 'registerStray' | 'registerWithPlus'> {
  const register = async (number: string) => {
    await scheme.register(number, fspId);
    return number;
  };
  return {
    registerWithPlus: () => register(`+${account.msisdn}`),
    registerStray: () => register(account.msisdn.replace(/^255/, '254')),
  };
}

async function withEngineAhead<Result>(
  zeebe: Zeebe,
  byMs: number,
  during: () => Promise<Result>,
): Promise<Result> {
  await zeebe.moveClock(byMs);
  try {
    return await during();
  } finally {
    await zeebe.moveClock(-byMs);
  }
}

async function slothPays(
  { bank, scheme, run, appOf, ear }: Parts,
  count: number,
  amount: string,
): Promise<() => Promise<unknown>> {
  const app = await appOf('sloth');
  const customer = await bank.open({ balance: '1000' });
  await scheme.register(customer.msisdn, fspIdOf('sloth', run));
  const { msisdn: payeeMsisdn } = await bank.open({ balance: '1' });
  await scheme.register(payeeMsisdn, fspIdOf('crane', run));
  const pay = async (clientCorrelationId: string) => {
    const order = { clientCorrelationId, payeeMsisdn, amount: { amount, currency } };
    const { status, report } = await app.pay(customer.msisdn, order, 0);
    if (status !== 202) throw new Error(`sloth was answered ${status}`);
    return report.transactionId ?? '';
  };
  const ids = await Promise.all(
    Array.from({ length: count }, (_, n) => pay(`${customer.msisdn}-${n}`)),
  );
  return () => Promise.all(ids.map((id) => ear.outcomeOf(id, outcomePatienceMs)));
}

async function awaitHold(bank: Bank, payer: BankAccount): Promise<void> {
  const hasHold = ({ bookings }: Account) => bookings.some(({ type }) => type === 'hold');
  await until('money is held', async () => hasHold(await bank.look(payer)));
}

async function awaitSettlement(
  bank: Bank,
  { payer, payee }: Sides,
  isPaid: boolean,
  since?: Snapshot,
): Promise<void> {
  // The first is what the account was opened with.
  const bookingsBefore = since?.payee.bookings.length ?? 1;
  await until('all is settled', async () => {
    const [{ held }, { bookings }] = await Promise.all([
      bank.look(payer.account),
      bank.look(payee.account),
    ]);
    return Number(held) === 0 && bookings.length > (isPaid ? bookingsBefore : 0);
  });
}

function hasLine({ logFile }: HubProcess, parts: readonly string[]): boolean {
  const tells = (line: string) => parts.every((part) => line.includes(part));
  return readFileSync(logFile, 'utf8').split('\n').some(tells);
}

async function awaitLine(hub: HubProcess, parts: readonly string[]): Promise<void> {
  await until(`the hub says ${parts.join(' and ')}`, () => Promise.resolve(hasLine(hub, parts)));
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadlineMs) throw new Error(`waited ${patienceMs / 1_000} s until ${what}`);
    await sleep(50);
  }
}
