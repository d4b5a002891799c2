import { defineRole, type RoleServer } from '../common/hub/role';
import { askOperator } from './ask-operator';
import { checksOf } from './checks';
import { createExporterApi } from './incidents/exporter-api';
import { IncidentStore } from './incidents/incident-store';
import { createIncidentTeller } from './incidents/tell-incidents';
import { decisionRelayEnvironment } from './settings';
import { watchWaitingPayments } from './waiting/watcher';

/** Tells people of what waits for them: payments, and processes that stand still. Decides nothing. */
export const decisionRelayRole = defineRole({
  name: 'decision-relay',
  needs: { engine: true },
  environment: decisionRelayEnvironment,
  jobs: [askOperator],
  async start({ environment, engine: { openJobs }, deps, metrics }) {
    const servers = await incidentServers(environment, deps, metrics);
    const ending = new AbortController();
    const lookEveryMs = environment.DECISION_RELAY_LOOK_EVERY_S * 1_000;
    const watching = watchWaitingPayments(
      { ...deps, openJobs, metrics, lookEveryMs },
      ending.signal,
    );
    return {
      servers,
      close: async () => {
        ending.abort();
        await watching;
      },
    };
  },
  checks: ({ environment }) => checksOf(environment),
});

type Context = Parameters<typeof decisionRelayRole.start>[0];

async function incidentServers(
  environment: Context['environment'],
  { clock, log }: Context['deps'],
  metrics: Context['metrics'],
): Promise<RoleServer[]> {
  const { DECISION_RELAY_INCIDENTS_HOST: host, DECISION_RELAY_INCIDENTS_PORT: port } = environment;
  if (port === undefined) {
    log.info({}, 'incidents are not kept: DECISION_RELAY_INCIDENTS_PORT is not set');
    return [];
  }
  const now = new Date(clock.now()).toISOString();
  const store = await IncidentStore.open(environment.DECISION_RELAY_INCIDENTS_FILE, now);
  const teller = createIncidentTeller(metrics, log);
  teller.count(store.current);
  const app = createExporterApi(store, log, teller.tell);
  return [{ name: 'incidents', app, host, port }];
}
