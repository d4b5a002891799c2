import type { Timers } from '../../common/contracts/timers';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { durationMs } from '../../common/time';
import { surelyApartMs, type Ahead } from '../clocks/estimate';

/**
 * What is written for the switch is written by its clock, as far as ours and the engine's are from it. But a clock
 * that is further off than a transfer may last will be set right one day, or is wrong in some other way: then every
 * transfer under way would be over, or never be.
 * @throws Refused before any money is held.
 */
export function requireTime(
  switchAheadOfEngine: Ahead | undefined,
  { transferExpiry }: Pick<Timers, 'transferExpiry'>,
): void {
  if (switchAheadOfEngine === undefined) return;
  const apartMs = surelyApartMs(switchAheadOfEngine);
  if (apartMs <= durationMs(transferExpiry)) return;
  const seconds = Math.round(apartMs / 1_000);
  const detail = `the clocks of the engine and of the switch are ${seconds} s apart`;
  throw new Refused(errorInformation('SERVICE_CURRENTLY_UNAVAILABLE', detail));
}
