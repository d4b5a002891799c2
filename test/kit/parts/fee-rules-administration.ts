/** The fee rules' API on a real port. */
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import type { Clock } from '../../../connectors/common/runtime';
import {
  createAdministration,
  type Administered,
} from '../../../connectors/fee-rules/administration/administration';
import { administrationApi } from '../../../connectors/fee-rules/administration/api';
import { administrationEnvironment } from '../../../connectors/fee-rules/administration/settings';
import { silentLog } from './channel';
import { serve, tokenEnvironment, type RunningApi } from './described-api';

export async function startApi(
  administered: Administered,
  environment: Readonly<Record<string, string>> = {},
  clock: Clock = systemClock,
): Promise<RunningApi> {
  const http = createAxiosTransport();
  const settings = { ...tokenEnvironment('FEE_RULES_ADMINISTRATION'), ...environment };
  const administration = createAdministration(
    readEnvironment(administrationEnvironment, settings),
    administered,
    { clock, random: systemRandom, http, log: silentLog },
  );
  return serve(administrationApi, administration.app, async () => {
    await administration.close();
    http.close();
  });
}
