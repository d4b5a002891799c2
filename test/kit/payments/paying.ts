/** Payments as a channel's apps ask for them, and the proof that each was paid once. */
import { randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../faults/engine-time';
import { startLocalServer, type LocalServer } from '../local-server';
import type { Stack } from '../stack/stack';
import { amount, currency } from './payment';

const accountsPerDfsp = 100;
const openingBalance = 1_000_000;
const pauseMs = 500;
const repeatsMax = 60;

/** Of a stack, or of anything else that pays between the two DFSPs. */
type Payable = Pick<Stack, 'channelAddress' | 'fineract' | 'switch' | 'token'>;

/** Resolves when the payer's DFSP says that it is paid. */
export type Pay = (index: number) => Promise<void>;

export const msisdn = (dfsp: 'lion' | 'buffalo', index: number): string =>
  `2557${dfsp === 'lion' ? 1 : 2}${String(index % accountsPerDfsp).padStart(7, '0')}`;

/** Payments of one account wait for each other, as they must: the load is spread as in life. */
export async function openAccounts(stack: Payable): Promise<void> {
  for (const dfsp of ['lion', 'buffalo'] as const) {
    const indexes = Array.from({ length: accountsPerDfsp }, (_, index) => index);
    await stack.fineract[dfsp].control.add({
      tenant: dfsp,
      accounts: indexes.map((index) => ({
        externalId: `${dfsp}-bench-${index}`,
        clientId: 1,
        currency,
        balance: String(openingBalance),
        identifiers: [{ idType: 'MSISDN' as const, idValue: msisdn(dfsp, index) }],
      })),
    });
    for (const index of indexes) {
      const party = { partyIdType: 'MSISDN' as const, partyIdentifier: msisdn(dfsp, index) };
      await stack.switch.client.addParty({ ...party, fspId: dfsp });
    }
  }
}

export interface Outcomes extends LocalServer {
  /** Resolves when the payment has committed; rejects when it ended otherwise. */
  of(clientCorrelationId: string): Promise<void>;
  committed(): number;
  /** What becomes of a payer who is asked for money. */
  whenAsked(decide: (transactionId: string) => Promise<void>): void;
}

interface Report {
  readonly clientCorrelationId?: string;
  readonly transactionId?: string;
  /** Of who asks for money. */
  readonly requestId?: string;
  readonly state: string;
}

/** The channel's own server: hears how each payment ended. */
export async function listenForOutcomes(
  at: { readonly host?: string; readonly port?: number } = {},
): Promise<Outcomes> {
  const waiting = new Map<string, (state: string) => void>();
  let decide: ((transactionId: string) => Promise<void>) | undefined;
  let committed = 0;
  const hear = ({
    clientCorrelationId = '',
    transactionId = '',
    requestId,
    state,
  }: Report): void => {
    if (state === 'WAITING_FOR_PAYER') {
      // A payee is told that, too, and has nothing to decide.
      if (requestId === undefined) void decide?.(transactionId);
      return;
    }
    const tell = waiting.get(clientCorrelationId);
    if (tell === undefined) return;
    if (state === 'COMMITTED') committed += 1;
    waiting.delete(clientCorrelationId);
    tell(state);
  };
  const server = await startLocalServer((request, response) => {
    void json(request).then((report) => {
      response.writeHead(200).end();
      hear(report as Report);
    });
  }, at);
  return {
    ...server,
    url: `${server.url}/outcomes`,
    of: (clientCorrelationId) =>
      new Promise((resolve, reject) => {
        waiting.set(clientCorrelationId, (state) => {
          if (state === 'COMMITTED') resolve();
          else reject(new Error(`payment ${clientCorrelationId} ended ${state}`));
        });
      }),
    committed: () => committed,
    whenAsked: (how) => {
      decide = how;
    },
  };
}

/** A payer pays; or sees the price first, and accepts; or is asked by the payee, sees it, and accepts. */
export const kindsOfPayment = ['payment', 'payment-decided', 'request-to-pay'] as const;
export type KindOfPayment = (typeof kindsOfPayment)[number];

export async function payThrough(
  stack: Payable,
  outcomes: Outcomes,
  kind: KindOfPayment = 'payment',
): Promise<Pay> {
  const token = await stack.token('lion');
  outcomes.whenAsked(async (transactionId) => {
    const path = `/channel/transfer/${transactionId}/decision`;
    const response = await post(stack, path, token, { decision: 'accept' });
    if (!response.ok) throw new Error(`accepted in vain: ${response.status}`);
    await response.body?.cancel();
  });
  if (kind === 'request-to-pay') {
    const payees = await stack.token('buffalo');
    return askingFor(outcomes, (body) =>
      post(stack, '/channel/transaction-requests', payees, body),
    );
  }
  const askPayer = kind === 'payment-decided';
  return askingFor(outcomes, (body) =>
    post(stack, '/channel/transfer', token, { ...body, askPayer }),
  );
}

function post(stack: Payable, path: string, token: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return fetch(`${stack.channelAddress}${path}`, {
    ...{ method: 'POST', headers, body: JSON.stringify(body) },
  });
}

function askingFor(outcomes: Outcomes, ask: (body: object) => Promise<Response>): Pay {
  const party = (dfsp: 'lion' | 'buffalo', index: number) => ({
    partyIdType: 'MSISDN',
    partyIdentifier: msisdn(dfsp, index),
  });
  return async (index) => {
    const clientCorrelationId = randomUUID();
    const outcome = outcomes.of(clientCorrelationId);
    const request = {
      clientCorrelationId,
      payer: party('lion', index),
      payee: party('buffalo', index),
      amount,
    };
    let response = await ask(request);
    // The engine has all that it can take: as the answer says, it is safe to send it again.
    for (let repeats = 0; response.status === 503 && repeats < repeatsMax; repeats += 1) {
      await response.body?.cancel();
      await sleep(pauseMs);
      response = await ask(request);
    }
    if (response.status !== 202) {
      throw new Error(`the channel answered ${response.status}: ${await response.text()}`);
    }
    await response.body?.cancel();
    await outcome;
  };
}

/** A benchmark of wrong payments would be worth nothing. */
export async function checkMoney(stack: Payable, paid: number): Promise<void> {
  const totals = { lion: 0n, buffalo: 0n };
  for (const dfsp of ['lion', 'buffalo'] as const) {
    const { accounts } = await stack.fineract[dfsp].control.state(dfsp);
    for (const account of accounts.filter(({ accountId }) => accountId.includes('-bench-'))) {
      if (account.onHold !== '0') throw new Error(`${account.accountId} has a hold left`);
      totals[dfsp] += BigInt(account.ledger);
    }
  }
  const opening = BigInt(openingBalance * accountsPerDfsp);
  const expected = { lion: opening - BigInt(paid), buffalo: opening + BigInt(paid) };
  if (totals.lion !== expected.lion || totals.buffalo !== expected.buffalo) {
    throw new Error(
      `after ${paid} payments of 1 the balances are ${JSON.stringify(totals, String)}`,
    );
  }
}

/** A payer hears of the end before the payee's bank has booked. @throws Error as {@link checkMoney}, when it is not so in time */
export async function checkMoneyOnceBooked(stack: Payable, paid: () => number): Promise<void> {
  const isInTheBooks = () =>
    checkMoney(stack, paid()).then(
      () => true,
      () => false,
    );
  // What is not so is told by the look after it, with its figures.
  await until('the payees have their money', isInTheBooks).catch(() => undefined);
  await checkMoney(stack, paid());
}
