/**
 * `make bench-records`: what a payment costs, counted and not timed: the engine's records of both sides, to the end
 * of all that is remembered, and the calls to both Fineracts. PAYMENTS sets how many the figures are the mean of.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { countRecords, printCount } from '../kit/real-engine/record-count';
import { startRecordStream, type RecordStream } from '../kit/real-engine/record-stream';
import { customers, type DfspName } from '../kit/stack/dfsps';
import { projectRoot } from '../kit/stack/scripts';
import { startStack, type Stack } from '../kit/stack/stack';
import { amount } from './payment';

const payments = Number(process.env['PAYMENTS'] ?? 10);
/** What stands for one customer or account in the path of a call. */
const names = /\/[^/?]*\d[^/?]*/g;
const dayMs = 86_400_000;
/** Longer than the exporter and the engine's look for old messages take. */
const quietMs = 4_000;

async function main(): Promise<void> {
  const stream = await startRecordStream();
  const channel = await startChannel();
  const stack = await startStack({
    runDirectory: join(projectRoot, '.run/bench-records'),
    ports: 'free',
    fresh: true,
    controlledClock: true,
    brokerEnvironment: {
      ...stream.exporterSettings,
      ZEEBE_BROKER_EXPERIMENTAL_ENGINE_MESSAGES_TTLCHECKERINTERVAL: 'PT1S',
    },
    tenantSections: { channel: { callbacks: { allowed: [channel.url], default: channel.url } } },
  });
  try {
    const startedAtMs = Date.now();
    for (let made = 0; made < payments; made += 1) await pay(stack, channel);
    const calls = await callsOf(stack, startedAtMs);
    await forgetAll(stack, stream);
    console.log(printCount(countRecords(stream.records), payments));
    console.log(`\nCalls to Fineract: ${calls.length / payments} a payment`);
    for (const [call, count] of Object.entries(tally(calls)).sort(([, a], [, b]) => b - a)) {
      console.log(`  ${String(count / payments).padStart(6)}  ${call}`);
    }
  } finally {
    await stack.stop();
    channel.close();
    await stream.close();
  }
}

interface Channel {
  readonly url: string;
  /** Resolves when the channel hears of the next payment's end. */
  nextOutcome(): Promise<string>;
  close(): void;
}

async function startChannel(): Promise<Channel> {
  const heard = new EventEmitter();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.writeHead(200).end();
      heard.emit('outcome', (JSON.parse(body) as { state: string }).state);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/outcomes`,
    nextOutcome: async () => {
      const [state] = (await once(heard, 'outcome')) as [string];
      return state;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** One payment, until the payer's channel has heard of its end. */
async function pay(stack: Stack, channel: Channel): Promise<void> {
  const outcome = channel.nextOutcome();
  const party = (dfsp: DfspName) => ({
    partyIdType: 'MSISDN',
    partyIdentifier: customers[dfsp][0]?.msisdn,
  });
  const response = await fetch(`${stack.channelAddress}/channel/transfer`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await stack.token('lion')}`,
    },
    body: JSON.stringify({
      clientCorrelationId: randomUUID(),
      payer: party('lion'),
      payee: party('buffalo'),
      amount,
    }),
  });
  if (response.status !== 202) {
    throw new Error(`the channel answered ${response.status}: ${await response.text()}`);
  }
  const state = await outcome;
  if (state !== 'COMMITTED') throw new Error(`a payment ended ${state}`);
  // The payee's side may have something to do still.
  await sleep(1_000);
}

/** Of both Fineracts: `GET interoperation/accounts/…`. */
async function callsOf({ fineract }: Stack, sinceMs: number): Promise<string[]> {
  const calls = [
    ...(await fineract.lion.control.calls()),
    ...(await fineract.buffalo.control.calls()),
  ];
  return calls
    .filter(({ atMs }) => atMs >= sinceMs)
    .map(({ method, url }) => `${method} ${url.replace(names, '/…')}`);
}

/** Lets the processes and the messages of all payments come to their end. */
async function forgetAll({ zeebe }: Stack, { records }: RecordStream): Promise<void> {
  for (const days of [0.1, 1, 1, 1]) {
    await zeebe.moveClock(days * dayMs);
    let seen = -1;
    while (seen !== records.length) {
      seen = records.length;
      await sleep(quietMs);
    }
  }
  const of = (intent: string) =>
    records.filter(
      (record) => record.value.bpmnElementType === 'PROCESS' && record.intent === intent,
    ).length;
  const open = of('ELEMENT_ACTIVATED') - of('ELEMENT_COMPLETED');
  if (open !== 0) throw new Error(`${open} processes have not ended`);
}

function tally(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
