import { tokenCheck } from '../common/api/token-checks';
import { elasticsearchCheck } from '../common/doors/elasticsearch/check';
import { kafkaChecks } from '../common/doors/kafka/check';
import { ownTopics } from '../common/hub/own-topics';
import { defineRole } from '../common/hub/role';
import {
  operationsApiSettings,
  operationsEnvironment,
  operationsTopicsEnvironment,
} from './api/settings';
import { openOperations, topicsOfOperations } from './open-operations';
import { pageChecks } from './page/checks';
import { pageBuiltCheck } from './page/files';
import { keepHeapSmall } from './small-heap';

/** What operators see and decide: an HTTP API that reaches Kafka and Elasticsearch, and no engine. */
export const operationsRole = defineRole({
  name: 'operations',
  needs: { kafka: true, elasticsearch: true },
  environment: operationsEnvironment,
  topics: ownTopics(operationsTopicsEnvironment, topicsOfOperations),
  async start({ environment, deps, kafka, elasticsearch, metrics }) {
    keepHeapSmall();
    const parts = { environment, deps, kafka, elasticsearch, metrics };
    const { app, page, topics, close } = await openOperations(parts);
    const { OPERATIONS_HOST: host, OPERATIONS_PORT: port } = environment;
    return {
      servers: [{ name: 'operations', app, host, port }],
      health: [
        { name: 'kafka', check: () => kafka.checkHealth() },
        { name: 'elasticsearch', check: () => elasticsearch.checkHealth() },
        { name: 'topics of operators', check: () => topics.checkHealth() },
        ...(page === undefined
          ? []
          : [{ name: 'ended sessions', check: () => page.checkHealth() }]),
      ],
      ...(page && { checks: [pageBuiltCheck], stopping: () => page.live.endAll() }),
      close,
    };
  },
  checks: ({ environment, deps, kafka, elasticsearch }) => [
    tokenCheck(operationsApiSettings(environment).tokens, deps.http),
    ...pageChecks(environment, deps.http),
    elasticsearchCheck(elasticsearch),
    ...kafkaChecks(kafka, { own: topicsOfOperations(environment) }),
  ],
});
