/**
 * `make bench-message-journal`: messages as they come in a payment, through the journal (folder and Kafka), against a publisher
 * that is given the finished records, in turns. Only the ratio means something; the CPU of each is what a payment pays for it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import {
  journalEnvironment,
  journalTopic,
} from '../../connectors/common/contracts/message-journal';
import type { KafkaDoor } from '../../connectors/common/doors/kafka/kafka-door';
import type { Exchange } from '../../connectors/common/journal/exchange';
import { journalMessageOf } from '../../connectors/common/journal/message';
import { MessageJournal } from '../../connectors/common/journal/message-journal';
import { createJournalMetrics } from '../../connectors/common/journal/metrics';
import { cpuTimeMs } from '../kit/cpu-time';
import { openDoor } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { startKafka } from '../kit/stack/kafka';
import { stopOnSignals } from '../kit/stack/signals';

const rounds = Number(process.env['ROUNDS'] ?? 5);
const count = Number(process.env['MESSAGES'] ?? 10_000);
/** As a busy hub hears them: so many each time that others get their turn. */
const atOnce = 10;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

const body = JSON.stringify({
  transactionId: '60874c84-b3b3-5733-8334-7699d1062414',
  ilpPacket: 'DIICZQAAAAAAA'.repeat(60),
  payee: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000002' } },
  extensionList: Array.from({ length: 10 }, (_, at) => ({ key: `k${at}`, value: `v${at}` })),
});

function exchangeOf(at: number): Exchange {
  const startedMs = Date.now();
  return {
    ...{ direction: 'received', peer: 'switch', peerName: 'switch', tenant: 'lion' },
    ...{ startedMs, endedMs: startedMs + 3, outcome: 'answered', status: 200 },
    request: {
      method: 'PUT',
      url: `/quotes/${at}`,
      headers: {
        'content-type': 'application/vnd.interoperability.quotes+json;version=1.1',
        'fspiop-source': 'buffalo',
        'fspiop-destination': 'lion',
        'fspiop-signature': 's'.repeat(700),
        date: 'Sat, 28 Nov 2026 10:24:00 GMT',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      body: Buffer.from(body),
    },
    answer: { headers: { 'content-length': '0' } },
    ids: { quoteId: String(at) },
  };
}

const settings = journalEnvironment.parse({});

async function bare(door: KafkaDoor): Promise<void> {
  const topic = settings.MESSAGE_JOURNAL_TOPIC;
  const value = JSON.stringify(
    journalMessageOf('m', exchangeOf(0), { engine: 'main', bodyBytesMax: 65_536 }),
  );
  const records = Array.from({ length: count }, (_, at) => ({ topic, key: `m-${at}`, value }));
  const publisher = door.openPublisher();
  for (let from = 0; from < count; from += 250)
    await publisher.publish(records.slice(from, from + 250));
  await publisher.close();
}

async function throughJournal(door: KafkaDoor, folder: string): Promise<void> {
  const deps = { clock: systemClock, random: systemRandom, log: silentLog };
  const registry = new Registry();
  const metrics = createJournalMetrics(registry);
  const own = { ...settings, MESSAGE_JOURNAL_SPOOL_DIRECTORY: folder };
  const journal = new MessageJournal({ ...deps, kafka: door, metrics }, own);
  for (let at = 0; at < count; at += 1) {
    journal.note(exchangeOf(at));
    if (at % atOnce === 0) await new Promise((next) => setTimeout(next, 1));
  }
  await journal.close(120_000);
  const lost = await registry.getSingleMetric('hub_message_journal_lost_total')?.get();
  const many = lost?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
  if (many > 0) throw new Error(`${many} messages were lost`);
}

const median = (all: readonly number[]): number =>
  all.toSorted((left, right) => left - right)[all.length >> 1] ?? 0;

async function main(): Promise<void> {
  stopOnSignals(say);
  const kafka = await startKafka();
  const folder = mkdtempSync(join(tmpdir(), 'bench-journal-'));
  const door = openDoor(kafka);
  const figures = { bare: [] as number[], journal: [] as number[] };
  try {
    await door.ensureTopics([journalTopic(settings)]);
    for (let round = -1; round < rounds; round += 1) {
      for (const name of round % 2 === 0
        ? (['bare', 'journal'] as const)
        : (['journal', 'bare'] as const)) {
        const before = cpuTimeMs();
        await (name === 'bare' ? bare(door) : throughJournal(door, folder));
        // The first round warms up.
        if (round >= 0) figures[name].push(((cpuTimeMs() - before) * 1_000) / count);
      }
    }
  } finally {
    await door.close();
    await kafka.stop();
    rmSync(folder, { recursive: true });
  }
  const [publisher, journal] = [median(figures.bare), median(figures.journal)];
  say(`${count} messages of ${body.length} bytes, medians of ${rounds} rounds`);
  say(`publisher, given finished records  ${publisher.toFixed(0)} us of CPU each`);
  say(
    `journal, from request to Kafka     ${journal.toFixed(0)} us of CPU each (${(journal / publisher).toFixed(2)})`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
