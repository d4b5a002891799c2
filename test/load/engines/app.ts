/** A bank's app before two engines, behind what balances their load: it does as an answer says that came too early. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { msisdn, type Outcomes } from '../../kit/payments/paying';
import { amount } from '../../kit/payments/payment';
import type { TwoSites } from '../../kit/two-engines/sites';
import { engineNames } from '../../kit/two-engines/world';

export interface Refusal {
  readonly atMs: number;
  /** Who has answered, and the answer. */
  readonly why: string;
}

export interface Asked {
  readonly end: 'COMMITTED' | 'ABORTED';
  readonly endedAtMs: number;
  /** From the first request until one was taken: what a customer waits for without knowing. */
  readonly pauseMs: number;
  readonly refusals: readonly Refusal[];
}

/** As often as a load balancer asks. */
const lookEveryMs = 500;

export class App {
  private readonly isReady = [true, true];
  private isOpen = true;

  constructor(
    private readonly world: Pick<TwoSites, 'channels' | 'isReady'>,
    private readonly token: string,
    private readonly outcomes: Outcomes,
  ) {
    void this.lookWhoIsReady(0);
    void this.lookWhoIsReady(1);
  }

  close(): void {
    this.isOpen = false;
  }

  /**
   * Resolves when the payment has ended.
   *
   * @throws Error for an answer that is neither "taken" nor "come again"
   */
  async pay(index: number): Promise<Asked> {
    const clientCorrelationId = randomUUID();
    const end = this.outcomes.of(clientCorrelationId).then(
      () => 'COMMITTED' as const,
      () => 'ABORTED' as const,
    );
    const party = (dfsp: 'lion' | 'buffalo') => ({
      partyIdType: 'MSISDN',
      partyIdentifier: msisdn(dfsp, index),
    });
    const body = { clientCorrelationId, payer: party('lion'), payee: party('buffalo'), amount };
    const beganMs = performance.now();
    const refusals = await this.ask(body, index);
    const pauseMs = performance.now() - beganMs;
    return { end: await end, endedAtMs: Date.now(), pauseMs, refusals };
  }

  /** Of one engine after the other, until one has taken it. */
  private async ask(body: object, index: number): Promise<readonly Refusal[]> {
    const refusals: Refusal[] = [];
    for (let turn = index; ; turn += 1) {
      const engine = turn % 2 === 0 ? 0 : 1;
      const answer = this.isReady[engine] === true ? await this.post(engine, body) : undefined;
      if (answer === undefined) {
        await sleep(50);
        continue;
      }
      if (answer.status === 202 || answer.status === 200) return refusals;
      const text = await answer.text();
      if (answer.status !== 503) throw new Error(`the channel answered ${answer.status}: ${text}`);
      refusals.push({ atMs: Date.now(), why: `${engineNames[engine]} says ${text.slice(0, 300)}` });
      await sleep(1_000 * Number(answer.headers.get('retry-after') ?? 1));
    }
  }

  /** Undefined: nobody listens there. */
  private post(engine: 0 | 1, body: object): Promise<Response | undefined> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.token}` };
    const sent = { method: 'POST', headers, body: JSON.stringify(body) };
    return fetch(`${this.world.channels[engine]}/channel/transfer`, sent).catch(() => undefined);
  }

  private async lookWhoIsReady(engine: 0 | 1): Promise<void> {
    while (this.isOpen) {
      this.isReady[engine] = await this.world.isReady(engine);
      await sleep(lookEveryMs);
    }
  }
}
