import type { PaymentDocument } from '../common/contracts/payment-documents';
import type { Engines } from '../common/engines/engine-list';
import type { HeldBackMs } from '../common/hub/role';
import type { Asker, Deps, MessagePublisher } from '../common/runtime';
import type { PastPayments } from './past-payments';
import type { Waiter } from './waiting';

/** What the routes of the API work with. */
export interface ChannelContext {
  readonly messages: Deps['messages'];
  /** Publishes what begins something. `duplicate`: it has been begun, or is another engine's. */
  readonly begin: MessagePublisher['publish'];
  readonly random: Deps['random'];
  readonly asker: Asker;
  readonly wait: Waiter;
  readonly heldBackMs: HeldBackMs;
  readonly waitMaxS: number;
  readonly clock: Deps['clock'];
  readonly past: PastPayments;
  /** Undefined where there is one only. */
  readonly engines: Engines | undefined;
  /** Whether a request is the one that began a payment; undefined: nobody can tell. */
  readonly isSameRequest: (past: PaymentDocument, requestHash: string) => boolean | undefined;
  readonly limits: {
    readonly dedupeWindowMs: number;
    readonly repeatAnswerTimeoutMs: number;
  };
}
