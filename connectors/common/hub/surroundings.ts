import type { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../clock';
import type { TenantFiles } from '../config/tenant-files';
import { createAxiosTransport } from '../http/axios-transport';
import { PeerCircuits } from '../http/peer-circuits';
import { tracedTransport } from '../http/traced';
import type { Journal } from '../journal/exchange';
import { MessageJournal } from '../journal/message-journal';
import { createJournalMetrics } from '../journal/metrics';
import { tapped } from '../journal/tap';
import type { Tracing } from '../observability/spans';
import type { Logger } from '../runtime';
import { connectZeebe, type ZeebeDoor } from '../zeebe/zeebe-door';
import { doorNames, type OpenDoors } from './doors';
import type { Configuration, SettledRole } from './read-configuration';
import type { AnyContext, RoleDeps } from './role';

/** What does not get to Kafka by then is sent by the next start. */
const journalGraceMs = 2_000;

/** What the roles of one process stand in. */
export interface Surroundings {
  readonly deps: RoleDeps;
  readonly metrics: Registry;
  readonly circuits: PeerCircuits;
  /** Undefined when no role works on the engine. */
  readonly door: ZeebeDoor | undefined;
  readonly doors: OpenDoors;
  readonly tenantFiles: TenantFiles | undefined;
  /** Undefined when no role writes one, or there is no Kafka for it. */
  readonly journal: Journal | undefined;
  /** Undefined where nobody collects traces. */
  readonly tracing: Tracing | undefined;
  /** Once all roles and the engine's door have been closed. */
  close(): Promise<void>;
}

export function openSurroundings(
  configuration: Configuration,
  log: Logger,
  metrics: Registry,
  /** `look`: nothing is changed anywhere. */
  purpose: 'work' | 'look',
  tracing?: Tracing,
): Surroundings {
  const { zeebe, openDoors, tenantFiles } = configuration;
  const transport = createAxiosTransport();
  const circuits = new PeerCircuits({ log, random: systemRandom }, metrics);
  let journal: MessageJournal | undefined;
  const tap = tapped(transport, { note: (one) => journal?.note(one) }, systemClock);
  const journaled = configuration.journal === undefined ? transport : tap;
  // Behind the circuits: what is held back was never said.
  const http = circuits.guard(
    tracing === undefined ? journaled : tracedTransport(journaled, tracing),
  );
  const deps = { clock: systemClock, random: systemRandom, http, log };
  const doors = openDoors({ ...deps, metrics });
  const { kafka } = doors.only(['kafka']);
  if (configuration.journal !== undefined && kafka !== undefined && purpose === 'work') {
    const journalDeps = { ...deps, kafka, metrics: createJournalMetrics(metrics) };
    journal = new MessageJournal(journalDeps, configuration.journal);
  }
  return {
    ...{ deps, metrics, circuits, doors, tenantFiles, journal, tracing },
    door: zeebe && connectZeebe(zeebe, { ...deps, metrics, tracing }),
    close: async () => {
      await journal?.close(journalGraceMs);
      await doors.close();
      transport.close();
      await tracing?.close();
    },
  };
}

/** What a role has named, and no more. */
export function contextOf(
  { role: { name, needs }, environment }: SettledRole,
  { deps, metrics, circuits, door, doors, tenantFiles }: Surroundings,
): AnyContext {
  const engine = door && {
    ...{ messages: door, asker: door },
    ...{ openJobs: door.openJobs, incidents: door.incidents },
    commandTimeoutMs: door.commandTimeoutMs,
  };
  return {
    environment,
    deps: { ...deps, log: deps.log.child({ role: name }) },
    metrics,
    heldBackMs: (tenant, peers) => circuits.heldBackMs(tenant, peers),
    ...(needs.engine && { engine }),
    ...(needs.tenants && { tenants: tenantFiles?.of(needs.tenants.name) }),
    ...doors.only(doorNames.filter((one) => one in needs)),
  };
}
