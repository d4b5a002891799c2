import { join, resolve } from 'node:path';
import type { PortChoice } from './layout';
import type { Shape } from './stack';
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

/** HUB_SHAPE: `engine` for the half that pays, else the whole. @throws an Error in one line */
export function shapeChoice(): Shape {
  const shape = process.env['HUB_SHAPE'] ?? 'whole';
  if (shape === 'engine' || shape === 'whole') return shape;
  throw new Error(`HUB_SHAPE must be engine or whole, not "${shape}"`);
}
