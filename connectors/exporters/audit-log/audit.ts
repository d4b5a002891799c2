/** What the commands do: hold Kafka and the logs on disk to what was signed. */
import { existsSync } from 'node:fs';
import { kafkaPartitionOf, readRecordKey } from '../../common/contracts/engine-records-topic';
import type { KafkaDoor, KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { CannotRun } from '../../common/terminal';
import { readTextFile } from '../../common/utf8';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { evidenceOf, type Evidence } from './evidence';
import { LogFiles } from './log-files';
import { readVerifierKey, type NoteVerifier } from './note';
import { PaymentRecords } from './payment-records';
import { folderOf, originOf, recordsTopicOf, type AuditCommandSettings } from './settings';
import { RecordComparison, verifyTree, type LogFindings, type RecordFindings } from './verify';

export interface Source {
  readonly kafka: KafkaDoor;
  readonly settings: AuditCommandSettings;
}

/** One key a line. @throws CannotRun */
export function readKeys(path: string): NoteVerifier[] {
  if (!existsSync(path)) throw new CannotRun(`${path} is not there: it must hold the logs' keys`);
  const lines = readTextFile(path)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const key = readVerifierKey(line.trim());
    if (key === undefined) throw new CannotRun(`${path}: ${line} is no key of a log`);
    return key;
  });
}

interface OpenLog {
  readonly files: LogFiles;
  readonly checkpoint: Checkpoint;
  readonly note: string;
  readonly verifier: NoteVerifier;
}

/** @throws CannotRun when there is no log, or no key of it; LogSpoilt */
function openLog(
  settings: AuditCommandSettings,
  partitionId: number,
  keys: readonly NoteVerifier[],
): OpenLog {
  const origin = originOf(settings, partitionId);
  const verifier = keys.find(({ name }) => name === origin);
  if (verifier === undefined) {
    throw new CannotRun(`no key of ${origin} was given: "hub audit keys" prints them`);
  }
  const files = new LogFiles(folderOf(settings, partitionId));
  const [checkpoint, note] = [files.checkpoint(verifier), files.checkpointNote()];
  if (checkpoint === undefined || note === undefined) {
    throw new CannotRun(`${files.folder} has no log that was signed`);
  }
  return { files, checkpoint, note, verifier };
}

/** What this key has signed of one log and told on Kafka; what it has not signed says nothing. */
async function toldCheckpoints(
  { kafka, settings }: Source,
  verifier: NoteVerifier,
): Promise<Checkpoint[]> {
  const told: Checkpoint[] = [];
  for await (const { key, value = '' } of readAll(kafka, settings.AUDIT_LOG_CHECKPOINTS_TOPIC, 0)) {
    if (key !== verifier.name) continue;
    const checkpoint = openCheckpoint(value, verifier);
    if (checkpoint !== undefined) told.push(checkpoint);
  }
  return told;
}

async function* readAll(
  kafka: KafkaDoor,
  topic: string,
  partition: number,
): AsyncGenerator<KafkaRecord> {
  const toOffset = (await kafka.endOffsets(topic)).get(partition) ?? 0;
  yield* kafka.read({ topic, partition, fromOffset: 0, toOffset });
}

export interface Verified {
  readonly origin: string;
  readonly size: number;
  readonly log: LogFindings;
  readonly records: RecordFindings;
}

/** All partitions that the engine has, or once had a log. @throws CannotRun, LogSpoilt */
export async function verifyAll(
  source: Source,
  keys: readonly NoteVerifier[],
  kept: readonly string[],
): Promise<Verified[]> {
  const ends = await source.kafka.endOffsets(recordsTopicOf(source.settings));
  const verified: Verified[] = [];
  for (let partitionId = 1; partitionId <= Math.max(ends.size, keys.length); partitionId += 1) {
    const origin = originOf(source.settings, partitionId);
    const isUnused =
      ends.get(kafkaPartitionOf(partitionId)) === 0 &&
      new LogFiles(folderOf(source.settings, partitionId)).checkpointNote() === undefined;
    const verifier = keys.find(({ name }) => name === origin);
    const wasSigned = async (): Promise<boolean> =>
      verifier !== undefined && (await toldCheckpoints(source, verifier)).length > 0;
    // All that was ever told is read for that: only where there is nothing else to go by.
    if (isUnused && !(await wasSigned())) continue;
    verified.push(await verifyPartition(source, partitionId, keys, kept));
  }
  return verified;
}

/** @param kept notes of checkpoints that somebody has kept elsewhere. @throws CannotRun, LogSpoilt */
async function verifyPartition(
  source: Source,
  partitionId: number,
  keys: readonly NoteVerifier[],
  kept: readonly string[],
): Promise<Verified> {
  const { kafka, settings } = source;
  const { files, checkpoint, verifier } = openLog(settings, partitionId, keys);
  const known = kept
    .map((note) => openCheckpoint(note, verifier))
    .filter((one) => one !== undefined);
  // The log goes on meanwhile: what was told after it was opened is for the next time.
  const told = (await toldCheckpoints(source, verifier)).filter(
    ({ size }) => size <= checkpoint.size,
  );
  const log = verifyTree(files, checkpoint, [...known, ...told]);
  const comparison = new RecordComparison(files, checkpoint.size, settings.ENGINE_NAME);
  const partition = kafkaPartitionOf(partitionId);
  for await (const record of readAll(kafka, recordsTopicOf(settings), partition)) {
    comparison.take(record);
  }
  const endOffset = (await kafka.endOffsets(recordsTopicOf(settings))).get(partition) ?? 0;
  return { origin: verifier.name, size: checkpoint.size, log, records: comparison.end(endOffset) };
}

export interface Proven {
  readonly evidence: readonly Evidence[];
  /** Records of the payment that cannot be proven, and why. */
  readonly unproven: readonly string[];
}

/** @throws CannotRun, LogSpoilt */
export async function provePayment(
  { kafka, settings }: Source,
  transactionId: string,
  keys: readonly NoteVerifier[],
): Promise<Proven> {
  const topic = recordsTopicOf(settings);
  const partitions = [...(await kafka.endOffsets(topic)).keys()];
  const ofPayment = new PaymentRecords(transactionId);
  for (const partition of partitions) {
    for await (const record of readAll(kafka, topic, partition)) ofPayment.learn(record);
  }
  const evidence = new Map<string, Evidence>();
  const unproven = new Set<string>();
  for (const partition of partitions) {
    const records: KafkaRecord[] = [];
    for await (const record of readAll(kafka, topic, partition)) {
      if (ofPayment.has(record)) records.push(record);
    }
    if (records.length === 0) continue;
    const { files, checkpoint, note } = openLog(settings, partition + 1, keys);
    for (const { key = '', value: document = '' } of records) {
      if (readRecordKey(key) === undefined) continue;
      const found = evidenceOf(files, checkpoint, note, { key, document });
      if (typeof found === 'string') unproven.add(found);
      else evidence.set(key, found);
    }
  }
  return { evidence: [...evidence.values()], unproven: [...unproven] };
}
