import { Registry } from 'prom-client';
import { systemRandom } from '../common/clock';
import { readEnvironment } from '../common/config/environment';
import { kafkaEnvironment } from '../common/doors/kafka/environment';
import { openKafka } from '../common/doors/kafka/open-kafka';
import { definePart } from '../common/hub/part';
import { indexerRole } from './indexer/role';
import { createLogger } from '../common/observability/logging';
import { auditCommand } from './audit-log/command';
import { auditLogRole } from './audit-log/role';
import { auditCommandEnvironment, auditLogEnvironment, signerOf } from './audit-log/settings';
import { paymentEventsRole } from './payment-events/role';
import { zeebeBridgeCommand } from './zeebe-bridge/command';
import { zeebeBridgeRole } from './zeebe-bridge/role';

export const part = definePart({
  roles: [zeebeBridgeRole, paymentEventsRole, indexerRole, auditLogRole],
  commands: ({ terminal, clock }) => {
    const connect = () => {
      const settings = readEnvironment(auditCommandEnvironment);
      // What a person reads is on the terminal; the client's own lines would stand among it.
      const log = createLogger('silent');
      const deps = { clock, random: systemRandom, log, metrics: new Registry() };
      return { settings, kafka: openKafka(readEnvironment(kafkaEnvironment), deps) };
    };
    const signers = (partitions: number) => {
      const settings = readEnvironment(auditLogEnvironment);
      return Array.from({ length: partitions }, (_, at) => signerOf(settings, at + 1));
    };
    return [zeebeBridgeCommand(terminal), auditCommand(terminal, { connect, signers })];
  },
});
