import { z } from 'zod';
import { kafkaEnvironment } from '../../common/doors/kafka/environment';
import { openKafka } from '../../common/doors/kafka/open-kafka';
import type { StandalonePart } from '../../common/hub/role';
import { awaitRules } from '../await-rules';
import { openRuleSets } from '../rule-sets/open-rule-sets';
import { ruleSetsEnvironment } from '../rule-sets/settings';
import { feeStreamEnvironment, topicsOf } from './settings';
import { startFeeStream } from './stream';

const environment = z.object({
  ...kafkaEnvironment.shape,
  ...ruleSetsEnvironment.shape,
  ...feeStreamEnvironment.shape,
});

/** Evaluates the fee rules for transfers that Kafka tells of. */
export const feeRulesStreamPart: StandalonePart<typeof environment> = {
  role: 'fee-rules-stream',
  environment,
  usesEngine: false,
  async start({ environment: settings, deps, metrics }) {
    const door = openKafka(settings, { ...deps, metrics });
    const rules = openRuleSets(settings, { ...deps, metrics, kafka: door });
    await awaitRules(rules.book, deps.clock);
    const stream = await startFeeStream(
      { door, book: rules.book, clock: deps.clock, log: deps.log },
      {
        groupId: settings.FEE_STREAM_GROUP,
        topics: topicsOf(settings),
        partitions: settings.FEE_STREAM_PARTITIONS,
      },
    );
    return {
      servers: [],
      checks: [
        { name: 'kafka', check: () => door.checkHealth() },
        { name: 'fee-rules-stream', check: () => stream.checkHealth() },
      ],
      close: async () => {
        await door.close();
        await rules.close();
      },
    };
  },
};
