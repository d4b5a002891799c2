import { z } from 'zod';
import {
  engineRecordsSettings,
  engineRecordsTopic,
  engineRecordsTopicName,
  engineRecordsTopicSettings,
} from '../../common/contracts/engine-records-topic';
import type { TopicSettings } from '../../common/doors/kafka/kafka-door';

const mebibyte = 1024 * 1024;
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const ownTopicEnvironment = z.object({
  ...engineRecordsSettings.shape,
  ...engineRecordsTopicSettings.shape,
});

export const bridgeEnvironment = z.object({
  ZEEBE_BRIDGE_HOST: z
    .string()
    .default('127.0.0.1')
    .describe("Address that brokers' exporters reach the bridge at"),
  ZEEBE_BRIDGE_PORT: whole(0, 65_535).default(5006).describe('Port of the same'),
  ZEEBE_BRIDGE_TLS_DIRECTORY: z
    .string()
    .optional()
    .describe(
      'Folder with `tls.crt` and `tls.key` to serve exporters HTTPS, and `ca.crt` to let in only those with a certificate of that authority. Read again when it changes',
    ),
  ZEEBE_BRIDGE_USERNAME: z
    .string()
    .regex(/^[!-9;-~]+$/, 'must be ASCII characters without spaces and colons')
    .optional()
    .describe('User that exporters must name; none: whoever reaches the port may write'),
  ZEEBE_BRIDGE_PASSWORD: z
    .string()
    .regex(/^[ -~]+$/, 'must be ASCII characters: exporters send others as question marks')
    .optional()
    .describe('Password of that user'),
  ZEEBE_BRIDGE_ANSWER_WITHIN_MS: whole(100, 600_000)
    .default(20_000)
    .describe(
      "How long Kafka may take to acknowledge a bulk: less than the exporter's REQUESTTIMEOUTMS, 30,000",
    ),
  ZEEBE_BRIDGE_BODY_MAX_BYTES: whole(mebibyte, 512 * mebibyte)
    .default(32 * mebibyte)
    .describe('How large one bulk may be: an exporter may go far beyond its BULK_MEMORYLIMIT'),
  ZEEBE_BRIDGE_BODIES_MAX_BYTES: whole(mebibyte, 4_096 * mebibyte)
    .default(64 * mebibyte)
    .describe('How much all bulks may be that are read and written at one time'),
  ...ownTopicEnvironment.shape,
});

export type BridgeEnvironment = z.output<typeof bridgeEnvironment>;

export function ownTopic(settings: z.output<typeof ownTopicEnvironment>): TopicSettings {
  return engineRecordsTopic(engineRecordsTopicName(settings), settings);
}
