import { ownTopics } from '../../common/hub/own-topics';
import { ruleSetsTopic } from './kafka-store';
import { ruleSetsEnvironment } from './settings';

/** Of every role that has to do with fee rules: one, where the rule sets are kept on Kafka. */
export const ruleSetTopics = ownTopics(
  ruleSetsEnvironment.pick({ FEE_RULES_SOURCE: true, FEE_RULES_TOPIC: true }),
  ({ FEE_RULES_SOURCE: source, FEE_RULES_TOPIC: topic }) =>
    source === 'kafka' ? [ruleSetsTopic(topic)] : [],
);
