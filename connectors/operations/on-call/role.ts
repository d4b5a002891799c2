import { z } from 'zod';
import { callsEnvironment, callsTopic } from '../../common/contracts/calls';
import { decisionTopics, decisionTopicsEnvironment } from '../../common/contracts/decision-topics';
import { KnownMatters } from '../../common/contracts/known-matters';
import {
  KnownWork,
  operatorWorkEnvironment,
  operatorWorkTopic,
  workActSchema,
} from '../../common/contracts/operator-work';
import { elasticsearchCheck } from '../../common/doors/elasticsearch/check';
import { kafkaChecks } from '../../common/doors/kafka/check';
import { FollowedTopic } from '../../common/doors/kafka/followed-topic';
import type { KafkaDoor, TopicSettings } from '../../common/doors/kafka/kafka-door';
import { ownTopics } from '../../common/hub/own-topics';
import { defineRole } from '../../common/hub/role';
import { parseJson } from '../../common/json';
import { Caller } from './caller';
import { onCallChecks } from './checks';
import { KnownCalls } from './known-calls';
import { lookAtPayments } from './look-at-payments';
import { openMailer } from './mail';
import { createOnCallMetrics } from './metrics';
import { onCallEnvironment, onCallSection, type OnCallEnvironment } from './settings';

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
    await kafka.ensureTopics(topicsOf(environment));
    const { matters, work, known, topics } = followed(kafka, environment);
    for (const topic of topics) await topic.start();
    const caller = new Caller({
      ...{ ...deps, kafka, tenants, matters, work, known },
      metrics: createOnCallMetrics(metrics),
      callsTopic: environment.ON_CALL_CALLS_TOPIC,
      catchUp: async () => {
        await Promise.all(topics.map((topic) => topic.catchUp()));
      },
      lookAtPayments: (tenant, nowMs) =>
        lookAtPayments(tenant, nowMs, {
          ...{ elasticsearch, matters, work },
          alias: environment.PAYMENT_DOCUMENTS_ALIAS,
        }),
      lookEveryMs: environment.ON_CALL_LOOK_EVERY_S * 1_000,
      pageUrl: environment.ON_CALL_PAGE_URL,
      webhookTimeoutMs: environment.ON_CALL_TIMEOUT_MS,
      sendMail: mailer?.send,
    });
    caller.start();
    return {
      checks: onCallChecks([...tenants.current().values()], mailer),
      health: [
        { name: 'kafka', check: () => kafka.checkHealth() },
        { name: 'elasticsearch', check: () => elasticsearch.checkHealth() },
        {
          name: 'topics',
          check: () => Promise.race([...topics.map(({ failed }) => failed), Promise.resolve()]),
        },
      ],
      close: async () => {
        await caller.stop();
        for (const topic of topics) await topic.stop();
      },
    };
  },
  checks: ({ environment, deps, metrics, kafka, elasticsearch, tenants }) => [
    ...onCallChecks(
      [...tenants.current().values()],
      openMailer(environment, environment.ON_CALL_TIMEOUT_MS, { ...deps, metrics }),
    ),
    elasticsearchCheck(elasticsearch),
    ...kafkaChecks(kafka, { own: topicsOf(environment) }),
  ],
});

function topicsOf(environment: z.output<typeof topicsEnvironment>): TopicSettings[] {
  return [...decisionTopics(environment), operatorWorkTopic(environment), callsTopic(environment)];
}

/** What waits, who has taken it, and whom we have called. */
function followed(kafka: KafkaDoor, environment: OnCallEnvironment) {
  const matters = new KnownMatters();
  const work = new KnownWork();
  const known = new KnownCalls();
  const topics = [
    new FollowedTopic(kafka, environment.BACK_OFFICE_TOPIC, ({ key, value }) => {
      matters.enter(key, value);
    }),
    new FollowedTopic(kafka, environment.OPERATOR_WORK_TOPIC, ({ value }) => {
      const { success, data } = workActSchema.safeParse(parseJson(value ?? ''));
      if (success) work.enter(data);
    }),
    new FollowedTopic(kafka, environment.ON_CALL_CALLS_TOPIC, (record) => {
      known.enter(record);
    }),
  ];
  return { matters, work, known, topics };
}
