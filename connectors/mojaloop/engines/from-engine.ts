/** At the door for the other engines: what they hand on is worked on here, and goes no further (DECISIONS.md, 30). */
import type { Request } from 'express';
import { isEngine } from '../../common/engines/admission';
import { hopHeaders } from '../../common/engines/as-it-came';
import type { Engines } from '../../common/engines/engine-list';
import type { Asker, Clock, Logger } from '../../common/runtime';
import type { Arrived, Delivered, Delivery } from '../inbound/delivery';
import { Refusal } from '../inbound/refusal';
import { errorInformation } from '../../common/fspiop-errors';
import type { StateQuestions } from '../inbound/state-questions';
import { handedOnOf } from './handed-on';
import type { Keeper } from './keeper';
import { isKnownHere } from './known-here';
import { locatedOf } from './message-id';
import { whereaboutsOf } from './whereabouts';

export interface FromEngineDeps {
  readonly engines: Engines;
  readonly keeper: Pick<Keeper, 'keepStray'>;
  readonly stateQuestions: StateQuestions;
  readonly asker: Pick<Asker, 'ask'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

export class FromEngine implements Delivery {
  constructor(private readonly deps: FromEngineDeps) {}

  admit(request: Request): void {
    if (isEngine(request, this.deps)) return;
    throw new Refusal(403, errorInformation('CLIENT_ERROR', 'no engine of ours'));
  }

  /** Signatures are checked where a message comes in. */
  forged(): void {
    return;
  }

  async deliver(arrived: Arrived): Promise<Delivered> {
    const { request } = arrived;
    if (request.get(hopHeaders.onlyIfHere) !== undefined) {
      return (await this.isKnown(arrived)) ? 'taken' : 'not-here';
    }
    if (this.isAstray(arrived)) {
      const { id = '' } = locatedOf(arrived);
      const message = handedOnOf(request, arrived.incoming.tenant.tenant, id);
      await this.deps.keeper.keepStray('astray', message);
      return 'taken';
    }
    await arrived.here();
    return 'taken';
  }

  private async isKnown(arrived: Arrived): Promise<boolean> {
    if (arrived.route.method !== 'get') return isKnownHere(arrived, this.deps.asker);
    const { stateQuestions } = this.deps;
    let known: Promise<boolean> = Promise.resolve(false);
    await arrived.here({
      stateQuestions: {
        ask: (question, incoming, variables) => {
          known = stateQuestions.askHere(question, incoming, variables);
        },
      },
    });
    return known;
  }

  /** By our own file it is for another engine. Of a peer's request whoever hands it on decides: he may know who is away. */
  private isAstray(arrived: Arrived): boolean {
    const list = this.deps.engines.current();
    const where = whereaboutsOf(locatedOf(arrived), list, this.deps.clock.now());
    if (where.kind === 'owner') return where.engine.name !== list.own.name;
    return where.kind === 'nowhere';
  }
}
