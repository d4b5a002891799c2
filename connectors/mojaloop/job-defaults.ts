import { z } from 'zod';
import { CannotWork } from '../common/failures';
import type { EpochMs } from '../common/runtime';
import { parseDateTime } from '../common/time';

/** The most that the setting requestTimeoutMs may be. */
export const requestTimeoutMsMax = 10_000;

/**
 * Longer than the longest request, so that no second attempt starts while the first one still waits; and
 * so short that after a hub's death a job comes again before the payment that waits for it has expired
 * (the channel's timers quote and transferExpiry).
 */
export const jobTimeoutMs = requestTimeoutMsMax + 2_000;

/** A payer waits some ten seconds for each of these: three tries are all that fit. */
export const requestRetries = 3;

/** The peer waits for our answer until its own expiration; what it has promised hangs on it. */
export const answerRetries = 5;

export const noOutput = z.object({});

/** What all workers have in common that send an answer to the peer who has asked. */
export const answering = {
  timeoutMs: jobTimeoutMs,
  retries: answerRetries,
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
