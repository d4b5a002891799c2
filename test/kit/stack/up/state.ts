import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { runDirectory } from '../settings';

/** The stack that `make up` has left running from this checkout. */

export const upDirectory = (): string => join(runDirectory(), 'up');

/** Written when everything is ready. */
export const stateFile = (): string => join(upDirectory(), 'stack.json');

const stateSchema = z.object({
  pid: z.number(),
  channelAddress: z.string(),
  /** GET tells all that customers' apps have been told. */
  phonesAddress: z.string(),
  managementAddress: z.string(),
  switchAddress: z.string(),
  fineractAddresses: z.object({ lion: z.string(), buffalo: z.string() }),
  zeebeAddress: z.string(),
  zeebeManagementAddress: z.string(),
  incidentsAddress: z.string(),
  audit: z
    .object({
      operationsAddress: z.string(),
      pageAddress: z.string(),
      elasticsearchAddress: z.string(),
      environment: z.record(z.string(), z.string()),
    })
    .optional(),
});
export type UpState = z.output<typeof stateSchema>;

export function readState(): UpState | undefined {
  const file = stateFile();
  return existsSync(file) ? stateSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/**
 * Its process listens here, so that nobody has to trust a process id in a file. Relative, because systems
 * allow about 100 characters.
 */
export const controlSocket = (): string => relative(process.cwd(), join(upDirectory(), 'control'));

export function isUp(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(controlSocket());
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** Resolves when everything has stopped: with false when nothing was running. */
export function requestStop(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(controlSocket());
    let wasUp = false;
    socket.once('connect', () => {
      wasUp = true;
      socket.write('stop\n');
      socket.resume();
    });
    socket.once('error', () => undefined);
    socket.once('close', () => {
      resolve(wasUp);
    });
  });
}
