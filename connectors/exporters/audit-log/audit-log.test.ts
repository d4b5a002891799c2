/** The logs of an engine's records, kept, restarted, tampered with, and proven to others. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Registry } from 'prom-client';
import { engine, kafkaRecordsOf, recordsTopic } from '../../../test/kit/engine-records/events';
import { readRecording } from '../../../test/kit/engine-records/recordings';
import { eventually } from '../../../test/kit/kafka';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { silentLog } from '../../../test/kit/mojaloop';
import type { Clock } from '../../common/runtime';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { provePayment, verifyAll, type Verified } from './audit';
import { checkEvidence } from './evidence';
import { readPack, writePack } from './evidence-pack';
import { keepLogs } from './keep-logs';
import { LogSpoilt } from './log-files';
import { createAuditLogMetrics } from './metrics';
import { readVerifierKey, verifierKeyOf, type NoteVerifier } from './note';
import { PartitionLog } from './partition-log';
import { auditLogEnvironment, checkpointsTopic, logKeysOf, signerOf } from './settings';

const { privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const records = kafkaRecordsOf(readRecording('demo')).slice(0, 700);
const payment = '1cff7271-73a0-5470-936e-f6d801249120';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-log-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

const settingsOf = (folder: string, signingKey = pem) =>
  auditLogEnvironment.parse({
    ENGINE_NAME: engine,
    AUDIT_LOG_DIRECTORY: folder,
    AUDIT_LOG_ORIGIN: 'hub.example/audit',
    AUDIT_LOG_SIGNING_KEY: signingKey,
  });

function keysOf(folder: string): NoteVerifier[] {
  const key = readVerifierKey(verifierKeyOf(signerOf(settingsOf(folder), 1)));
  return key === undefined ? [] : [key];
}

function openLog(folder: string): PartitionLog {
  const signer = signerOf(settingsOf(folder), 1);
  return new PartitionLog({ folder: join(folder, engine, '1'), engine, signer });
}

/** Time goes on when the test says so. */
function handClock(): Clock & { tick(): void } {
  const wake: (() => void)[] = [];
  return {
    now: () => 0,
    sleep: (_durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) resolve();
        wake.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      }),
    tick: () => wake.splice(0).forEach((one) => one()),
  };
}

function kafkaOf(some: readonly KafkaRecord[], checkpoints: readonly KafkaRecord[] = []) {
  const kafka = new MemoryKafka();
  kafka.addTopic(recordsTopic, 1);
  const topic = checkpointsTopic(settingsOf('unused'));
  kafka.addTopic(topic.name, 1);
  write(kafka, some);
  write(kafka, checkpoints);
  return kafka;
}

function write(kafka: MemoryKafka, some: readonly KafkaRecord[]): void {
  for (const { topic, partition, key = '', value = null, headers } of some) {
    kafka.append({ topic, partition, key, value, ...(headers && { headers }) });
  }
}

const checkpointsIn = (kafka: MemoryKafka) =>
  kafka.partitions(checkpointsTopic(settingsOf('unused')).name).flat();

/** A log of all records, signed at 300 and at the end, and what Kafka was told. */
async function logged(some = records): Promise<{ folder: string; checkpoints: KafkaRecord[] }> {
  const folder = newFolder();
  const kafka = kafkaOf([]);
  const clock = handClock();
  const metrics = createAuditLogMetrics(new Registry());
  const keeper = keepLogs(
    { kafka: kafka.door(), clock, log: silentLog, metrics },
    settingsOf(folder),
    1,
  );
  const signedUpTo = (size: number) =>
    eventually(() => {
      clock.tick();
      return checkpointsIn(kafka).at(-1)?.value?.split('\n')[1] === String(size);
    });
  write(kafka, some.slice(0, 300));
  await signedUpTo(300);
  write(kafka, some.slice(300));
  await signedUpTo(some.length);
  await keeper.close();
  return { folder, checkpoints: checkpointsIn(kafka) };
}

async function verify(
  folder: string,
  some: readonly KafkaRecord[],
  checkpoints: readonly KafkaRecord[] = [],
  kept: readonly string[] = [],
): Promise<Verified> {
  const source = { kafka: kafkaOf(some, checkpoints).door(), settings: settingsOf(folder) };
  const [verified] = await verifyAll(source, keysOf(folder), kept);
  if (verified === undefined) throw new Error('there is no log');
  return verified;
}

function filesOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const paths = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path).toString('hex')]));
}

