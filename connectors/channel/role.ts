import { bindWorkers, defineRole, type Workers } from '../common/hub/role';
import { createChannelApp } from './app';
import type { ChannelWorkerDeps } from './callbacks';
import { checksOf } from './checks';
import { requireRetriesToFit } from './shortest-timers';
import { channelEnvironment, channelTenantSection } from './settings';
import { answerState } from './workers/answer-state';
import { askPayer } from './workers/ask-payer';
import { tellPayer } from './workers/tell-payer';

const workers: Workers<ChannelWorkerDeps> = [askPayer, tellPayer, answerState];

/** The API for a DFSP's own apps, and the workers that tell them how their payments stand. */
export const channelRole = defineRole({
  name: 'channel',
  needs: { engine: true, tenants: { name: 'channel', schema: channelTenantSection } },
  environment: channelEnvironment,
  jobs: workers,
  start({ environment, tenants, engine: { messages, asker }, ...context }) {
    tenants.admit(requireRetriesToFit);
    const deps = { ...context.deps, messages };
    const callbackTimeoutMs = environment.CHANNEL_CALLBACK_TIMEOUT_MS;
    const workerDeps: ChannelWorkerDeps = { ...deps, tenants, callbackTimeoutMs };
    return {
      workers: bindWorkers(workers, workerDeps),
      servers: [
        {
          name: 'channel',
          app: createChannelApp(environment, tenants, deps, asker),
          host: environment.CHANNEL_HOST,
          port: environment.CHANNEL_PORT,
        },
      ],
    };
  },
  checks: ({ environment, tenants, deps: { http } }) =>
    [...tenants.current().values()].flatMap((tenant) => checksOf(tenant, environment, http)),
});
