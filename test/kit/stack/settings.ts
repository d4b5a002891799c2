import { join, resolve } from 'node:path';
import type { PortChoice } from './layout';
import { projectRoot } from './scripts';

/** Logs, tenant files and data of what runs from this checkout. */
export function runDirectory(): string {
  return resolve(process.env['RUN_DIRECTORY'] ?? join(projectRoot, '.run'));
}

/** PORT_BASE: the first of the ports that a stack takes. @throws an Error in one line */
export function portChoice(otherwise: PortChoice): PortChoice {
  const text = process.env['PORT_BASE'] ?? '';
  if (text === '') return otherwise;
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= 65_000) return base;
  throw new Error(`PORT_BASE must be a port from 1024 to 65000, not "${text}"`);
}
