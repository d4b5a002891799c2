import type { RequestHandler } from 'express';
import type { HeardOf } from '../../common/journal/hear';

/** What an app asks for, and finds again by its id: payments, requests to pay, codes. */
export interface Kind {
  readonly idOf: (tenant: string, clientCorrelationId: string) => string;
  /** Whether {@link idOf} has made it: any other says nothing of the engine that has it. */
  readonly isOurs: (id: string) => boolean;
  /** For the message journal. */
  readonly idsOf: (id: string) => HeardOf['ids'];
  /** Whether a process here has begun with it. Rejects without an engine. */
  readonly isKnown: (asked: { readonly tenant: string; readonly id: string }) => Promise<boolean>;
}

export type LookHandler = RequestHandler<{ id?: string }>;
export type ActHandler = RequestHandler<{ id: string }>;

/** Who works on a request, where there are several engines: around the handlers that work on it here. */
export interface Delivery {
  readonly admit: RequestHandler;
  begin(kind: Kind, here: RequestHandler): RequestHandler;
  look(kind: Kind, here: LookHandler): LookHandler;
  act(kind: Kind, here: ActHandler): ActHandler;
}
