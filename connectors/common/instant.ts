import { CannotWork } from './failures';
import type { EpochMs } from './runtime';
import { parseDateTime } from './time';

/** Of a process variable. @throws CannotWork: the diagram or the engine gave something that is no date and time. */
export function instantOf(variable: string, text: string): EpochMs {
  const epochMs = parseDateTime(text);
  if (epochMs === undefined) throw new CannotWork(`${variable} is no date and time: ${text}`);
  return epochMs;
}
