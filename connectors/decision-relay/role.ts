import { decisionTopics, decisionTopicsEnvironment } from '../common/contracts/decision-topics';
import { kafkaChecks } from '../common/doors/kafka/check';
import { findParts } from '../common/hub/find-parts';
import { ownTopics } from '../common/hub/own-topics';
import { defineRole, type RoleServer } from '../common/hub/role';
import { askOperator } from './ask-operator';
import { checksOf } from './checks';
import { createExporterApi } from './incidents/exporter-api';
import { IncidentStore } from './incidents/incident-store';
import { createIncidentTeller } from './incidents/tell-incidents';
import { DecisionSide } from './decisions/decision-side';
import { operatorsSection } from './decisions/second-person';
import type { JobInputs } from './matters/matter-of';
import { decisionRelayEnvironment } from './settings';
import type { Waiting } from './waiting/waiting-payment';
import { watchWaitingPayments } from './waiting/watcher';

const operators = { name: 'operators', schema: operatorsSection };

/** Tells people of what waits for them, payments and processes that stand still, and carries out what they decide. */
export const decisionRelayRole = defineRole({
  name: 'decision-relay',
  needs: { engine: true, tenants: operators, kafka: 'optional' },
  environment: decisionRelayEnvironment,
  topics: ownTopics(decisionTopicsEnvironment, decisionTopics),
  jobs: [askOperator],
  async start({ environment, engine: { openJobs, incidents }, tenants, kafka, deps, metrics }) {
    const { store, servers } = await keepIncidents(environment, deps, metrics);
    const ending = new AbortController();
    const side = new DecisionSide({
      ...{ ...deps, metrics, kafka, tenants, openJobs, incidents, topics: environment },
      groupId: environment.DECISION_RELAY_GROUP,
      validForMs: environment.DECISION_RELAY_VALID_FOR_S * 1_000,
      jobInputs: jobInputs(),
      incidentBook: store && (() => store.current),
    });
    if (environment.DECISION_RELAY_KAFKA) side.start();
    const lookEveryMs = environment.DECISION_RELAY_LOOK_EVERY_S * 1_000;
    const show = (look: Waiting) => side.show(look);
    const watching = watchWaitingPayments(
      { ...deps, openJobs, metrics, lookEveryMs, show },
      ending.signal,
    );
    return {
      servers,
      close: async () => {
        ending.abort();
        await watching;
        await side.stop();
      },
    };
  },
  checks: ({ environment, kafka }) => [
    ...checksOf(environment),
    ...(environment.DECISION_RELAY_KAFKA
      ? kafkaChecks(kafka, { own: decisionTopics(environment) })
      : []),
  ],
});

type Context = Parameters<typeof decisionRelayRole.start>[0];

/** What each step reads, for whoever may correct it: of all parts, known only where all run from. */
function jobInputs(): JobInputs {
  const jobs = findParts().flatMap(({ roles }) => roles.flatMap(({ jobs: some = [] }) => some));
  return new Map(jobs.map(({ type, input }) => [type, Object.keys(input.shape)]));
}

async function keepIncidents(
  environment: Context['environment'],
  { clock, log }: Context['deps'],
  metrics: Context['metrics'],
): Promise<{ readonly store?: IncidentStore; readonly servers: RoleServer[] }> {
  const { DECISION_RELAY_INCIDENTS_HOST: host, DECISION_RELAY_INCIDENTS_PORT: port } = environment;
  if (port === undefined) {
    log.info({}, 'incidents are not kept: DECISION_RELAY_INCIDENTS_PORT is not set');
    return { servers: [] };
  }
  const now = new Date(clock.now()).toISOString();
  const store = await IncidentStore.open(environment.DECISION_RELAY_INCIDENTS_FILE, now);
  const teller = createIncidentTeller(metrics, log);
  teller.count(store.current);
  const app = createExporterApi(store, log, teller.tell);
  return { store, servers: [{ name: 'incidents', app, host, port }] };
}
