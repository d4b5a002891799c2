/** `make bench-fee-stream`: transfers a second from Kafka, through the rules, to Kafka. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../connectors/common/clock';
import { topicSettings, type StreamTopics } from '../../connectors/fee-rules/stream/settings';
import { startFeeStream } from '../../connectors/fee-rules/stream/stream';
import type { RuleBook } from '../../connectors/fee-rules/rule-sets/rule-book';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { bookOf } from '../kit/fee-rules/rule-books';
import { transferRecord } from '../kit/fee-rules/transfers';
import { openDoor } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';

const count = Number(process.env['FEE_TRANSFERS'] ?? 50_000);
const payers = 1_000;
const partitions = 6;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** The payee's DFSP pays 0.6 %; one rule for all, or one for each payer's DFSP. */
function rules(ruleCount: number): RuleBook {
  const texts = Array.from({ length: ruleCount }, (_, index) => {
    const test = ruleCount === 1 ? 'NEQ "dfsp"' : `EQ "dfsp-${index}"`;
    return `/* Fee ${index} */
if(
/* Payer ${index} */
(
(
Transaction.payer.partyIdInfo.fspId ${test}
)
)
)
{
result.ledgerEntryType = "INTERCHANGE_FEE";
result.currency = Transaction.amount.currency;
result.payer.dfspId = Transaction.payer.partyIdInfo.fspId;
result.payer.amount = Transaction.amount.amount * 0.6%;
result.payee.dfspId = Transaction.payee.partyIdInfo.fspId;
result.payee.amount = Transaction.amount.amount * 0.6% * -1;
};
`;
  });
  return bookOf(texts.join(''));
}

const topicsFor = (name: string): StreamTopics => ({
  transfers: `${name}-transfers`,
  switch: undefined,
  entries: `${name}-entries`,
  setAside: `${name}-set-aside`,
  waiting: `${name}-waiting`,
  prepared: `${name}-prepared`,
});

async function measure(kafka: Kafka, name: string, book: RuleBook): Promise<void> {
  const topics = topicsFor(name);
  const door = openDoor(kafka);
  await door.ensureTopics(topicSettings(topics, partitions));
  for (let sent = 0; sent < count; sent += 1_000) {
    await door.publish(
      Array.from({ length: 1_000 }, (_, index) => {
        const id = `t-${sent + index}`;
        const payerFsp = `dfsp-${index % payers}`;
        return {
          topic: topics.transfers,
          key: id,
          value: JSON.stringify(transferRecord(id, '1234', { payerFsp })),
        };
      }),
    );
  }
  let evaluated = 0;
  let firstMs = 0;
  let lastMs = 0;
  const reading = openDoor(kafka);
  await reading.follow({
    topic: topics.entries,
    apply: (records) => {
      evaluated += records.length;
      lastMs = Date.now();
    },
  });
  const working = openDoor(kafka);
  const current = (): RuleBook => {
    if (firstMs === 0) firstMs = Date.now();
    return book;
  };
  const cpuBefore = process.cpuUsage();
  await startFeeStream(
    { door: working, book: { current }, clock: systemClock, log: silentLog },
    { groupId: name, topics, partitions },
  );
  while (evaluated < count) await sleep(20);
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (lastMs - firstMs) / 1_000;
  const perRecordUs = ((user + system) / count).toFixed(0);
  say(
    `${name.padEnd(14)}${(count / seconds).toFixed(0).padStart(8)} transfers a second; CPU of handler and counting reader ${perRecordUs} us each`,
  );
  for (const one of [working, reading, door]) await one.close();
}

async function main(): Promise<void> {
  stopOnSignals(say);
  mkdirSync(runDirectory(), { recursive: true });
  const kafka = await startKafka({ logFile: join(runDirectory(), 'bench-kafka.log'), say });
  try {
    say(`${count} transfers, ${partitions} partitions, one handler; each transfer makes one entry`);
    await measure(kafka, 'warm-up', rules(1));
    await measure(kafka, '1-rule', rules(1));
    await measure(kafka, '1000-rules', rules(1_000));
  } finally {
    await kafka.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
