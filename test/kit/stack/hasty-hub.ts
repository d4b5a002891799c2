/**
 * The hub as it is, for tenants whose timers are too short or too long: payments would not outlive the death of a
 * process, so the hub refuses such. Tests in which real time must pass cannot wait for longer ones, and those that hold
 * an answer need more.
 * Arguments: the folder of the hub's code, then those of `hub`.
 */
import { join } from 'node:path';
import type * as amsFineract from '../../../connectors/ams-fineract/role';
import type { patientSettingsSchema as amsSection } from '../../../connectors/ams-fineract/settings';
import type * as channel from '../../../connectors/channel/role';
import type { hastyChannelSection as channelSection } from '../../../connectors/channel/settings';
import type * as mojaloop from '../../../connectors/mojaloop/role';
import type { hastySettingsSchema as mojaloopSection } from '../../../connectors/mojaloop/settings';
import { projectRoot } from './scripts';

const [code = ''] = process.argv.splice(2, 1);

// eslint-disable-next-line @typescript-eslint/no-require-imports -- from the source, or what was built of it
const load = (path: string): unknown => require(join(projectRoot, code, path));

const { channelRole } = load('channel/role') as typeof channel;
const { hastyChannelSection } = load('channel/settings') as {
  readonly hastyChannelSection: typeof channelSection;
};
const { mojaloopRole } = load('mojaloop/role') as typeof mojaloop;
const { hastySettingsSchema } = load('mojaloop/settings') as {
  readonly hastySettingsSchema: typeof mojaloopSection;
};
const { amsFineractRole } = load('ams-fineract/role') as typeof amsFineract;
const { patientSettingsSchema } = load('ams-fineract/settings') as {
  readonly patientSettingsSchema: typeof amsSection;
};
Object.assign(channelRole.needs.tenants, { schema: hastyChannelSection });
Object.assign(mojaloopRole.needs.tenants, { schema: hastySettingsSchema });
Object.assign(amsFineractRole.needs.tenants, { schema: patientSettingsSchema });

load('main');
