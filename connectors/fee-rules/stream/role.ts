import { z } from 'zod';
import { kafkaChecks } from '../../common/doors/kafka/check';
import { ownTopics } from '../../common/hub/own-topics';
import { defineRole } from '../../common/hub/role';
import { awaitRules } from '../rule-sets/await-rules';
import { ruleSetChecks } from '../rule-sets/checks';
import { openRuleSets } from '../rule-sets/open-rule-sets';
import { ruleSetsEnvironment } from '../rule-sets/settings';
import { feeStreamEnvironment, topicSettings, topicsOf } from './settings';
import { startFeeStream } from './stream';

const environment = z.object({
  ...ruleSetsEnvironment.shape,
  ...feeStreamEnvironment.shape,
});

/** Evaluates the fee rules for transfers that Kafka tells of. */
export const feeRulesStreamRole = defineRole({
  name: 'fee-rules-stream',
  needs: { kafka: true },
  environment,
  topics: ownTopics(feeStreamEnvironment, (settings) =>
    topicSettings(topicsOf(settings), settings.FEE_STREAM_PARTITIONS),
  ),
  async start({ environment: settings, deps, metrics, kafka }) {
    const rules = openRuleSets(settings, { ...deps, metrics, kafka });
    await awaitRules(rules.book, deps.clock);
    const stream = await startFeeStream(
      { door: kafka, book: rules.book, clock: deps.clock, log: deps.log },
      {
        groupId: settings.FEE_STREAM_GROUP,
        topics: topicsOf(settings),
        partitions: settings.FEE_STREAM_PARTITIONS,
      },
    );
    return {
      health: [
        { name: 'kafka', check: () => kafka.checkHealth() },
        { name: 'fee-rules-stream', check: () => stream.checkHealth() },
      ],
      close: async () => {
        await stream.stop();
        await rules.close();
      },
    };
  },
  checks: ({ environment, deps, metrics, kafka }) => {
    const topics = topicsOf(environment);
    const own = topicSettings(topics, environment.FEE_STREAM_PARTITIONS);
    const ofOthers = topics.switch === undefined ? [] : [topics.switch];
    return [
      ...kafkaChecks(kafka, { own, ofOthers }),
      ...ruleSetChecks(environment, { ...deps, metrics, kafka }),
    ];
  },
});
