import { definePart } from '../common/hub/part';
import { feeRulesAdministrationRole } from './administration/role';
import { feeRulesCommand } from './cli/command';
import { feeRulesRole } from './role';
import { feeRulesStreamRole } from './stream/role';

export const part = definePart({
  roles: [feeRulesRole, feeRulesStreamRole, feeRulesAdministrationRole],
  commands: ({ terminal }) => [feeRulesCommand(terminal)],
});
