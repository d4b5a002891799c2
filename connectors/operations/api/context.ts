import type { ElasticsearchDoor } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Deps } from '../../common/runtime';
import type { BatchSender } from '../incidents/batch-sender';
import type { OperatorTopics } from '../following/operator-topics';
import type { OwnMatters } from '../following/own-matters';
import type { OperationsEnvironment } from './settings';

/** What the handlers of the operations work on. */
export interface OperationsContext {
  readonly environment: OperationsEnvironment;
  readonly deps: Pick<Deps, 'clock' | 'random' | 'http' | 'log'>;
  readonly kafka: KafkaDoor;
  readonly elasticsearch: ElasticsearchDoor;
  readonly topics: OperatorTopics;
  /** One for all that ask: what it has found it does not look for again. */
  readonly ownMatters: OwnMatters;
  readonly sender: Pick<BatchSender, 'add'>;
}
