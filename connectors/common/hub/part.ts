import type { Command } from 'commander';
import type { z } from 'zod';
import type { Tenants } from '../config/tenants';
import type { Clock, HttpTransport, Logger } from '../runtime';
import type { Terminal } from '../terminal';
import type { ZeebeDoor } from '../zeebe/zeebe-door';
import type { Role } from './role';

/** What commands get. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly http: HttpTransport;
  /** A door of the command's own: it drains it. */
  readonly connect: () => {
    readonly door: ZeebeDoor;
    readonly address: string;
    readonly log: Logger;
  };
  /** As a role of that section sees them. @throws ConfigurationError */
  readonly tenants: <Section>(section: {
    readonly name: string;
    readonly schema: z.ZodType<Section>;
  }) => Tenants<Section>;
}

/** What `connectors/<part>/part.ts` exports as `part`: there it is found, nothing lists it. */
export interface Part {
  readonly roles: readonly Role[];
  /** `hub <command>` besides `start`. */
  readonly commands?: (context: CommandContext) => readonly Command[];
}

export function definePart(part: Part): Part {
  return part;
}
