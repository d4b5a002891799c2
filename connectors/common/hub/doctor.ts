import { Registry } from 'prom-client';
import { ConfigurationError } from '../config/problems';
import { createLogger } from '../observability/logging';
import { findingOf, found, type Check, type Finding } from '../check';
import { journalChecks } from '../journal/checks';
import { messageOf } from '../message-of';
import { gatewayCertificateChecks } from '../zeebe/gateway-tls';
import { doorKinds, doorNames, type DoorName, type OpenDoors } from './doors';
import { engineChecks } from './engine-checks';
import { readConfiguration, type Configuration, type SettledRole } from './read-configuration';
import type { Role } from './role';
import { contextOf, openSurroundings, type Surroundings } from './surroundings';

/** What was found of one thing. */
export interface Line extends Finding {
  /** `hub` for what every role needs. */
  readonly role: string;
  readonly tenant?: string | undefined;
  readonly what: string;
}

type OfRole = readonly [role: string, check: Check];

const withoutAnswerMs = 30_000;

/**
 * Looks at all that the given roles will need, and starts none of them. Each line comes when it is known, in the
 * order of the roles.
 */
export async function* examine(
  roles: readonly Role[],
  allRoles: readonly Role[],
): AsyncGenerator<Line> {
  let configuration: Configuration;
  let surroundings: Surroundings;
  try {
    configuration = readConfiguration(roles, allRoles);
    // What is looked at is told in lines of its own.
    surroundings = openSurroundings(configuration, createLogger('silent'), new Registry(), 'look');
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    yield* error.problems.map((problem) => wrongSetting('hub', problem));
    return;
  }
  const read = configuration.tenantFiles === undefined ? 'settings' : 'settings and tenant files';
  yield { role: 'hub', what: read, ...found.ok('can be read') };
  try {
    const address = configuration.zeebe?.ZEEBE_ADDRESS ?? '';
    const ofEngine = await checksOfEngine(surroundings, address);
    const ofGateway = gatewayChecks(configuration, surroundings);
    const all: OfRole[] = [...ofEngine, ...ofGateway].map((check) => ['hub', check]);
    for (const one of configuration.roles) {
      const checks = checksOf(one, surroundings);
      if ('problems' in checks) {
        yield* checks.problems.map((problem) => wrongSetting(one.role.name, problem));
      } else {
        all.push(...checks.map((check): OfRole => [one.role.name, check]));
      }
    }
    const { kafka } = surroundings.doors.only(['kafka']);
    if (configuration.journal !== undefined && kafka !== undefined) {
      const ofJournal = journalChecks(configuration.journal, kafka);
      all.push(...ofJournal.map((one): OfRole => ['hub', one]));
    }
    // After the roles: one that looks at its door itself need not have it asked twice.
    const needed = doorNames.filter((name) => roles.some(({ needs }) => needs[name] === true));
    all.push(...needed.map((name): OfRole => ['hub', doorCheck(name, surroundings.doors)]));
    yield* linesOf(withoutRepeats(all), surroundings);
  } finally {
    await surroundings.door?.drain(0);
    await surroundings.close();
  }
}

function checksOfEngine({ door, deps }: Surroundings, address: string): Promise<Check[]> {
  if (door === undefined) return Promise.resolve([]);
  return engineChecks({ inspection: door.inspection, clock: deps.clock }, address);
}

/** Of our certificates there. */
function gatewayChecks({ zeebe }: Configuration, { deps, metrics }: Surroundings): Check[] {
  return zeebe === undefined ? [] : gatewayCertificateChecks(zeebe, { ...deps, metrics });
}

/** A door that roles cannot do without. */
function doorCheck(name: DoorName, doors: OpenDoors): Check {
  const { what, setting } = doorKinds[name];
  return {
    what,
    run: () =>
      doors.checkHealth(name).then(
        () => found.ok('answers'),
        (error: unknown) =>
          found.away(
            `does not answer: ${messageOf(error)}`,
            `Start it, or set ${setting} and its other settings.`,
          ),
      ),
  };
}

/** What several roles need is looked at once, for the first of them. */
function withoutRepeats(all: readonly OfRole[]): readonly OfRole[] {
  const seen = new Set<string>();
  return all.filter(([, { what, tenant = '' }]) => {
    const key = `${tenant} ${what}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function checksOf(
  settled: SettledRole,
  surroundings: Surroundings,
): readonly Check[] | { readonly problems: readonly string[] } {
  try {
    return settled.role.checks?.(contextOf(settled, surroundings)) ?? [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems };
  }
}

async function* linesOf(
  all: readonly OfRole[],
  { deps: { clock } }: Surroundings,
): AsyncGenerator<Line> {
  const over = new AbortController();
  const late = clock
    .sleep(withoutAnswerMs, over.signal)
    .then(() => found.fail(`no answer within ${withoutAnswerMs / 1_000} s`));
  // All at once: one that hangs costs the others no time.
  const begun = all.map(([role, check]) => ({ role, check, finding: findingOf(check) }));
  try {
    for (const { role, check, finding } of begun) {
      const { what, tenant } = check;
      yield { role, tenant, what, ...(await Promise.race([finding, late])) };
    }
  } finally {
    over.abort();
  }
}

function wrongSetting(role: string, problem: string): Line {
  return {
    role,
    what: 'settings',
    ...found.fail(problem, 'Mend it: until then nobody can start.'),
  };
}
