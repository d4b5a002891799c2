/** At the door of the apps: whose a request is, and how it gets there (DECISIONS.md, 28). */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Problem } from '../../common/api/problems';
import type { Engine, EngineList, Engines } from '../../common/engines/engine-list';
import { noteMessage } from '../../common/journal/hear';
import type { Clock } from '../../common/runtime';
import { orUnavailable } from '../answers';
import { callerOf } from '../caller';
import { checkId } from '../openapi';
import { askAround, firstToTell, type Found } from './ask-around';
import { giveBack, type ChannelAnswer } from './channel-hop';
import type { ActHandler, Delivery, Kind, LookHandler } from './delivery';
import { exchangeOf, type Exchange } from './exchange';
import type { HandOn, Left, Why } from './hand-on';
import { idOfBegun, idOfLookedAt } from './request-id';
import type { RightToBegin } from './right-to-begin';
import { nobodyBegins, nothingKnown } from './unavailable';
import { allOwnFirst, whoMayKnow, whoseIs, type Whose } from './whose';

export interface FromAppDeps {
  readonly engines: Engines;
  readonly handOn: Pick<HandOn, 'to'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly right: Pick<RightToBegin, 'leave'>;
  /** For how long after its first request an app may repeat it. */
  readonly rememberedMs: number;
}

/** What a request is about. */
interface About {
  readonly kind: Kind;
  readonly tenant: string;
  readonly id: string;
}

/** Works on it here. */
type Here = () => Promise<void>;

export class FromApp implements Delivery {
  constructor(private readonly deps: FromAppDeps) {}

  /** Its token is checked as ever. */
  readonly admit: RequestHandler = (_request, _response, next) => {
    next();
  };

  begin(kind: Kind, handler: RequestHandler): RequestHandler {
    return async (request, response, next) => {
      const here = hereBy(handler, { request, response }, next);
      const { tenant } = callerOf(response).tenant;
      const id = idOfBegun(kind, tenant, request);
      if (id === undefined) return here();
      noteMessage(response, { ids: kind.idsOf(id) });
      await this.beginOnce({ kind, tenant, id }, exchangeOf(request, response), here);
    };
  }

  look(kind: Kind, handler: LookHandler): LookHandler {
    return async (request, response, next) => {
      const { tenant } = callerOf(response).tenant;
      const id = idOfLookedAt(kind, tenant, request);
      noteMessage(response, { ids: kind.idsOf(id) });
      const list = this.deps.engines.current();
      const engines = kind.isOurs(id)
        ? whoMayKnow(id, list, this.whoseIs(id, list))
        : allOwnFirst(list);
      const exchange = exchangeOf(request, response);
      const found = await askAround(engines, list.own, (engine) =>
        engine.name === list.own.name
          ? lookHere(hereBy(handler, { request, response }, next))
          : this.lookAt(engine, exchange),
      );
      found.say();
    };
  }

  act(kind: Kind, handler: ActHandler): ActHandler {
    return async (request, response, next) => {
      const here = hereBy(handler, { request, response }, next);
      const { tenant } = callerOf(response).tenant;
      const { id } = request.params;
      if (checkId(id).length > 0) return here();
      noteMessage(response, { ids: kind.idsOf(id) });
      await this.actOnce({ kind, tenant, id }, exchangeOf(request, response), here);
    };
  }

  private async beginOnce(about: About, exchange: Exchange, here: Here): Promise<void> {
    const list = this.deps.engines.current();
    const whose = this.whoseIs(about.id, list);
    const { before } = whose;
    const found = await firstToTell(
      before.map((engine) =>
        engine.name === list.own.name
          ? this.leaveHere(about, whose, here)
          : this.askAt(engine, exchange, 'may have begun it'),
      ),
    );
    if (found !== undefined && found.kind !== 'unknown') {
      found.say();
      return;
    }
    if (whose.taker === undefined) throw nobodyBegins();
    await this.beginNow(about, exchange, here, before);
  }

  /** Meanwhile time has passed, and the file may be another: whoever begins it begins it by what is so now. */
  private async beginNow(
    { id }: About,
    exchange: Exchange,
    here: Here,
    asked: readonly Engine[],
  ): Promise<void> {
    const list = this.deps.engines.current();
    const { taker, before } = this.whoseIs(id, list);
    const wereAsked = before.every(({ name }) => asked.some((one) => one.name === name));
    if (taker === undefined || !wereAsked) throw nobodyBegins();
    await this.workOnAt(taker, list, exchange, here, asked);
  }

