/** At the door of the switches: whose a message is, and how it gets there (DECISIONS.md, 30). */
import type { Request } from 'express';
import type { Engine, Engines } from '../../common/engines/engine-list';
import type { FspiopErrorName } from '../../common/fspiop-errors';
import type { BytesAnswer } from '../../common/http/bytes-call';
import { messageOf } from '../../common/message-of';
import { MessageTooLarge, type Asker, type Clock, type Logger } from '../../common/runtime';
import type { Resource } from '../api/media-type';
import type { Arrived, Delivered, Delivery } from '../inbound/delivery';
import type { Incoming } from '../inbound/incoming';
import { refusal, Refusal } from '../inbound/refusal';
import type { AskedAt, StateQuestions } from '../inbound/state-questions';
import { handedOnOf, type HandedOn } from './handed-on';
import type { HopResult, MessageHop } from './hop';
import type { Keeper } from './keeper';
import { isKnownHere } from './known-here';
import { locatedOf } from './message-id';
import type { EngineMetrics, HandOnOutcome, StrayReason } from './metrics';
import { whereaboutsOf } from './whereabouts';

export interface FromSwitchDeps {
  readonly engines: Engines;
  readonly hop: MessageHop;
  readonly keeper: Pick<Keeper, 'keep' | 'keepStray' | 'noteForged'>;
  readonly stateQuestions: StateQuestions;
  readonly asker: Pick<Asker, 'ask'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly metrics: EngineMetrics;
}

/** What no engine of ours has asked for. */
const notFound: Partial<Record<Resource, FspiopErrorName>> = {
  quotes: 'QUOTE_ID_NOT_FOUND',
  transactionRequests: 'TXN_REQUEST_ID_NOT_FOUND',
};

export class FromSwitch implements Delivery {
  constructor(private readonly deps: FromSwitchDeps) {}

  /** Whom the switch's own door lets in. */
  admit(): void {
    return;
  }

  forged(request: Request, { tenant }: Pick<Incoming, 'tenant'>): void {
    const id = String(request.params['id'] ?? '');
    this.deps.keeper.noteForged(handedOnOf(request, tenant.tenant, id));
  }

  async deliver(arrived: Arrived): Promise<Delivered> {
    const { engines, clock } = this.deps;
    const located = locatedOf(arrived);
    const where = whereaboutsOf(located, engines.current(), clock.now());
    const { tenant } = arrived.incoming.tenant;
    const one = { arrived, message: handedOnOf(arrived.request, tenant, located.id ?? '') };
    switch (where.kind) {
      case 'anywhere':
        return this.hereAlone(arrived);
      case 'everywhere':
        return this.toAll(one);
      case 'owner':
        return this.toHolders([where.engine], one);
      case 'holders':
        return this.toHolders(where.engines, one);
      case 'taken-once':
        return this.toOne(where, one);
      case 'asked':
        return this.ask(where.engines, one);
      case 'nowhere':
        return this.nowhere(where.reason, one);
    }
  }

  private async hereAlone(arrived: Arrived): Promise<Delivered> {
    await arrived.here();
    return 'taken';
  }

  private isOwn({ name }: Engine): boolean {
    return name === this.deps.engines.current().own.name;
  }

  /** Acknowledged once each of them has it, or Kafka for it. */
  private async toHolders(engines: readonly Engine[], one: One): Promise<Delivered> {
    const given = await Promise.all(engines.map((engine) => this.giveOrKeep(engine, one)));
    // Who refuses it will never take it, and another one has.
    return given.find((result) => result === 'taken') ?? given[0] ?? 'taken';
  }

  private async giveOrKeep(engine: Engine, one: One): Promise<Delivered> {
    const result = await this.giveIfThere(engine, one);
    if (result.kind !== 'away') return deliveredAs(result);
    const { log, keeper } = this.deps;
    try {
      await keeper.keep(engine, one.message);
      return 'taken';
    } catch (error) {
      const fields = { engine: engine.name, away: result.reason, kafka: messageOf(error) };
      log.error(
        fields,
        'a message for an engine that is away could not be kept: it is not acknowledged',
      );
      throw refusal('SERVICE_CURRENTLY_UNAVAILABLE');
    }
  }

