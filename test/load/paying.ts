/** Payments as a channel's apps ask for them, and the proof that each was paid once. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../kit/stack/stack';
import { amount, currency } from './payment';

const accountsPerDfsp = 100;
const openingBalance = 1_000_000;
const pauseMs = 500;
const repeatsMax = 60;

/** Resolves when the payer's DFSP says that it is paid. */
export type Pay = (index: number) => Promise<void>;

const msisdn = (dfsp: 'lion' | 'buffalo', index: number): string =>
  `2557${dfsp === 'lion' ? 1 : 2}${String(index % accountsPerDfsp).padStart(7, '0')}`;

/** Payments of one account wait for each other, as they must: the load is spread as in life. */
export async function openAccounts(stack: Stack): Promise<void> {
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

export interface Outcomes {
  readonly url: string;
  /** Resolves when the payment has committed; rejects when it ended otherwise. */
  of(clientCorrelationId: string): Promise<void>;
  committed(): number;
  close(): void;
}

/** The channel's own server: hears how each payment ended. */
export async function listenForOutcomes(): Promise<Outcomes> {
  const waiting = new Map<string, (state: string) => void>();
  let committed = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.writeHead(200).end();
      const report = JSON.parse(body) as { clientCorrelationId: string; state: string };
      if (report.state === 'COMMITTED') committed += 1;
      waiting.get(report.clientCorrelationId)?.(report.state);
      waiting.delete(report.clientCorrelationId);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/outcomes`,
    of: (clientCorrelationId) =>
      new Promise((resolve, reject) => {
        waiting.set(clientCorrelationId, (state) => {
          if (state === 'COMMITTED') resolve();
          else reject(new Error(`payment ${clientCorrelationId} ended ${state}`));
        });
      }),
    committed: () => committed,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export async function payThrough(stack: Stack, outcomes: Outcomes): Promise<Pay> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await stack.token('lion')}`,
  };
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
    };
    const ask = () =>
      fetch(`${stack.channelAddress}/channel/transfer`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ...request, amount }),
      });
    let response = await ask();
    // The engine has all that it can take: as the answer says, it is safe to send it again.
    for (let repeats = 0; response.status === 503 && repeats < repeatsMax; repeats += 1) {
      await response.body?.cancel();
      await sleep(pauseMs);
      response = await ask();
    }
    if (response.status !== 202) {
      throw new Error(`the channel answered ${response.status}: ${await response.text()}`);
    }
    await response.body?.cancel();
    await outcome;
  };
}

/** A benchmark of wrong payments would be worth nothing. */
export async function checkMoney(stack: Stack, paid: number): Promise<void> {
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
