import { z } from 'zod';
import { CannotWork } from '../common/failures';
import type { EpochMs } from '../common/runtime';
import { parseDateTime } from '../common/time';

export const noOutput = z.object({});

/** What all workers have in common that send an answer to the peer who has asked. */
export const answering = {
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the answer',
    UNAVAILABLE: 'The switch cannot be reached',
  },
  whenExhausted: 'bpmn-error',
} as const;

/** @throws CannotWork: the diagram or the engine gave something that is no date and time. */
export function instantOf(variable: string, text: string): EpochMs {
  const epochMs = parseDateTime(text);
  if (epochMs === undefined) throw new CannotWork(`${variable} is no date and time: ${text}`);
  return epochMs;
}
