import { z } from 'zod';

const address = /^[^\s,:/]+:\d{1,5}$/;

export const kafkaEnvironment = z.object({
  KAFKA_BROKERS: z
    .string()
    .default('127.0.0.1:9092')
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((brokers) => brokers.every((one) => address.test(one)), 'must be host:port,host:port')
    .describe(
      'Where the Kafka cluster (2.5 or later) is met first, `host:port`, several with commas',
    ),
  KAFKA_CLIENT_ID: z
    .string()
    .min(1)
    .default('payment-hub')
    .describe("Stands in the brokers' logs and quotas"),
  KAFKA_TLS: z.stringbool().default(false).describe('Talk TLS to the brokers'),
  KAFKA_TLS_DIRECTORY: z
    .string()
    .optional()
    .describe(
      'Folder with the `ca.crt` that the brokers are believed by, if no public one, and our own `tls.crt` and `tls.key`, if they want one. Read again when it changes',
    ),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .default('scram-sha-512')
    .describe('How the user below is authenticated'),
  KAFKA_SASL_USERNAME: z.string().optional().describe('User at the brokers; none: no SASL'),
  KAFKA_SASL_PASSWORD: z.string().optional().describe('Password of that user'),
});

export type KafkaSettings = z.output<typeof kafkaEnvironment>;
