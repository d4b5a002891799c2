/**
 * `make bench-records`: what a payment costs, counted and not timed: the engine's records of both sides, to the end
 * of all that is remembered, what they weigh as exported, and the calls to both Fineracts. PAYMENTS sets how many the
 * figures are the mean of. KIND: of payments, as in test/load/README.md.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { countRecords, printCount } from '../kit/real-engine/record-count';
import { startRecordStream, type RecordStream } from '../kit/real-engine/record-stream';
import { projectRoot } from '../kit/stack/scripts';
import { startStack, type Stack } from '../kit/stack/stack';
import {
  checkMoney,
  kindsOfPayment,
  listenForOutcomes,
  openAccounts,
  payThrough,
} from '../kit/payments/paying';

const payments = Number(process.env['PAYMENTS'] ?? 10);
const kind = z.enum(kindsOfPayment).parse(process.env['KIND'] ?? 'payment');
/** What stands for one customer or account in the path of a call. */
const names = /\/[^/?]*\d[^/?]*/g;
const dayMs = 86_400_000;
/** Longer than the exporter and the engine's look for old messages take. */
const quietMs = 4_000;

async function main(): Promise<void> {
  const bytes = new Map<string, number>();
  const stream = await startRecordStream((document) => weigh(document, bytes));
  const outcomes = await listenForOutcomes();
  const stack = await startStack({
    runDirectory: join(projectRoot, '.run/bench-records'),
    ports: 'free',
    fresh: true,
    controlledClock: true,
    brokerEnvironment: {
      ...stream.exporterSettings,
      ZEEBE_BROKER_EXPERIMENTAL_ENGINE_MESSAGES_TTLCHECKERINTERVAL: 'PT1S',
    },
    tenantSections: { channel: { callbacks: { allowed: [outcomes.url], default: outcomes.url } } },
  });
  try {
    await openAccounts(stack);
    const pay = await payThrough(stack, outcomes, kind);
    const startedAtMs = Date.now();
    for (let made = 0; made < payments; made += 1) {
      await pay(made);
      // The payee's side may have something to do still.
      await sleep(1_000);
    }
    await forgetAll(stack, stream);
    await checkMoney(stack, payments);
    const calls = await callsOf(stack, startedAtMs);
    console.log(printCount(countRecords(stream.records), payments));
    console.log(`\n${printBytes(bytes)}`);
    console.log(`\nCalls to Fineract: ${calls.length / payments} a payment`);
    for (const [call, count] of Object.entries(tally(calls)).sort(([, a], [, b]) => b - a)) {
      console.log(`  ${String(count / payments).padStart(6)}  ${call}`);
    }
  } finally {
    await stack.stop();
    await outcomes.close();
    await stream.close();
  }
}

/** What of the diagrams' deployment is exported is not a payment's. */
const ofDeployment = /^(?:PROCESS|DEPLOYMENT|DEPLOYMENT_DISTRIBUTION|COMMAND_DISTRIBUTION)$/;

function weigh(document: string, bytes: Map<string, number>): void {
  const valueType = /"valueType":"([A-Z_]+)"/.exec(document)?.[1] ?? 'unknown';
  if (ofDeployment.test(valueType)) return;
  bytes.set(valueType, (bytes.get(valueType) ?? 0) + Buffer.byteLength(document));
}

/** What of it a bridge, Kafka or Elasticsearch has to carry. */
function printBytes(bytes: ReadonlyMap<string, number>): string {
  const kB = (count: number) => (count / payments / 1_000).toFixed(1);
  const all = [...bytes.values()].reduce((sum, one) => sum + one, 0);
  const types = [...bytes]
    .toSorted(([, one], [, other]) => other - one)
    .map(([type, count]) => `  ${kB(count).padStart(6)}  ${type}`);
  return [`Exported: ${kB(all)} kB a payment`, ...types].join('\n');
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
