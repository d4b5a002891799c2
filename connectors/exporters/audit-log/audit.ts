/** What the commands do: hold Kafka and the logs on disk to what was signed. */
import { existsSync } from 'node:fs';
import { kafkaPartitionOf, readRecordKey } from '../../common/contracts/engine-records-topic';
import type { KafkaDoor, KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { CannotRun } from '../../common/terminal';
import { readTextFile } from '../../common/utf8';
import { evidenceOf, type Evidence } from './evidence';
import { LogFiles, openedByAny, type OpenedCheckpoint } from './log-files';
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
  readonly checkpoint: OpenedCheckpoint;
  readonly note: string;
}

/** @throws CannotRun when there is no log, or no key of it; LogSpoilt */
function openLog(
  settings: AuditCommandSettings,
  partitionId: number,
  keys: readonly NoteVerifier[],
): OpenLog {
  const origin = originOf(settings, partitionId);
  const verifiers = keysOf(origin, keys);
  if (verifiers.length === 0) {
    throw new CannotRun(`no key of ${origin} was given: "hub audit keys" prints them`);
  }
  const files = new LogFiles(folderOf(settings, partitionId));
  const [checkpoint, note] = [files.checkpoint(verifiers), files.checkpointNote()];
  if (checkpoint === undefined || note === undefined) {
    throw new CannotRun(`${files.folder} has no log that was signed`);
  }
  return { files, checkpoint, note };
}

/** More than one when the key that signs it was changed. */
function keysOf(origin: string, keys: readonly NoteVerifier[]): readonly NoteVerifier[] {
  return keys.filter(({ name }) => name === origin);
}

interface Told {
  readonly checkpoints: readonly OpenedCheckpoint[];
  /** Signed by none of the keys: they say nothing. */
  readonly unopened: number;
}

/** What of one log was told on Kafka. */
async function toldCheckpoints(
  { kafka, settings }: Source,
  origin: string,
  verifiers: readonly NoteVerifier[],
): Promise<Told> {
  const checkpoints: OpenedCheckpoint[] = [];
  let unopened = 0;
  for await (const { key, value = '' } of readAll(kafka, settings.AUDIT_LOG_CHECKPOINTS_TOPIC, 0)) {
    if (key !== origin) continue;
    const checkpoint = openedByAny(value, verifiers);
    if (checkpoint === undefined) unopened += 1;
    else checkpoints.push(checkpoint);
  }
  return { checkpoints, unopened };
}

/** By keys in the order in which they came: one that was replaced signs nothing any more. */
function isByReplacedKey(
  { keyId }: OpenedCheckpoint,
  told: readonly OpenedCheckpoint[],
  verifiers: readonly NoteVerifier[],
): boolean {
  const rankOf = (id: number) => verifiers.findIndex((one) => one.keyId === id);
  return told.some((one) => rankOf(one.keyId) > rankOf(keyId));
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
  /** Checkpoints on Kafka that none of the keys has signed. */
  readonly unopened: number;
}

/** All partitions that the engine has, or once had a log. @throws CannotRun, LogSpoilt */
export async function verifyAll(
  source: Source,
  keys: readonly NoteVerifier[],
  kept: readonly string[],
): Promise<Verified[]> {
  if (kept.some((note) => openedByAny(note, keys) === undefined)) {
    throw new CannotRun('a kept checkpoint is signed by none of these keys: give that of its time');
  }
  const ends = await source.kafka.endOffsets(recordsTopicOf(source.settings));
  const verified: Verified[] = [];
  const logsKnown = new Set(keys.map(({ name }) => name)).size;
  for (let partitionId = 1; partitionId <= Math.max(ends.size, logsKnown); partitionId += 1) {
    const origin = originOf(source.settings, partitionId);
    const isUnused =
      ends.get(kafkaPartitionOf(partitionId)) === 0 &&
      new LogFiles(folderOf(source.settings, partitionId)).checkpointNote() === undefined;
    const verifiers = keysOf(origin, keys);
    const wasSigned = async (): Promise<boolean> =>
      (await toldCheckpoints(source, origin, verifiers)).checkpoints.length > 0;
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
  const origin = originOf(settings, partitionId);
  const verifiers = keysOf(origin, keys);
  // Before the log is opened, which goes on meanwhile: what was told is on disk by then, or is there no more.
  const told = await toldCheckpoints(source, origin, verifiers);
  const { files, checkpoint } = openLog(settings, partitionId, keys);
  const known = kept.map((note) => openedByAny(note, verifiers)).filter((one) => one !== undefined);
  const earlier = [...known, ...told.checkpoints];
  const tree = verifyTree(files, checkpoint, earlier);
  const isReplaced = isByReplacedKey(checkpoint, earlier, verifiers);
  const wrong = isReplaced ? ['it is signed by a key that another one has replaced'] : [];
  const log = { ...tree, wrong: [...wrong, ...tree.wrong] };
  const comparison = new RecordComparison(files, checkpoint.size, settings.ENGINE_NAME);
  const partition = kafkaPartitionOf(partitionId);
  for await (const record of readAll(kafka, recordsTopicOf(settings), partition)) {
    comparison.take(record);
  }
  const endOffset = (await kafka.endOffsets(recordsTopicOf(settings))).get(partition) ?? 0;
  const records = comparison.end(endOffset);
  return { origin, size: checkpoint.size, log, records, unopened: told.unopened };
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
