import { kafkaChecks } from '../../common/doors/kafka/check';
import { engineRecordsTopicSettings } from '../../common/contracts/engine-records-topic';
import { ownTopics } from '../../common/hub/own-topics';
import { defineRole } from '../../common/hub/role';
import { createPersonTokens } from '../../common/contracts/person-tokens';
import { recordsPartitionsOf } from '../records-partitions';
import {
  paymentEventsEnvironment,
  topicSettings,
  topicsOf,
  type PaymentEventsSettings,
} from './settings';
import { startPaymentEvents } from './stream';
import { z } from 'zod';

/** Before the bridge has made its topic nobody can look how many partitions that has. */
const topicsEnvironment = z.object({
  ...paymentEventsEnvironment.shape,
  ...engineRecordsTopicSettings.pick({ ENGINE_PARTITIONS: true }).shape,
});

/** Tells on a topic what happens to payments, from what an engine exports. */
export const paymentEventsRole = defineRole({
  name: 'payment-events',
  needs: { kafka: true },
  environment: paymentEventsEnvironment,
  topics: ownTopics(topicsEnvironment, (settings) =>
    topicSettings(settings, settings.ENGINE_PARTITIONS),
  ),
  async start({ environment: settings, deps, metrics, kafka }) {
    const topics = topicsOf(settings);
    const partitions = await recordsPartitionsOf(kafka, topics.records, deps);
    await kafka.ensureTopics(topicSettings(settings, partitions));
    const following = await startPaymentEvents(
      { door: kafka, clock: deps.clock, log: deps.log, metrics },
      { topics, context: contextOf(settings) },
    );
    return {
      health: [{ name: 'kafka', check: () => kafka.checkHealth() }],
      close: () => following.stop(),
    };
  },
  checks: ({ environment, kafka }) => {
    const { records } = topicsOf(environment);
    const [events] = topicSettings(environment, 1);
    return kafkaChecks(kafka, { own: [events], ofOthers: [records] });
  },
});

function contextOf({
  ENGINE_NAME: engine,
  PAYMENT_EVENTS_PERSON_SECRET: secret,
}: PaymentEventsSettings) {
  return { engine, tokens: secret === undefined ? undefined : createPersonTokens(secret) };
}
