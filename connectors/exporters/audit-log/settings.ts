import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../../common/config/problems';
import {
  engineRecordsSettings,
  engineRecordsTopicName,
} from '../../common/contracts/engine-records-topic';
import { duration } from '../../common/contracts/fee-settings';
import { keptForEver } from '../../common/contracts/fee-topics';
import { replicas, replicated } from '../../common/contracts/replication';
import type { TopicSettings } from '../../common/doors/kafka/kafka-door';
import { messageOf } from '../../common/message-of';
import { readSigningKeys, verifierOf, type NoteSigner, type SigningKeys } from './note';
import type { LogKeys } from './partition-log';

/** What those who check a log need to know too. */
const whereLogsAre = {
  ...engineRecordsSettings.shape,
  AUDIT_LOG_DIRECTORY: z
    .string()
    .min(1)
    .describe(
      'Folder of the audit logs, on a disk that stays: `<ENGINE_NAME>/<partition>` below it',
    ),
  AUDIT_LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+]{1,180}$/, 'must be without spaces and plus')
    .describe(
      'What all logs of this hub are called by those who check them, as an address without https://, such as `hub.example.org/audit`. Never changed',
    ),
  AUDIT_LOG_CHECKPOINTS_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.audit-checkpoints')
    .describe('Topic of what the logs have signed, key: which log; kept for ever'),
};

export const auditCommandEnvironment = z.object(whereLogsAre);

export const auditLogEnvironment = z.object({
  ...whereLogsAre,
  AUDIT_LOG_SIGNING_KEY: z
    .string()
    .describe(
      'Ed25519 key in PEM that signs the logs: `openssl genpkey -algorithm ed25519`. A secret. After it, while the logs bear their signature, the public keys of those before it: k8s/KEYS.md',
    ),
  AUDIT_LOG_CHECKPOINT_EVERY: duration()
    .prefault('PT10S')
    .describe('How often what is new is signed: until then it can be changed without a trace'),
  AUDIT_LOG_REPLICATION: replicas('Replicas of the topic of checkpoints, when it is made'),
});

export type AuditLogSettings = z.output<typeof auditLogEnvironment>;
export type AuditCommandSettings = z.output<typeof auditCommandEnvironment>;

/** @throws ConfigurationError */
function signingKeysOf({ AUDIT_LOG_SIGNING_KEY: pem }: AuditLogSettings): SigningKeys {
  try {
    return readSigningKeys(pem);
  } catch (error) {
    throw new ConfigurationError([
      `environment: AUDIT_LOG_SIGNING_KEY: no Ed25519 private key in PEM: ${messageOf(error)}`,
    ]);
  }
}

/** @param partitionId of the engine, from 1 on */
export function originOf(settings: AuditCommandSettings, partitionId: number): string {
  return `${settings.AUDIT_LOG_ORIGIN}/${settings.ENGINE_NAME}/${partitionId}`;
}

export function folderOf(
  settings: Pick<AuditCommandSettings, 'AUDIT_LOG_DIRECTORY' | 'ENGINE_NAME'>,
  partitionId: number,
): string {
  return join(settings.AUDIT_LOG_DIRECTORY, settings.ENGINE_NAME, String(partitionId));
}

export function logKeysOf(settings: AuditLogSettings, partitionId: number): LogKeys {
  const name = originOf(settings, partitionId);
  const { privateKey, formerPublicKeys } = signingKeysOf(settings);
  return {
    signer: { name, privateKey },
    formers: formerPublicKeys.map((publicKey) => verifierOf(name, publicKey)),
  };
}

export function signerOf(settings: AuditLogSettings, partitionId: number): NoteSigner {
  return logKeysOf(settings, partitionId).signer;
}

export function recordsTopicOf(settings: AuditCommandSettings): string {
  return engineRecordsTopicName(settings);
}

export const checkpointsEnvironment = auditLogEnvironment.pick({
  AUDIT_LOG_CHECKPOINTS_TOPIC: true,
  AUDIT_LOG_REPLICATION: true,
});

export function checkpointsTopic(settings: z.output<typeof checkpointsEnvironment>): TopicSettings {
  const topic = {
    name: settings.AUDIT_LOG_CHECKPOINTS_TOPIC,
    partitions: 1,
    settings: { ...keptForEver, 'message.timestamp.type': 'LogAppendTime' },
  };
  return replicated(topic, settings.AUDIT_LOG_REPLICATION);
}
