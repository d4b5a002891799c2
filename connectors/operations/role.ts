import { tokenCheck } from '../common/api/token-checks';
import { callsTopic } from '../common/contracts/calls';
import { decisionTopics } from '../common/contracts/decision-topics';
import { operationsAuditTopic } from '../common/contracts/operations-audit';
import { operatorBatchesTopic } from '../common/contracts/operator-batches';
import { operatorWorkTopic } from '../common/contracts/operator-work';
import { reconciliationsTopic } from '../common/contracts/reconciliations';
import { elasticsearchCheck } from '../common/doors/elasticsearch/check';
import { kafkaChecks } from '../common/doors/kafka/check';
import type { TopicSettings } from '../common/doors/kafka/kafka-door';
import { ownTopics } from '../common/hub/own-topics';
import { defineRole } from '../common/hub/role';
import { createOperationsApiApp } from './api/app';
import {
  operationsApiSettings,
  operationsEnvironment,
  operationsTopicsEnvironment,
  type OperationsTopicsEnvironment,
} from './api/settings';
import { BatchSender } from './incidents/batch-sender';
import { OperatorTopics } from './following/operator-topics';

/** What operators see and decide: an HTTP API that reaches Kafka and Elasticsearch, and no engine. */
export const operationsRole = defineRole({
  name: 'operations',
  needs: { kafka: true, elasticsearch: true },
  environment: operationsEnvironment,
  topics: ownTopics(operationsTopicsEnvironment, topicsOfOperations),
  async start({ environment, deps, kafka, elasticsearch }) {
    await kafka.ensureTopics(topicsOfOperations(environment));
    const topics = new OperatorTopics({ kafka, clock: deps.clock, environment });
    await topics.start();
    const sender = new BatchSender({
      ...{ topics, clock: deps.clock, log: deps.log },
      decisionsTopic: environment.OPERATOR_DECISIONS_TOPIC,
    });
    sender.start();
    const publisher = kafka.openPublisher();
    const app = createOperationsApiApp(
      { environment, deps, kafka, elasticsearch, topics, sender },
      publisher,
    );
    const { OPERATIONS_HOST: host, OPERATIONS_PORT: port } = environment;
    return {
      servers: [{ name: 'operations', app, host, port }],
      health: [
        { name: 'kafka', check: () => kafka.checkHealth() },
        { name: 'elasticsearch', check: () => elasticsearch.checkHealth() },
        { name: 'topics of operators', check: () => topics.checkHealth() },
      ],
      close: async () => {
        await publisher.close();
        await sender.stop();
        await topics.stop();
      },
    };
  },
  checks: ({ environment, deps, kafka, elasticsearch }) => [
    tokenCheck(operationsApiSettings(environment).tokens, deps.http),
    elasticsearchCheck(elasticsearch),
    ...kafkaChecks(kafka, { own: topicsOfOperations(environment) }),
  ],
});

/** Those of decisions are the relay's too: whoever comes first makes them. */
export function topicsOfOperations(environment: OperationsTopicsEnvironment): TopicSettings[] {
  return [
    ...decisionTopics(environment),
    operationsAuditTopic(environment),
    operatorWorkTopic(environment),
    operatorBatchesTopic(environment),
    callsTopic(environment),
    reconciliationsTopic(environment),
  ];
}
