/** The obligations' API on a real port. */
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import { obligationsApi } from '../../../connectors/obligations/api/api';
import { createObligationsApp } from '../../../connectors/obligations/api/app';
import { obligationsApiEnvironment } from '../../../connectors/obligations/api/settings';
import type { Obligations } from '../../../connectors/obligations/obligations';
import { silentLog } from './channel';
import { serve, tokenEnvironment, type RunningApi } from './described-api';

export async function startObligationsApi(
  obligations: Obligations,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningApi> {
  const http = createAxiosTransport();
  const settings = { ...tokenEnvironment('OBLIGATIONS'), ...environment };
  const app = createObligationsApp(
    readEnvironment(obligationsApiEnvironment, settings),
    obligations,
    { clock: systemClock, random: systemRandom, http, log: silentLog },
  );
  return serve(obligationsApi, app, () => {
    http.close();
    return Promise.resolve();
  });
}
