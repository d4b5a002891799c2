import type { Asker, Deps } from '../common/runtime';
import type { Waiter } from './waiting';

/** What the routes of the API work with. */
export interface ChannelContext {
  readonly messages: Deps['messages'];
  readonly random: Deps['random'];
  readonly asker: Asker;
  readonly wait: Waiter;
  readonly waitMaxS: number;
  readonly limits: {
    readonly dedupeWindowMs: number;
    readonly repeatAnswerTimeoutMs: number;
  };
}
