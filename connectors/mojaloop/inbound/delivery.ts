import type { Request } from 'express';
import type { BytesAnswer } from '../../common/http/bytes-call';
import type { Resource } from '../api/media-type';
import type { Incoming } from './incoming';
import type { Route, RouteServices } from './route';

/** A message whose headers, tenant, signature and body were checked, before anybody has worked on it. */
export interface Arrived {
  readonly request: Request;
  readonly resource: Resource;
  readonly route: Route;
  readonly incoming: Incoming;
  /**
   * Has the engine here store what it becomes. Rejects with Refusal or MessageTooLarge where it will never do; with
   * anything else when it does not now.
   */
  here(services?: Partial<RouteServices>): Promise<void>;
}

/** What its sender hears: as the standard says, "not known here" (between engines), or another engine's own answer. */
export type Delivered = 'taken' | 'not-here' | BytesAnswer;

/** Who works on a message, where there are several engines. */
export interface Delivery {
  /** @throws Refusal for who may not come in by this door */
  admit(request: Request): void;
  deliver(arrived: Arrived): Promise<Delivered>;
  /** A message whose signature was refused. */
  forged(request: Request, known: Pick<Incoming, 'tenant'>): void;
}