/** As the exporter sends it once more. */
const exportedAgain = (record: KafkaRecord): KafkaRecord => ({
  ...record,
  value:
    record.value?.replace(
      /^\{("partitionId":\d+),(.*),"sequence":\d+\}$/,
      '{$2,$1,"sequence":1}',
    ) ?? '',
});

const changed = (record: KafkaRecord): KafkaRecord => ({
  ...record,
  value: record.value?.replace('"position"', '"Position"') ?? '',
});

describe('a log', () => {
  test('goes on where it was after any crash: the same files, however often records come again', async () => {
    const whole = newFolder();
    const log = openLog(whole);
    log.take(records);
    await log.sign();
    const broken = newFolder();
    for (const [from, to] of [
      [0, 200],
      [150, 256],
      [0, 513],
      [513, 700],
    ] as const) {
      // A new process each time; the one before has signed, or has not.
      const one = openLog(broken);
      one.take(
        records
          .slice(0, to)
          .slice(from === 0 ? 0 : from - 50)
          .map(exportedAgain),
      );
      if (to !== 256) await one.sign();
      const again = openLog(broken);
      again.take(records.slice(0, to));
      await again.sign();
    }
    const [wanted, found] = [filesOf(whole), filesOf(broken)];
    // Parts that later checkpoints have made needless may be there besides.
    for (const [path, bytes] of wanted) expect([path, found.get(path)]).toEqual([path, bytes]);
  });

  test('never signs what is not what it has signed before: spoilt files stop it', async () => {
    const { folder } = await logged();
    const tile = join(folder, engine, '1/tile/0/002.p/188');
    const bytes = readFileSync(tile);
    writeFileSync(tile, bytes.fill(7, 0, 1));
    expect(() => openLog(folder)).toThrow(LogSpoilt);
  });

  test('records that no bridge has written, and offsets that are gone, are told with their places', () => {
    const [first, second, third] = records;
    if (first === undefined || second === undefined || third === undefined) throw new Error('none');
    const log = openLog(newFolder());
    const taken = log.take([first, { ...second, key: 'of nobody' }, { ...third, offset: 7 }]);
    expect(taken).toEqual({
      ...{ logged: 2, skippedOffsets: 5 },
      unreadable: [`${recordsTopic}/0/1`],
    });
  });
});

describe('a log whose key is changed', () => {
  const newerPem = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const formerPublicPem = createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();
  const openWith = (folder: string, signingKey: string) =>
    new PartitionLog({
      ...{ folder: join(folder, engine, '1'), engine },
      ...logKeysOf(settingsOf(folder, signingKey), 1),
    });
  const newestKey = (signingKey: string): NoteVerifier[] => {
    const key = readVerifierKey(verifierKeyOf(signerOf(settingsOf('anywhere', signingKey), 1)));
    return key === undefined ? [] : [key];
  };

  test('goes on where it was, and is signed by the newer one at once, though nothing is new', async () => {
    const { folder } = await logged();
    expect(() => openWith(folder, newerPem)).toThrow(LogSpoilt);
    const log = openWith(folder, newerPem + formerPublicPem);
    expect(log.size).toBe(records.length);
    expect(await log.sign()).toMatchObject({ size: records.length });
    expect(await log.sign()).toBeUndefined();
    // The former key may go: nothing that is looked at needs it.
    expect(openWith(folder, newerPem).size).toBe(records.length);
  });

  test('verifies with both keys, and what the former one signed still counts', async () => {
    const { folder, checkpoints } = await logged(records.slice(0, 500));
    const log = openWith(folder, newerPem + formerPublicPem);
    log.take(records);
    const value = (await log.sign())?.note ?? '';
    const told = [...checkpoints, { ...(checkpoints[0] as KafkaRecord), offset: 9, value }];
    const both = [...keysOf(folder), ...newestKey(newerPem)];
    const source = { kafka: kafkaOf(records, told).door(), settings: settingsOf(folder) };
    const [verified, ...others] = await verifyAll(source, both, []);
    expect(others).toEqual([]);
    expect(verified).toMatchObject({
      log: { wrong: [], earlier: told.length },
      records: { differences: [], compared: records.length },
    });
    const { evidence } = await provePayment(source, payment, both);
    const [former, newer] = both;
    if (former === undefined || newer === undefined) throw new Error('no keys');
    expect(evidence.map((one) => checkEvidence(one, newer))).toEqual(evidence.map(() => undefined));
    expect(checkEvidence(evidence[0] as (typeof evidence)[0], former)).toMatch(/not signed by/);
  });

  test.each([
    ['a public key alone', formerPublicPem],
    ['a key of another kind after it', newerPem + otherKindOfKey()],
  ])('%s is no key to sign with', (_what, signingKey) => {
    expect(() => logKeysOf(settingsOf('anywhere', signingKey), 1)).toThrow(/AUDIT_LOG_SIGNING_KEY/);
  });
});

