import './kafkajs-repairs';
import type { ConnectionOptions } from 'node:tls';
import { Kafka, logLevel, type KafkaConfig, type SASLOptions } from 'kafkajs';
import type { Logger, TlsSource } from '../../runtime';
import type { KafkaSettings } from './environment';
import { createKafkaLog } from './log-creator';

/** Short: what fails for longer comes back to us, and we begin afresh with a new client. */
export const retry = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 6 };

export function createClient(
  settings: KafkaSettings,
  log: Logger,
  tls: TlsSource | undefined,
): Kafka {
  const sasl = saslOf(settings);
  const config: KafkaConfig = {
    clientId: settings.KAFKA_CLIENT_ID,
    brokers: settings.KAFKA_BROKERS,
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry,
    logLevel: logLevel.INFO,
    logCreator: createKafkaLog(log),
    ...(settings.KAFKA_TLS && { ssl: tls === undefined ? true : renewed(tls) }),
    ...(sasl !== undefined && { sasl }),
  };
  return new Kafka(config);
}

/** kafkajs copies these fields for each connection, so that each has the certificates of its day. */
function renewed(tls: TlsSource): ConnectionOptions {
  return {
    get ca() {
      return tls.current().authorities;
    },
    get cert() {
      return tls.current().own?.certificates;
    },
    get key() {
      return tls.current().own?.key;
    },
  };
}

function saslOf({
  KAFKA_SASL_USERNAME: username,
  KAFKA_SASL_PASSWORD: password,
  KAFKA_SASL_MECHANISM: mechanism,
}: KafkaSettings): SASLOptions | undefined {
  if (username === undefined) return undefined;
  return { mechanism, username, password: password ?? '' };
}
