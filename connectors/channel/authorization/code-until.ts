import type { z } from 'zod';
import type { quoteAnswerSchema } from '../../common/contracts/answers';
import { CannotWork } from '../../common/failures';
import type { EpochMs } from '../../common/runtime';
import { durationMs, parseDateTime } from '../../common/time';

interface Bounds {
  readonly stepStartedAt: string;
  readonly quoteAnswer: z.output<typeof quoteAnswerSchema>;
  /** Of the request to pay, by the switch's clock as the quote's. */
  readonly requestExpiration?: string | null | undefined;
  readonly switchAhead?: string | null | undefined;
}

/** By the engine's clock: a code is right no longer than there is something to pay. */
export function codeUntilOf(
  { stepStartedAt, quoteAnswer, requestExpiration, switchAhead }: Bounds,
  lifetime: string,
): EpochMs {
  const expiration = 'quote' in quoteAnswer ? quoteAnswer.quote.expiration : undefined;
  const aheadMs = signedMs(switchAhead ?? 'PT0S');
  const ends = [expiration, requestExpiration]
    .filter((text) => text != null)
    .map((text) => instantOf(text) - aheadMs);
  return Math.min(instantOf(stepStartedAt) + durationMs(lifetime), ...ends);
}

function instantOf(text: string): EpochMs {
  const epochMs = parseDateTime(text);
  if (epochMs === undefined) throw new CannotWork(`${text} is no date and time`);
  return epochMs;
}

/** As `feelDuration` writes it. */
function signedMs(text: string): number {
  const [, sign, seconds] = /^(-?)PT(\d+(?:\.\d+)?)S$/.exec(text) ?? [];
  if (seconds === undefined) throw new CannotWork(`switchAhead is no duration: ${text}`);
  return Math.round(Number(seconds) * 1_000) * (sign === '-' ? -1 : 1);
}
