import { z } from 'zod';
import { callsEnvironment, callsTopic } from '../../common/contracts/calls';
import { decisionTopics, decisionTopicsEnvironment } from '../../common/contracts/decision-topics';
import { operatorWorkEnvironment, operatorWorkTopic } from '../../common/contracts/operator-work';
import { groupOfIndexer } from '../../common/contracts/payment-documents';
import { elasticsearchCheck } from '../../common/doors/elasticsearch/check';
import { kafkaChecks } from '../../common/doors/kafka/check';
import type { TopicSettings } from '../../common/doors/kafka/kafka-door';
import { ownTopics } from '../../common/hub/own-topics';
import { defineRole } from '../../common/hub/role';
import { Caller } from './caller';
import { onCallChecks } from './checks';
import { OnCallTopics } from './on-call-topics';
import { IndexerProgress } from './indexer-progress';
import { lookAtPayments } from './look-at-payments';
import { openMailer } from './mail';
import { createOnCallMetrics } from './metrics';
import { onCallEnvironment, onCallSection } from './settings';

const topicsEnvironment = z.object({
  ...decisionTopicsEnvironment.shape,
  ...operatorWorkEnvironment.shape,
  ...callsEnvironment.shape,
});

/** Calls whoever is on duty when money is stuck and nobody has taken it. Reaches Kafka and Elasticsearch, and no engine. */
export const onCallRole = defineRole({
  name: 'on-call',
  needs: {
    kafka: true,
    elasticsearch: true,
    tenants: { name: 'onCall', schema: onCallSection },
  },
  environment: onCallEnvironment,
  topics: ownTopics(topicsEnvironment, topicsOf),
  async start({ environment, deps, kafka, elasticsearch, tenants, metrics }) {
    const mailer = openMailer(environment, environment.ON_CALL_TIMEOUT_MS, { ...deps, metrics });
    const followed = new OnCallTopics({
      ...{ kafka, environment, topics: topicsOf(environment) },
      ...{ clock: deps.clock, log: deps.log },
    });
    await followed.start();
    const { matters, work, known } = followed;
    const progress = new IndexerProgress(kafka, {
      topic: environment.PAYMENT_EVENTS_TOPIC,
      groupId: groupOfIndexer(environment.PAYMENT_DOCUMENTS_ALIAS),
    });
    const caller = new Caller({
      ...{ ...deps, kafka, tenants, matters, work, known },
      metrics: createOnCallMetrics(metrics),
      callsTopic: environment.ON_CALL_CALLS_TOPIC,
      catchUp: () => followed.catchUp(),
      relayLookedAtMs: () => followed.relayLookedAtMs,
      indexedUntilMs: (nowMs) => progress.look(nowMs),
      lookAtPayments: (tenant, nowMs) =>
        lookAtPayments(tenant, nowMs, {
          ...{ elasticsearch, matters, work },
          alias: environment.PAYMENT_DOCUMENTS_ALIAS,
        }),
      lookEveryMs: environment.ON_CALL_LOOK_EVERY_S * 1_000,
      pageOrigin: environment.OPERATIONS_PAGE_URL,
      webhookTimeoutMs: environment.ON_CALL_TIMEOUT_MS,
      sendMail: mailer?.send,
    });
    caller.start();
    return {
      checks: onCallChecks([...tenants.current().values()], mailer, environment),
      health: [
        { name: 'kafka', check: () => kafka.checkHealth() },
        { name: 'elasticsearch', check: () => elasticsearch.checkHealth() },
        { name: 'topics', check: () => followed.checkHealth() },
      ],
      close: async () => {
        await caller.stop();
        await followed.stop();
      },
    };
  },
  checks: ({ environment, deps, metrics, kafka, elasticsearch, tenants }) => [
    ...onCallChecks(
      [...tenants.current().values()],
      openMailer(environment, environment.ON_CALL_TIMEOUT_MS, { ...deps, metrics }),
      environment,
    ),
    elasticsearchCheck(elasticsearch),
    ...kafkaChecks(kafka, { own: topicsOf(environment) }),
  ],
});

function topicsOf(environment: z.output<typeof topicsEnvironment>): TopicSettings[] {
  return [...decisionTopics(environment), operatorWorkTopic(environment), callsTopic(environment)];
}
