import type { EpochMs, Message, Random, Signal } from '../../common/runtime';
import type { BodySchema } from '../openapi/validators';
import type { Exchange } from './headers';
import type { Incoming } from './incoming';
import type { SwitchSettings } from '../switch-settings';
import type { StateQuestions } from './state-questions';

export interface RouteServices {
  readonly random: Random;
  /** What the time is by the switch's clock. */
  readonly switchNow: (via: SwitchSettings) => EpochMs;
  readonly stateQuestions: Pick<StateQuestions, 'ask'>;
}

/** What the engine is told; undefined where the route does all by itself. */
export type News = Message | readonly Signal[] | undefined;

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch';
  /** Below the resource, in express's notation: `/:id/error`. */
  readonly path: string;
  readonly exchange: Exchange;
  /**
   * Whether there is a body, and its schema in the FSPIOP OpenAPI files. `any`: JSON of whatever shape,
   * as what real switches send to /error; a function where the body itself decides.
   */
  readonly body: BodySchema | 'none' | 'any' | ((body: unknown) => BodySchema | 'any');
  /** No byte at all stands for `{}`: none of the body's elements is required. */
  readonly mayBeEmpty?: true;
  /** The schema of the query, where the route has one. */
  readonly query?: BodySchema;
  /** Stored by the engine before the answer is given. */
  handle(incoming: Incoming, services: RouteServices): News;
  /** Published instead when the engine has had that message already: the request came again. */
  repeated?(incoming: Incoming): Message;
}
