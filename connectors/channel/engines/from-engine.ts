/** At the channel's door for the other engines: what they hand on is worked on here, and goes no further (DECISIONS.md, 28). */
import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../../common/api/problems';
import { isEngine } from '../../common/engines/admission';
import { hopHeaders } from '../../common/engines/as-it-came';
import type { Engines } from '../../common/engines/engine-list';
import type { Clock, Logger } from '../../common/runtime';
import { orUnavailable, tryAgain } from '../answers';
import { callerOf } from '../caller';
import { disagreedStatus, notHereStatus } from './channel-hop';
import type { ActHandler, Delivery, Kind, LookHandler } from './delivery';
import { idOfBegun } from './request-id';
import type { Begun, RightToBegin } from './right-to-begin';
import { whoseIs } from './whose';

export interface FromEngineDeps {
  readonly engines: Engines;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly right: Pick<RightToBegin, 'leave'>;
  /** For how long after its first request an app may repeat it. */
  readonly rememberedMs: number;
}

export class FromEngine implements Delivery {
  constructor(private readonly deps: FromEngineDeps) {}

  readonly admit: RequestHandler = (request, response, next) => {
    if (!isEngine(request, this.deps))
      throw new Problem('forbidden', { detail: 'no engine of ours' });
    response.set(hopHeaders.answeredBy, this.deps.engines.current().own.name);
    next();
  };

  begin(kind: Kind, here: RequestHandler): RequestHandler {
    return async (request, response, next) => {
      const { tenant } = callerOf(response).tenant;
      const id = idOfBegun(kind, tenant, request);
      const work = async () => {
        await here(request, response, next);
      };
      if (id === undefined) await work();
      else if (isOnlyIfHere(request)) {
        const isKnown = () => kind.isKnown({ tenant, id });
        await this.beginAgain({ tenant, id, isKnown }, response, work);
      } else await this.beginNow(id, request, response, work);
    };
  }

  /** It is denied only where it is not ours to begin, and then left to who asks. */
  private async beginAgain(
    about: Begun,
    response: Response,
    work: () => Promise<void>,
  ): Promise<void> {
    const { list, ...whose } = this.whoseIs(about.id);
    const isOurs = whose.taker === list.own;
    const look = isOurs ? isBegun(about) : this.deps.right.leave(about, whose);
    const stands = await orUnavailable(look);
    if (stands === 'begun') await work();
    else if (stands === 'unsure') throw tryAgain();
    else if (isOurs) this.disagree(response, about.id);
    else response.status(notHereStatus).end();
  }

  /**
   * Engines whose files differ for a moment would each begin it. So it is begun only where by our own file, too, it is
   * ours, and all were asked that may have begun it.
   */
  private async beginNow(
    id: string,
    request: Pick<Request, 'get'>,
    response: Response,
    work: () => Promise<void>,
  ): Promise<void> {
    const { taker, list, before } = this.whoseIs(id);
    const asked = request.get(hopHeaders.asked)?.split(',') ?? [];
    const wereAsked = before.every(({ name }) => asked.includes(name));
    if (taker === list.own && wereAsked) await work();
    else this.disagree(response, id);
  }

  look(_kind: Kind, here: LookHandler): LookHandler {
    return here;
  }

  act(kind: Kind, here: ActHandler): ActHandler {
    return async (request, response, next) => {
      const { tenant } = callerOf(response).tenant;
      const asked = { tenant, id: request.params.id };
      if (isOnlyIfHere(request) && !(await orUnavailable(kind.isKnown(asked)))) {
        response.status(notHereStatus).end();
        return;
      }
      await here(request, response, next);
    };
  }

  private whoseIs(id: string) {
    const { engines, clock, rememberedMs } = this.deps;
    const list = engines.current();
    return { list, ...whoseIs(id, list, clock.now(), rememberedMs) };
  }

  private disagree(response: Response, id: string): void {
    callerOf(response).log.error(
      { id },
      'another engine has handed on what by our own file it would not: nothing was begun. Are the files of ENGINES_PATH the same, and the clocks right?',
    );
    response.status(disagreedStatus).end();
  }
}

async function isBegun({ isKnown }: Begun): Promise<'begun' | 'no'> {
  return (await isKnown()) ? 'begun' : 'no';
}

function isOnlyIfHere(request: Pick<Request, 'get'>): boolean {
  return request.get(hopHeaders.onlyIfHere) !== undefined;
}
