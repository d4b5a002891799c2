import { definePart } from '../common/hub/part';
import { indexerRole } from './indexer/role';
import { paymentEventsRole } from './payment-events/role';
import { zeebeBridgeCommand } from './zeebe-bridge/command';
import { zeebeBridgeRole } from './zeebe-bridge/role';

export const part = definePart({
  roles: [zeebeBridgeRole, paymentEventsRole, indexerRole],
  commands: ({ terminal }) => [zeebeBridgeCommand(terminal)],
});
