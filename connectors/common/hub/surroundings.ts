import type { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../clock';
import type { TenantFiles } from '../config/tenant-files';
import { createAxiosTransport } from '../http/axios-transport';
import { PeerCircuits } from '../http/peer-circuits';
import type { Logger } from '../runtime';
import { connectZeebe, type ZeebeDoor } from '../zeebe/zeebe-door';
import { doorNames, type OpenDoors } from './doors';
import type { Configuration, SettledRole } from './read-configuration';
import type { AnyContext, RoleDeps } from './role';

/** What the roles of one process stand in. */
export interface Surroundings {
  readonly deps: RoleDeps;
  readonly metrics: Registry;
  readonly circuits: PeerCircuits;
  /** Undefined when no role works on the engine. */
  readonly door: ZeebeDoor | undefined;
  readonly doors: OpenDoors;
  readonly tenantFiles: TenantFiles | undefined;
  /** Once all roles and the engine's door have been closed. */
  close(): Promise<void>;
}

export function openSurroundings(
  { zeebe, openDoors, tenantFiles }: Configuration,
  log: Logger,
  metrics: Registry,
): Surroundings {
  const transport = createAxiosTransport();
  const circuits = new PeerCircuits({ log, random: systemRandom }, metrics);
  const http = circuits.guard(transport);
  const deps = { clock: systemClock, random: systemRandom, http, log };
  const doors = openDoors({ ...deps, metrics });
  return {
    ...{ deps, metrics, circuits, doors, tenantFiles },
    door: zeebe && connectZeebe(zeebe, { ...deps, metrics }),
    close: async () => {
      await doors.close();
      transport.close();
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
