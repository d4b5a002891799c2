import { definePart } from '../common/hub/part';
import { openAms } from './ams';
import { amsFineractRole } from './role';
import { settingsSchema } from './settings';
import { statementCommand } from './statement/command';

export const part = definePart({
  roles: [amsFineractRole],
  commands: ({ terminal, clock, http, tenants }) => {
    const amsOf = (tenant: string) => {
      const all = tenants({ name: 'amsFineract', schema: settingsSchema });
      return openAms(all, { clock, http }, () => undefined)(tenant);
    };
    return [statementCommand(terminal, { clock, fineractOf: (tenant) => amsOf(tenant).fineract })];
  },
});
