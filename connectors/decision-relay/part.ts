import { definePart } from '../common/hub/part';
import { incidentsCommand } from './commands/incidents';
import { paymentsCommand } from './commands/payments';
import { decisionRelayRole } from './role';

export const part = definePart({
  roles: [decisionRelayRole],
  commands: ({ terminal, ...deps }) => [
    paymentsCommand(terminal, deps),
    incidentsCommand(terminal, deps),
  ],
});