  private async actOnce(about: About, exchange: Exchange, here: Here): Promise<void> {
    const list = this.deps.engines.current();
    const engines = this.whoMayActOn(about, list);
    const [likeliest = list.own, another] = engines;
    if (another !== undefined) {
      const found = await askAround(engines, list.own, (engine) =>
        engine.name === list.own.name
          ? this.askHere(about, here)
          : this.askAt(engine, exchange, 'may know of it'),
      );
      if (found.kind !== 'unknown') {
        found.say();
        return;
      }
    }
    // One that comes before its process waits is not lost.
    await this.workOnAt(likeliest, list, exchange, here);
  }

  private whoMayActOn({ kind, id }: About, list: EngineList): readonly Engine[] {
    if (!kind.isOurs(id)) return allOwnFirst(list);
    const { taker, before } = this.whoseIs(id, list);
    return taker === undefined ? before : [taker, ...before];
  }

  private async workOnAt(
    engine: Engine,
    { own }: EngineList,
    exchange: Exchange,
    here: Here,
    asked: readonly Engine[] = [],
  ): Promise<void> {
    if (engine.name === own.name) await here();
    else say(await this.deps.handOn.to(engine, exchange, { why: 'begins it', asked }), exchange);
  }

  private async lookAt(engine: Engine, exchange: Exchange): Promise<Found> {
    const answer = await this.deps.handOn.to(engine, exchange, { why: 'may know of it' });
    const isUnknown = answer.kind === 'answered' && answer.answer.status === 404;
    return isUnknown
      ? { kind: 'unknown', say: () => say(answer, exchange) }
      : found(answer, exchange);
  }

  /** Has it worked on there, if it is known there. */
  private async askAt(engine: Engine, exchange: Exchange, why: Why): Promise<Found> {
    return found(await this.deps.handOn.to(engine, exchange, { why, onlyIfHere: true }), exchange);
  }

  /** The same here, of what another engine is to begin. */
  private async leaveHere(about: About, whose: Whose, here: Here): Promise<Found> {
    // Nobody begins it: whoever opens first may want to.
    if (whose.taker === undefined) return this.askHere(about, here);
    const begun = { ...about, isKnown: () => about.kind.isKnown(about) };
    return this.findHere(here, async () => this.deps.right.leave(begun, whose));
  }

  private async askHere(about: About, here: Here): Promise<Found> {
    return this.findHere(here, async () => ((await about.kind.isKnown(about)) ? 'begun' : 'left'));
  }

  private async findHere(
    here: Here,
    look: () => Promise<'begun' | 'left' | 'unsure'>,
  ): Promise<Found> {
    try {
      const stands = await orUnavailable(look());
      if (stands === 'left') return { kind: 'unknown', say: alreadySaid };
      if (stands === 'unsure') return unsure(nothingKnown());
    } catch (error) {
      return unsure(error);
    }
    await here();
    return { kind: 'known', say: alreadySaid };
  }

  private whoseIs(id: string, list: EngineList) {
    return whoseIs(id, list, this.deps.clock.now(), this.deps.rememberedMs);
  }
}

function hereBy<Parameters>(
  handler: RequestHandler<Parameters>,
  { request, response }: { request: Request<Parameters>; response: Response },
  next: NextFunction,
): Here {
  return async () => {
    await handler(request, response, next);
  };
}

const alreadySaid = (): void => undefined;

/** The handler has answered, or has thrown before it began to. */
async function lookHere(here: Here): Promise<Found> {
  try {
    await here();
    return { kind: 'known', say: alreadySaid };
  } catch (error) {
    return { kind: isDenial(error) ? 'unknown' : 'unsure', say: () => rethrow(error) };
  }
}

function unsure(error: unknown): Found {
  return { kind: 'unsure', say: () => rethrow(error) };
}

function isDenial(error: unknown): boolean {
  return error instanceof Problem && error.problem === 'unknown-id';
}

function rethrow(error: unknown): never {
  throw error;
}

function found(answer: ChannelAnswer | Left, exchange: Exchange): Found {
  return { kind: kindOf(answer), say: () => say(answer, exchange) };
}

function kindOf(answer: ChannelAnswer | Left): Found['kind'] {
  if (answer.kind === 'not-here') return 'unknown';
  const isDone =
    answer.kind === 'left' || (answer.kind === 'answered' && answer.answer.status < 400);
  return isDone ? 'known' : 'unsure';
}

/** @throws Problem where there is no answer to be said */
function say(answer: ChannelAnswer | Left, { response }: Exchange): void {
  if (answer.kind === 'answered') giveBack(response, answer.answer);
  else if (answer.kind !== 'left') throw nothingKnown();
}