  /** An answer without an id is asked for again by who misses it. */
  private async toAll(one: One): Promise<Delivered> {
    const { all } = this.deps.engines.current();
    const results = await Promise.all(all.map((engine) => this.giveIfThere(engine, one)));
    for (const [at, { kind }] of results.entries()) {
      if (kind === 'away') this.count(all[at], 'missed');
    }
    if (results.some(({ kind }) => kind === 'taken')) return 'taken';
    throw refusal('SERVICE_CURRENTLY_UNAVAILABLE');
  }

  private async toOne(
    { askFirst, takers }: { askFirst: readonly Engine[]; takers: readonly Engine[] },
    one: One,
  ): Promise<Delivered> {
    for (const engine of askFirst) if (await this.hasIt(engine, one)) return 'taken';
    const ordered = [
      ...takers.filter((engine) => this.isThere(engine)),
      ...takers.filter((engine) => !this.isThere(engine)),
    ];
    for (const engine of ordered) {
      const result = await this.give(engine, one);
      if (result.kind !== 'away') return deliveredAs(result);
      this.count(engine, 'away');
    }
    throw refusal('SERVICE_CURRENTLY_UNAVAILABLE');
  }

  /** A drained engine is there, and answers for what it has. One that is away cannot be waited for. */
  private async hasIt(engine: Engine, { arrived, message }: One): Promise<boolean> {
    if (this.isOwn(engine)) return isKnownHere(arrived, this.deps.asker).catch(() => false);
    if (this.deps.hop.isAway(engine)) return false;
    const result = await this.deps.hop.pass(engine, message, { onlyIfHere: true });
    this.count(engine, result.kind);
    return result.kind === 'taken';
  }

  /** A question is acknowledged before it is asked. */
  private async ask(engines: readonly Engine[], one: One): Promise<Delivered> {
    const { stateQuestions } = this.deps;
    const places = engines.map((engine): AskedAt =>
      this.isOwn(engine) ? 'here' : () => this.hasIt(engine, one),
    );
    await one.arrived.here({
      stateQuestions: {
        ask: (question, incoming, variables) => {
          stateQuestions.ask(question, incoming, variables, places);
        },
      },
    });
    return 'taken';
  }

  private async nowhere(reason: StrayReason, { arrived, message }: One): Promise<Delivered> {
    const kept = this.deps.keeper.keepStray(reason, message);
    const error = notFound[arrived.resource];
    if (reason !== 'foreign' || error === undefined) {
      await kept;
      return 'taken';
    }
    await kept.catch((problem: unknown) => {
      this.deps.log.warn({ reason: messageOf(problem) }, 'a foreign message could not be kept');
    });
    throw refusal(error);
  }

  /** As far as is known now. */
  private isThere(engine: Engine): boolean {
    return this.isOwn(engine) || !this.deps.hop.isAway(engine);
  }

  /** While it is away only who delivers from Kafka tries it: the switch waits for our answer. */
  private async giveIfThere(engine: Engine, one: One): Promise<HopResult> {
    return this.isThere(engine) ? this.give(engine, one) : away('it was away just now');
  }

  /** @throws Refusal and MessageTooLarge of our own engine */
  private async give(engine: Engine, { arrived, message }: One): Promise<HopResult> {
    if (!this.isOwn(engine)) {
      const result = await this.deps.hop.pass(engine, message);
      if (result.kind !== 'away') this.count(engine, result.kind);
      return result;
    }
    try {
      await arrived.here();
      return { kind: 'taken' };
    } catch (error) {
      if (error instanceof Refusal || error instanceof MessageTooLarge) throw error;
      this.deps.log.error({ error }, 'our own engine did not take a message');
      return away(messageOf(error));
    }
  }

  private count(engine: Engine | undefined, outcome: HandOnOutcome): void {
    if (engine !== undefined && !this.isOwn(engine)) {
      this.deps.metrics.handedOn(engine.name, outcome);
    }
  }
}

/** As it came, and as it goes on. */
interface One {
  readonly arrived: Arrived;
  readonly message: HandedOn;
}

function away(reason: string): HopResult {
  return { kind: 'away', reason };
}

function deliveredAs(result: Exclude<HopResult, { kind: 'away' }>): 'taken' | BytesAnswer {
  return result.kind === 'refused' ? result.answer : 'taken';
}
