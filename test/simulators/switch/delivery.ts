import http from 'node:http';
import type { Callback, Delivery } from './machine/messages';
import type { FaultEffect, Faults } from './faults';

/** HTTP_REQUEST_TIMEOUT_MS of the real switch. */
const timeoutMs = 20_000;
/** Only an /error body is looked at; the rest of a long answer is passed over. */
const answerLengthMax = 64 * 1024;
const replayable = 1_000;

export type DeliveryMode =
  /** Each callback leaves at once. */
  | 'concurrent'
  /** As the real switch: the callbacks for transfers wait for each other, whoever they go to. */
  | 'one-by-one';

export interface DeliveryHooks {
  callbackUrl(fspId: string): string | undefined;
  /** What follows from how a callback was taken. */
  delivered(callback: Callback, delivery: Delivery): readonly Callback[];
  /** `ageMs`: how long ago it left. */
  sent(callback: Callback, delivery: Delivery, ageMs: number): void;
}

/** Brings callbacks to the DFSPs: never retries, takes any 2xx for a yes. */
export class Deliveries {
  mode: DeliveryMode = 'concurrent';
  private readonly agent = new http.Agent({
    keepAlive: true,
    maxSockets: 512,
    maxFreeSockets: 512,
  });
  private queue: Promise<void> = Promise.resolve();
  private readonly held = new Map<string, Callback[]>();
  private readonly last: Callback[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly faults: Faults,
    private readonly hooks: DeliveryHooks,
  ) {}

  send(callbacks: readonly Callback[]): void {
    for (const callback of callbacks) {
      if (this.mode === 'one-by-one' && callback.service === 'transfers') {
        this.queue = this.queue.then(() => this.deliver(callback));
        this.track(this.queue);
      } else {
        this.track(this.deliver(callback));
      }
    }
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** What a service does after a crash: sends the last callbacks again, without what followed from them. */
  replay(count: number): number {
    const again = this.last.slice(-count).map((callback) => ({
      service: callback.service,
      to: callback.to,
      method: callback.method,
      path: callback.path,
      headers: callback.headers,
      ...(callback.body !== undefined && { body: callback.body }),
    }));
    this.send(again);
    return again.length;
  }

  reset(): void {
    this.mode = 'concurrent';
    this.held.clear();
    this.last.length = 0;
  }

  close(): void {
    this.agent.destroy();
  }

  private track(delivery: Promise<void>): void {
    this.running.add(delivery);
    void delivery.finally(() => this.running.delete(delivery));
  }

  private async deliver(callback: Callback): Promise<void> {
    const { to, method, path, body = '' } = callback;
    const effects = this.faults.strike({ direction: 'out', method, path, fsp: to, body });
    if (effects.some(({ kind }) => kind === 'reorder')) {
      this.held.set(to, [...(this.held.get(to) ?? []), callback]);
      return;
    }
    const delivery = await this.attempt(callback, effects);
    if (delivery) {
      this.remember(callback);
      await this.follow(callback, delivery);
    }
    const waiting = this.held.get(to) ?? [];
    this.held.delete(to);
    for (const late of waiting) await this.deliver(late);
  }

  /** A follow-up belongs to the same notification: in the real switch the next one waits for it too. */
  private async follow(callback: Callback, delivery: Delivery): Promise<void> {
    for (const next of this.hooks.delivered(callback, delivery)) await this.deliver(next);
  }

  private async attempt(
    callback: Callback,
    effects: readonly FaultEffect[],
  ): Promise<Delivery | undefined> {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'drop':
          return undefined;
        case 'http-status': {
          const delivery: Delivery = { kind: 'answered', status: effect.status, body: '', url: '' };
          this.hooks.sent(callback, delivery, 0);
          return delivery;
        }
        case 'delay':
          await new Promise((resolve) => setTimeout(resolve, effect.delayMs));
          break;
        case 'duplicate':
          await this.request(callback);
          break;
        case 'reorder':
        case 'error-code':
          break;
      }
    }
    return this.request(callback);
  }

  private remember(callback: Callback): void {
    this.last.push(callback);
    if (this.last.length >= 2 * replayable) this.last.splice(0, replayable);
  }

  private async request(callback: Callback): Promise<Delivery> {
    const startedMs = Date.now();
    const delivery = await this.exchange(callback);
    this.hooks.sent(callback, delivery, Date.now() - startedMs);
    return delivery;
  }

  private exchange(callback: Callback): Promise<Delivery> {
    const url = `${this.hooks.callbackUrl(callback.to) ?? ''}${callback.path}`;
    const { agent } = this;
    const body = callback.body === undefined ? undefined : Buffer.from(callback.body);
    const headers = body
      ? { ...callback.headers, 'content-length': String(body.length) }
      : { ...callback.headers };
    return new Promise((resolve) => {
      const failed = (error: Error) => resolve({ kind: 'unreachable', reason: error.message });
      const request = http.request(
        url,
        { method: callback.method, agent, headers, timeout: timeoutMs },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            if (text.length < answerLengthMax) text += chunk;
          });
          response.on('error', failed);
          response.on('end', () =>
            resolve({ kind: 'answered', status: response.statusCode ?? 0, body: text, url }),
          );
        },
      );
      request.on('timeout', () => request.destroy(new Error(`timeout of ${timeoutMs}ms exceeded`)));
      request.on('error', failed);
      request.end(body);
    });
  }
}
