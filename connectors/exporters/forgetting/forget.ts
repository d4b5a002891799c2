/** A person is forgotten: first it is said what that means, then it is done. Done twice it is as good as once. */
import type { PartyId } from '../../common/contracts/fspiop';
import {
  paymentDocumentSchema,
  type PaymentDocument,
} from '../../common/contracts/payment-documents';
import type { PersonTokens } from '../../common/contracts/person-tokens';
import type { ElasticsearchDoor } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaDoor, KafkaRecord, TopicSettings } from '../../common/doors/kafka/kafka-door';
import { missingTopics } from '../../common/doors/kafka/missing-topics';
import { canonicalJson } from '../../common/json';
import type { EpochMs } from '../../common/runtime';
import { withoutForgotten } from '../indexer/forgotten';
import { PersonInMessages, PersonInRecords } from './person-in-records';

export interface ForgettingDeps {
  readonly kafka: KafkaDoor;
  readonly elasticsearch: ElasticsearchDoor;
  readonly tokens: PersonTokens;
}

export interface Places {
  /** Alias of the documents of payments. */
  readonly payments: string;
  readonly journalTopic: string;
  /** Of the tokens that no document may have again. */
  readonly forgottenTopic: TopicSettings;
  readonly recordsTopic: string;
  /** Groups that read the engine's records, where they are there. */
  readonly readersOfRecords: readonly string[];
}

export interface Person {
  readonly tenant: string;
  readonly party: PartyId;
}

interface KnownPayment {
  readonly index: string;
  readonly id: string;
  readonly version: number;
  readonly document: PaymentDocument;
}

/** Of one partition of the engine's records. */
export interface RecordsOfPerson {
  /** Before it nothing of the person is left. */
  readonly beforeOffset: number;
  readonly lastAtMs: EpochMs;
  readonly ofPerson: number;
  /** Records of others that stand before it too. */
  readonly ofOthers: number;
}

export interface Plan {
  /** Those in which a token is the person's. */
  readonly payments: readonly KnownPayment[];
  readonly messages: readonly Pick<KafkaRecord, 'partition' | 'key'>[];
  readonly records: ReadonlyMap<number, RecordsOfPerson>;
}

/** More payments than that are forgotten by doing it again. */
const paymentsMax = 10_000;
const timeoutMs = 30_000;
const deletedAtOnce = 1_000;

export async function planFor(deps: ForgettingDeps, places: Places, person: Person): Promise<Plan> {
  const payments = await paymentsOf(deps, places.payments, person);
  const documents = payments.map(({ document }) => document);
  const ofPerson = new PersonInMessages(person.party, documents);
  const messages = await messagesOf(deps.kafka, places.journalTopic, ofPerson);
  const records = await recordsOf(
    deps.kafka,
    places.recordsTopic,
    new PersonInRecords(person.party, documents),
  );
  return { payments, messages, records };
}

async function paymentsOf(
  { elasticsearch, tokens }: ForgettingDeps,
  alias: string,
  { tenant, party }: Person,
): Promise<KnownPayment[]> {
  const token = tokens.tokenOf(tenant, tokens.fingerprintOf(party));
  const known = new Map<string, KnownPayment>();
  for (const field of ['payer.token', 'payee.token']) {
    const where = { tenant: [tenant], [field]: [token] };
    const search = { where, documentsMax: paymentsMax, timeoutMs };
    for (const { index, id, version, source } of await elasticsearch.find(alias, search)) {
      known.set(id, { index, id, version, document: paymentDocumentSchema.parse(source) });
    }
  }
  return [...known.values()];
}

type Finder = Pick<PersonInMessages, 'learn' | 'has'>;

/** By key, the last place of each; such as are deleted already are not among them. */
async function messagesOf(kafka: KafkaDoor, topic: string, finder: Finder): Promise<KafkaRecord[]> {
  if ((await missingTopics(kafka, [topic])).length > 0) return [];
  for await (const record of readAll(kafka, topic)) finder.learn(record);
  const last = new Map<string, KafkaRecord>();
  for await (const record of readAll(kafka, topic)) {
    const { key = '', value } = record;
    if (value === undefined) last.delete(key);
    else if (finder.has(record)) last.set(key, record);
  }
  return [...last.values()];
}

