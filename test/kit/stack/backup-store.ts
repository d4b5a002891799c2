/** Where a broker puts its own backups: a store that speaks S3, in a process of its own. */
import { join } from 'node:path';
import { findFreePorts } from './ports';
import { startProcess } from './processes';
import type { Say } from './toolbox/distribution';
import { ensureJars } from './toolbox/jars';
import { findJava } from './toolbox/java';
import { fileNameOf } from './toolbox/maven';
import { s3MockJar } from './toolbox/s3mock';

export interface BackupStore {
  /** For a broker, and for Zeebe's program that restores one. */
  readonly brokerSettings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const bucket = 'engine-backups';

export async function startBackupStore(
  runDirectory: string,
  say: Say = () => undefined,
): Promise<BackupStore> {
  const [http = 0, https = 0] = await findFreePorts(2);
  const jars = await ensureJars(s3MockJar, say);
  const [jar] = s3MockJar.jars.map(fileNameOf);
  const started = await startProcess({
    name: 'backup-store',
    command: findJava().command,
    args: ['-Xmx256m', '-XX:+UseSerialGC', '-jar', join(jars, jar ?? '')],
    environment: {
      SERVER_PORT: String(https),
      COM_ADOBE_TESTING_S3MOCK_HTTP_PORT: String(http),
      COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS: bucket,
      COM_ADOBE_TESTING_S3MOCK_STORE_ROOT: join(runDirectory, 'backup-store'),
      // A segment of a broker's journal in one piece.
      COM_ADOBE_TESTING_S3MOCK_MAX_PAYLOAD_SIZE: '256MB',
    },
    workingDirectory: runDirectory,
    logFile: join(runDirectory, 'backup-store.log'),
    readiness: { httpOk: `http://127.0.0.1:${http}/${bucket}` },
    readyWithinMs: 120_000,
  });
  return {
    brokerSettings: {
      ZEEBE_BROKER_DATA_BACKUP_STORE: 'S3',
      ZEEBE_BROKER_DATA_BACKUP_S3_BUCKETNAME: bucket,
      ZEEBE_BROKER_DATA_BACKUP_S3_ENDPOINT: `http://127.0.0.1:${http}`,
      ZEEBE_BROKER_DATA_BACKUP_S3_REGION: 'us-east-1',
      ZEEBE_BROKER_DATA_BACKUP_S3_ACCESSKEY: 'anybody',
      ZEEBE_BROKER_DATA_BACKUP_S3_SECRETKEY: 'anything',
      ZEEBE_BROKER_DATA_BACKUP_S3_FORCEPATHSTYLEACCESS: 'true',
    },
    stop: () => started.stop(),
  };
}