function otherKindOfKey(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

describe('verify', () => {
  test('finds nothing where nothing was done, with repetitions, records that Kafka has let go, and new ones', async () => {
    const { folder, checkpoints } = await logged(records.slice(0, 650));
    const repeated = records.slice(100, 200).map(exportedAgain);
    const kept = [...records.slice(0, 300), ...repeated, ...records.slice(300)];
    expect(await verify(folder, kept, checkpoints)).toEqual({
      ...{ origin: `hub.example/audit/${engine}/1`, size: 650, unopened: 0 },
      log: { wrong: [], earlier: checkpoints.length },
      records: {
        ...{ differences: [], compared: 650, repetitions: 100, noLongerKept: 0, newer: 50 },
      },
    });
    expect(checkpoints.map(({ key }) => key)).toContain(`hub.example/audit/${engine}/1`);
  });

  test('where Kafka has let go all that there was, all of it is counted and nothing told', async () => {
    const { folder } = await logged();
    const kafka = kafkaOf(records);
    kafka.deleteBefore(recordsTopic, new Map([[0, records.length]]));
    const source = { kafka: kafka.door(), settings: settingsOf(folder) };
    const [verified] = await verifyAll(source, keysOf(folder), []);
    expect(verified?.records).toMatchObject({ differences: [], noLongerKept: records.length });
  });

  test('a beginning that Kafka keeps no longer is no difference, but one that is missing from offset 0 is', async () => {
    const { folder } = await logged();
    const kafka = kafkaOf(records);
    (kafka.partitions(recordsTopic)[0] as KafkaRecord[]).splice(0, 100);
    const source = { kafka: kafka.door(), settings: settingsOf(folder) };
    const [verified] = await verifyAll(source, keysOf(folder), []);
    expect(verified?.records).toMatchObject({ differences: [], compared: 600, noLongerKept: 100 });
    const { records: found } = await verify(folder, records.slice(1));
    expect(found.differences).toEqual([{ what: 'removed', key: records[0]?.key }]);
  });

  const at = 345;
  const key = records[at]?.key ?? '';
  const one = records[at] as KafkaRecord;
  const between = `1-${Number(key.split('-')[1]) + 0.5}`;
  test.each([
    ['one record removed', records.toSpliced(at, 1), [{ what: 'removed', key }]],
    ['the last one removed', records.slice(0, -1), [{ what: 'removed', key: records.at(-1)?.key }]],
    ['one record changed', records.with(at, changed(one)), [{ what: 'changed', key }]],
    [
      'one record reordered',
      [...records.toSpliced(at, 1).slice(0, at + 9), one, ...records.slice(at + 10)],
      [{ what: 'reordered', key }],
    ],
    ['a repetition that differs', [...records, changed(one)], [{ what: 'changed', key }]],
    [
      'a record of no bridge',
      records.toSpliced(at, 0, { ...one, key: between }),
      [{ what: 'unreadable', key: `${recordsTopic}/0/${at}` }],
    ],
  ])('finds %s', async (_what, tampered, differences) => {
    const { folder, checkpoints } = await logged();
    const { log, records: found } = await verify(folder, tampered, checkpoints);
    expect(log.wrong).toEqual([]);
    expect(found.differences).toEqual(differences);
  });

  test('finds one record inserted', async () => {
    const { folder } = await logged(records.toSpliced(at, 1));
    const { records: found } = await verify(folder, records);
    expect(found.differences).toEqual([{ what: 'inserted', key }]);
  });

  test('finds a log that was made anew without a record, signed with the right key, by any checkpoint from before', async () => {
    const { checkpoints } = await logged();
    const forged = await logged(records.toSpliced(10, 1));
    const honest = checkpoints.at(0)?.value ?? '';
    const told = await verify(forged.folder, records.toSpliced(10, 1), checkpoints);
    expect(told.log.wrong.join()).toMatch(/signed another root/);
    const kept = await verify(forged.folder, records.toSpliced(10, 1), [], [honest]);
    expect(kept.log.wrong.join()).toMatch(/checkpoint of 300 entries signed another root/);
  });

  test('finds a log that was set back to an earlier one of its own', async () => {
    const { checkpoints } = await logged();
    const short = await logged(records.slice(0, 500));
    const { log } = await verify(short.folder, records.slice(0, 500), checkpoints);
    expect(log.wrong.join()).toMatch(/checkpoint of 700 entries was signed: the log has only 500/);
  });

  describe('after its key was changed', () => {
    const newer = generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    const former = createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();
    const keyOf = (signingKey: string): NoteVerifier => {
      const line = verifierKeyOf(signerOf(settingsOf('unused', signingKey), 1));
      const key = readVerifierKey(line);
      if (key === undefined) throw new Error(`${line} is no key`);
      return key;
    };
    const openWith = (folder: string, signingKey: string) =>
      new PartitionLog({
        ...{ folder: join(folder, engine, '1'), engine },
        ...logKeysOf(settingsOf(folder, signingKey), 1),
      });

    test('a checkpoint that was kept and that none of the keys opens is an error, and no reassurance', async () => {
      const { folder, checkpoints } = await logged();
      const honest = checkpoints.at(0)?.value ?? '';
      const source = { kafka: kafkaOf(records).door(), settings: settingsOf(folder) };
      for (const kept of [honest, 'rubbish']) {
        await expect(verifyAll(source, [keyOf(newer)], [kept])).rejects.toThrow(
          'a kept checkpoint is signed by none of these keys',
        );
      }
    });

    test('checkpoints on Kafka that none of the keys opens are counted', async () => {
      const { folder, checkpoints } = await logged();
      await openWith(folder, newer + former).sign();
      const source = { kafka: kafkaOf(records, checkpoints).door(), settings: settingsOf(folder) };
      const [verified] = await verifyAll(source, [keyOf(newer)], []);
      expect(verified).toMatchObject({ unopened: checkpoints.length, log: { wrong: [] } });
    });

    test('what the former key signs from then on is wrong', async () => {
      const { folder } = await logged();
      const told = await openWith(folder, newer + former).sign();
      const forged = await logged(records.toSpliced(10, 1));
      const topic = checkpointsTopic(settingsOf('unused')).name;
      const record = { topic, partition: 0, offset: 0, key: told?.origin, value: told?.note };
      const kafka = kafkaOf(records.toSpliced(10, 1), [record as KafkaRecord]);
      const source = { kafka: kafka.door(), settings: settingsOf(forged.folder) };
      const [verified] = await verifyAll(source, [keyOf(pem), keyOf(newer)], []);
      expect(verified?.log.wrong.join()).toMatch(/signed by a key that another one has replaced/);
    });
  });

  test('finds entries and tiles that were changed on disk', async () => {
    const { folder } = await logged();
    for (const path of ['tile/entries/001', 'tile/0/001']) {
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      const file = join(copy, engine, '1', path);
      const bytes = readFileSync(file);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(file, bytes);
      expect((await verify(copy, records)).log.wrong).not.toEqual([]);
    }
  });
});

describe('evidence of a payment', () => {
  test('proves each of its records offline, to whoever has only the key', async () => {
    const { folder, checkpoints } = await logged();
    const source = { kafka: kafkaOf(records, checkpoints).door(), settings: settingsOf(folder) };
    const { evidence, unproven } = await provePayment(source, payment, keysOf(folder));
    expect(unproven).toEqual([]);
    const naming = records.filter(({ value = '' }) => value.includes(payment));
    expect(evidence.length).toBeGreaterThan(naming.length);
    const pack = join(newFolder(), 'pack');
    writePack(pack, 'a payment', evidence);
    const [verifier] = keysOf(folder);
    if (verifier === undefined) throw new Error('no key');
    const read = readPack(pack);
    expect(read.map((one) => checkEvidence(one, verifier))).toEqual(evidence.map(() => undefined));
    const [first] = read;
    if (first === undefined) throw new Error('nothing read');
    const spoilt = [
      { ...first, document: `${first.document} ` },
      { ...first, key: '1-1' },
      { ...first, entry: Buffer.from(`${first.key} x`) },
      { ...first, proof: first.proof.replace(/index \d+/, 'index 1') },
      { ...first, proof: first.proof.replace('hub.example', 'hub.exampel') },
      { ...first, proof: 'c2sp.org/tlog-proof@v1' },
    ];
    for (const one of spoilt) expect(checkEvidence(one, verifier)).toMatch(/^\d+-\d+:? /);
  });

  test('a record that is not what was logged is told, not proven', async () => {
    const { folder } = await logged();
    const index = records.findIndex(({ value = '' }) => value.includes(payment));
    const tampered = records.with(index, changed(records[index] as KafkaRecord));
    const source = { kafka: kafkaOf(tampered).door(), settings: settingsOf(folder) };
    const { unproven } = await provePayment(source, payment, keysOf(folder));
    expect(unproven).toEqual([`${records[index]?.key} is not what was logged`]);
  });
});
