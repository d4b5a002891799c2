import { found, messageOf, type Check } from '../../hub/check';
import type { KafkaDoor } from './kafka-door';

export function kafkaCheck(kafka: KafkaDoor): Check {
  return {
    what: 'Kafka',
    run: async () => {
      try {
        await kafka.checkHealth();
        return found.ok('its brokers answer');
      } catch (error) {
        return found.away(
          `does not answer: ${messageOf(error)}`,
          'Start it, or set KAFKA_BROKERS and the other KAFKA_ settings.',
        );
      }
    },
  };
}
