import { ConfigurationError } from '../../common/config/problems';
import { ownTopics } from '../../common/hub/own-topics';
import { defineRole } from '../../common/hub/role';
import { certificateChecks } from '../../common/tls/checks';
import type { TlsSource } from '../../common/runtime';
import { tlsFoldersOf, type TlsFolderDeps } from '../../common/tls/folders';
import { createBridgeApp, type Credentials } from './app';
import { Bodies } from './bodies';
import { Bridge } from './bridge';
import { bridgeChecks } from './checks';
import { createBridgeMetrics } from './metrics';
import {
  bridgeEnvironment,
  ownTopic,
  ownTopicEnvironment,
  type BridgeEnvironment,
} from './settings';

/** Between the exporter of an engine's brokers and Kafka: everything that the engine writes goes there. */
export const zeebeBridgeRole = defineRole({
  name: 'zeebe-bridge',
  needs: { kafka: true },
  environment: bridgeEnvironment,
  topics: ownTopics(ownTopicEnvironment, (settings) => [ownTopic(settings)]),
  async start({ environment: settings, deps, metrics: registry, kafka }) {
    const credentials = credentialsOf(settings);
    const tls = tlsOf(settings, { ...deps, metrics: registry });
    if (credentials === undefined) {
      deps.log.warn(
        {},
        'ZEEBE_BRIDGE_USERNAME is not set: whoever reaches the port may write records',
      );
    }
    const topic = ownTopic(settings);
    await kafka.ensureTopics([topic]);
    const metrics = createBridgeMetrics(registry);
    const bridge = new Bridge(
      { ...deps, kafka, metrics },
      {
        engine: settings.ENGINE_NAME,
        topic: topic.name,
        answerWithinMs: settings.ZEEBE_BRIDGE_ANSWER_WITHIN_MS,
      },
    );
    const bodies = new Bodies({
      bodyBytesMax: settings.ZEEBE_BRIDGE_BODY_MAX_BYTES,
      bodiesBytesMax: settings.ZEEBE_BRIDGE_BODIES_MAX_BYTES,
    });
    return {
      servers: [
        {
          name: 'zeebe-bridge',
          app: createBridgeApp({ bridge, bodies, metrics, log: deps.log, credentials }),
          host: settings.ZEEBE_BRIDGE_HOST,
          port: settings.ZEEBE_BRIDGE_PORT,
          tls,
        },
      ],
      health: [{ name: 'kafka', check: () => kafka.checkHealth() }],
      checks: bridgeChecks(kafka, topic).map((check) => ({ ...check, isForStart: true })),
      close: () => bridge.close(),
    };
  },
  checks: ({ environment, deps, metrics, kafka }) => {
    credentialsOf(environment);
    const tls = tlsOf(environment, { ...deps, metrics });
    const directory = environment.ZEEBE_BRIDGE_TLS_DIRECTORY;
    const ofServer = tls && directory ? certificateChecks(directory, tls, deps.clock) : [];
    return [...ofServer, ...bridgeChecks(kafka, ownTopic(environment))];
  },
});

/** @throws ConfigurationError when what is in the folder cannot be used */
function tlsOf(
  { ZEEBE_BRIDGE_TLS_DIRECTORY: directory }: BridgeEnvironment,
  deps: TlsFolderDeps,
): TlsSource | undefined {
  if (directory === undefined) return undefined;
  return tlsFoldersOf(deps).open(directory, 'server');
}

/** @throws ConfigurationError when only one of them is set */
function credentialsOf(settings: BridgeEnvironment): Credentials | undefined {
  const { ZEEBE_BRIDGE_USERNAME: username, ZEEBE_BRIDGE_PASSWORD: password } = settings;
  if (username === undefined && password === undefined) return undefined;
  if (username !== undefined && password !== undefined) return { username, password };
  throw new ConfigurationError([
    'environment: set both ZEEBE_BRIDGE_USERNAME and ZEEBE_BRIDGE_PASSWORD, or neither',
  ]);
}