async function recordsOf(
  kafka: KafkaDoor,
  topic: string,
  finder: Finder,
): Promise<Map<number, RecordsOfPerson>> {
  const found = new Map<number, RecordsOfPerson>();
  if ((await missingTopics(kafka, [topic])).length > 0) return found;
  for await (const record of readAll(kafka, topic)) finder.learn(record);
  const seen = new Map<number, { all: number; ofPerson: number }>();
  for await (const record of readAll(kafka, topic)) {
    const { partition, offset, timestampMs: lastAtMs } = record;
    const before = seen.get(partition) ?? { all: 0, ofPerson: 0 };
    const isTheirs = finder.has(record);
    const counts = { all: before.all + 1, ofPerson: before.ofPerson + (isTheirs ? 1 : 0) };
    seen.set(partition, counts);
    if (!isTheirs) continue;
    const { all, ofPerson } = counts;
    const place = { beforeOffset: offset + 1, lastAtMs };
    found.set(partition, { ...place, ofPerson, ofOthers: all - ofPerson });
  }
  return found;
}

async function* readAll(kafka: KafkaDoor, topic: string): AsyncGenerator<KafkaRecord> {
  for (const [partition, toOffset] of await kafka.endOffsets(topic)) {
    yield* kafka.read({ topic, partition, fromOffset: 0, toOffset });
  }
}

/** Tells indexers first, takes the token out of documents, and deletes messages by their keys: Kafka forgets these when it compacts the topic. */
export async function forget(
  { kafka, elasticsearch, tokens }: ForgettingDeps,
  { journalTopic, forgottenTopic }: Places,
  { tenant, party }: Person,
  { payments, messages }: Plan,
  nowMs: EpochMs,
): Promise<void> {
  const token = tokens.tokenOf(tenant, tokens.fingerprintOf(party));
  await kafka.ensureTopics([forgottenTopic]);
  const value = JSON.stringify({ forgottenAt: new Date(nowMs).toISOString() });
  await kafka.publish([{ topic: forgottenTopic.name, key: token, value }]);
  const operations = payments.map(({ index, id, version, document }) => {
    const isForgotten = (one: string): boolean => one === token;
    const source = canonicalJson(withoutForgotten(document, isForgotten));
    return { kind: 'index' as const, index, id, version, source };
  });
  const outcomes = await elasticsearch.bulk(operations);
  const failed = outcomes.filter(({ kind }) => kind !== 'stored').length;
  if (failed > 0) {
    throw new Error(`${failed} documents of payments were changed meanwhile: do it again`);
  }
  const publisher = kafka.openPublisher();
  for (let from = 0; from < messages.length; from += deletedAtOnce) {
    const some = messages.slice(from, from + deletedAtOnce);
    await publisher.publish(
      some.map(({ partition, key = '' }) => ({ topic: journalTopic, partition, key, value: null })),
    );
  }
  await publisher.close();
}

/** Who has not yet read what is to be let go, in words. */
export async function stillReading(
  kafka: KafkaDoor,
  { recordsTopic, readersOfRecords }: Places,
  records: Plan['records'],
  /** Of the audit log of a partition: up to where it is signed. Undefined: none is kept. */
  loggedBefore: ((partition: number) => number) | undefined,
): Promise<string[]> {
  const behind: string[] = [];
  for (const groupId of readersOfRecords) {
    const read = await kafka.committedOffsets(groupId, recordsTopic);
    // A group that has never read is none.
    if ([...read.values()].every((offset) => offset === 0)) continue;
    for (const [partition, { beforeOffset }] of records) {
      if ((read.get(partition) ?? 0) < beforeOffset)
        behind.push(`${groupId}, partition ${partition}`);
    }
  }
  for (const [partition, { beforeOffset }] of records) {
    if (loggedBefore !== undefined && loggedBefore(partition) < beforeOffset) {
      behind.push(`the audit log, partition ${partition}`);
    }
  }
  return behind;
}

/** For everybody: what stands before the person's last record goes with it. */
export async function letGo(
  kafka: KafkaDoor,
  { recordsTopic }: Places,
  records: Plan['records'],
): Promise<void> {
  const offsets = [...records].map(([partition, one]) => [partition, one.beforeOffset] as const);
  await kafka.deleteBefore(recordsTopic, new Map(offsets));
}
