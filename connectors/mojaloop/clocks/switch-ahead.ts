import { feelDuration } from '../../common/time';
import type { MojaloopDeps } from '../settings';
import type { SwitchSettings } from '../switch-settings';
import { likelyMs } from './estimate';

/** The variable switchAhead: by the engine that gave the job, whose clock was `engineAheadMs` ahead of ours. */
export function switchAheadOf(
  of: { readonly tenant: string; readonly via: SwitchSettings },
  engineAheadMs: number,
  { switchClocks }: MojaloopDeps,
): string {
  const ahead = switchClocks.aheadOfEngine(of, engineAheadMs);
  return feelDuration(ahead === undefined ? 0 : likelyMs(ahead));
}
