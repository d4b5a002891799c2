/**
 * `make bench-audit-log`: records a second of CPU that the audit log takes and signs, and that `hub audit verify` holds to it,
 * beside the hashes that nobody can do without: one of each document. Kafka is not measured: records come from memory.
 */
import { createPublicKey, generateKeyPairSync, hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaRecord } from '../../connectors/common/doors/kafka/kafka-door';
import { LogFiles } from '../../connectors/exporters/audit-log/log-files';
import { verifierOf } from '../../connectors/exporters/audit-log/note';
import { PartitionLog } from '../../connectors/exporters/audit-log/partition-log';
import { RecordComparison, verifyTree } from '../../connectors/exporters/audit-log/verify';
import { engine, kafkaRecordsOf } from '../kit/engine-records/events';
import { readRecording } from '../kit/engine-records/recordings';

const rounds = Number(process.env['ROUNDS'] ?? 3);
const recordCount = Number(process.env['RECORDS'] ?? 200_000);

/** Those of real payments, again and again, each with a position of its own. Deployments are seldom, and megabytes. */
function manyRecords(): KafkaRecord[] {
  const recorded = kafkaRecordsOf(readRecording('demo')).filter(
    ({ value = '' }) => value.length < 8_192,
  );
  return Array.from({ length: recordCount }, (_, at) => {
    const record = recorded[at % recorded.length];
    if (record === undefined) throw new Error('nothing is recorded');
    return { ...record, offset: at, key: `1-${at + 1}` };
  });
}

async function main(): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signer = { name: 'bench/main/1', privateKey };
  const records = manyRecords();
  const bytes = records.reduce((sum, { value = '' }) => sum + value.length, 0) / recordCount;
  const perSecond: Record<string, number[]> = {};
  const measure = async (what: string, run: () => unknown): Promise<void> => {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    // Of CPU: what else the machine is busy with does not count.
    (perSecond[what] ??= []).push((recordCount * 1_000_000) / (user + system));
  };
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-audit-log-'));
    await measure('one hash of each document', () => {
      for (const { value = '' } of records) hash('sha256', value, 'base64');
    });
    await measure('taken and signed', async () => {
      const log = new PartitionLog({ folder, engine, signer });
      for (let at = 0; at < recordCount; at += 500) {
        log.take(records.slice(at, at + 500));
        if (log.unsigned > 50_000) await log.sign();
      }
      await log.sign();
    });
    await measure('verified', () => {
      const files = new LogFiles(folder);
      const checkpoint = files.checkpoint([
        verifierOf(signer.name, createPublicKey(signer.privateKey)),
      ]);
      if (checkpoint?.size !== recordCount) throw new Error('the log is not whole');
      const { wrong } = verifyTree(files, checkpoint, []);
      const comparison = new RecordComparison(files, recordCount, engine);
      for (const record of records) comparison.take(record);
      const { differences } = comparison.end(0);
      if (wrong.length + differences.length > 0) throw new Error('something is wrong');
    });
    rmSync(folder, { recursive: true });
  }
  process.stdout.write(
    `${recordCount} records of ${Math.round(bytes)} bytes, medians of ${rounds} rounds\n`,
  );
  for (const [what, values] of Object.entries(perSecond)) {
    const median = values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
    process.stdout.write(
      `${what.padEnd(28)}${Math.round(median).toString().padStart(9)} a second of CPU\n`,
    );
  }
}

void main();
