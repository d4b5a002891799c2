import type { z } from 'zod';
import type { quoteAnswerSchema } from '../../common/contracts/answers';
import { CannotWork } from '../../common/failures';
import { instantOf } from '../../common/instant';
import type { EpochMs } from '../../common/runtime';
import { durationMs } from '../../common/time';

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
  const aheadMs = signedMs(switchAhead ?? 'PT0S');
  const ends = Object.entries({
    'quoteAnswer.quote.expiration':
      'quote' in quoteAnswer ? quoteAnswer.quote.expiration : undefined,
    requestExpiration,
  }).flatMap(([name, text]) => (text == null ? [] : [instantOf(name, text) - aheadMs]));
  return Math.min(instantOf('stepStartedAt', stepStartedAt) + durationMs(lifetime), ...ends);
}

/** As `feelDuration` writes it. */
function signedMs(text: string): number {
  const [, sign, seconds] = /^(-?)PT(\d+(?:\.\d+)?)S$/.exec(text) ?? [];
  if (seconds === undefined) throw new CannotWork(`switchAhead is no duration: ${text}`);
  return Math.round(Number(seconds) * 1_000) * (sign === '-' ? -1 : 1);
}
