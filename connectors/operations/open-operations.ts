/** What a process of the role consists of, whoever serves it: the role itself, and tests. */
import type { Express } from 'express';
import type { Registry } from 'prom-client';
import type { ElasticsearchDoor } from '../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaDoor, TopicSettings } from '../common/doors/kafka/kafka-door';
import { callsTopic } from '../common/contracts/calls';
import { decisionTopics } from '../common/contracts/decision-topics';
import { operationsAuditTopic } from '../common/contracts/operations-audit';
import { operatorBatchesTopic } from '../common/contracts/operator-batches';
import { sessionsEndedTopic } from '../common/contracts/operations-sessions-ended';
import { operatorWorkTopic } from '../common/contracts/operator-work';
import { reconciliationsTopic } from '../common/contracts/reconciliations';
import { createOperationsApiApp } from './api/app';
import type { OperationsContext } from './api/context';
import type { OperationsEnvironment, OperationsTopicsEnvironment } from './api/settings';
import { OperatorTopics } from './following/operator-topics';
import { ownMattersOf, showIncidentsOfNobody } from './following/own-matters';
import { BatchSender } from './incidents/batch-sender';
import { openPage } from './page/open-page';
import type { OperatorsPage } from './page/page';

export interface OperationsParts {
  readonly environment: OperationsEnvironment;
  readonly deps: OperationsContext['deps'];
  readonly kafka: KafkaDoor;
  readonly elasticsearch: ElasticsearchDoor;
  readonly metrics: Registry;
  /** Of the page's files; default: where they are built. */
  readonly builtIn?: readonly string[] | undefined;
}

export interface Operations {
  readonly topics: OperatorTopics;
  /** Undefined where none is wanted. */
  readonly page: OperatorsPage | undefined;
  /** The API, and the page around it. */
  readonly app: Express;
  /** Once nobody asks any more. */
  readonly close: () => Promise<void>;
}

/** Resolves once all that stands on the topics is known. @throws ConfigurationError */
export async function openOperations(parts: OperationsParts): Promise<Operations> {
  const { environment, deps, kafka, elasticsearch, metrics, builtIn } = parts;
  await kafka.ensureTopics(topicsOfOperations(environment));
  const topics = new OperatorTopics({ kafka, clock: deps.clock, environment });
  const ownMatters = ownMattersOf({ environment, deps, elasticsearch, topics });
  const around = { environment, deps, kafka, elasticsearch, topics, ownMatters };
  const page = openPage(around, builtIn && { builtIn });
  await topics.start();
  await page?.start();
  const sender = new BatchSender({
    ...{ topics, clock: deps.clock, log: deps.log },
    decisionsTopic: environment.OPERATOR_DECISIONS_TOPIC,
  });
  sender.start();
  const publisher = kafka.openPublisher();
  showIncidentsOfNobody(metrics, around);
  const api = createOperationsApiApp({ ...around, sender }, publisher);
  return {
    ...{ topics, page, app: page?.around(api) ?? api },
    close: async () => {
      await page?.stop();
      await publisher.close();
      await sender.stop();
      await topics.stop();
    },
  };
}

/** Those of decisions are the relay's too: whoever comes first makes them. */
export function topicsOfOperations(environment: OperationsTopicsEnvironment): TopicSettings[] {
  return [
    ...decisionTopics(environment),
    operationsAuditTopic(environment),
    operatorWorkTopic(environment),
    operatorBatchesTopic(environment),
    callsTopic(environment),
    reconciliationsTopic(environment),
    sessionsEndedTopic(environment),
  ];
}
