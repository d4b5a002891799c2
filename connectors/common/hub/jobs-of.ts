import type { Role } from './role';
import type { JobDefinition } from './worker';

/** By job type: all that these roles serve, and those that are a person's. */
export function jobsOf(roles: readonly Role[]): ReadonlyMap<string, JobDefinition> {
  return new Map(
    roles.flatMap(({ jobs = [] }) => jobs).map((definition) => [definition.type, definition]),
  );
}
