import { systemRandom } from '../common/clock';
import { readEnvironment } from '../common/config/environment';
import { decisionTopicsEnvironment } from '../common/contracts/decision-topics';
import { kafkaEnvironment } from '../common/doors/kafka/environment';
import { openKafka } from '../common/doors/kafka/open-kafka';
import { definePart } from '../common/hub/part';
import { createLogger } from '../common/observability/logging';
import { Registry } from 'prom-client';
import { decideCommand } from './commands/decide';
import { waitingCommand } from './commands/waiting';
import { operationsRole } from './role';

export const part = definePart({
  roles: [operationsRole],
  commands: ({ terminal, clock }) => {
    const connect = () => {
      const settings = readEnvironment(kafkaEnvironment);
      // What a person reads is on the terminal; the client's own lines would stand among it.
      const log = createLogger('silent');
      const deps = { clock, random: systemRandom, log, metrics: new Registry() };
      const topics = readEnvironment(decisionTopicsEnvironment);
      return { kafka: openKafka(settings, deps), topics, brokers: settings.KAFKA_BROKERS.join() };
    };
    const deps = { clock, random: systemRandom, connect };
    return [waitingCommand(terminal, deps), decideCommand(terminal, deps)];
  },
});
