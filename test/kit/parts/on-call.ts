/** The role `on-call` under a clock that the test moves, over Kafka and Elasticsearch in memory, and a pager that hears it. */
import { setTimeout as pause } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import {
  lookKey,
  matterKey,
  type PaymentMatter,
} from '../../../connectors/common/contracts/back-office';
import {
  groupOfIndexer,
  type PaymentDocument,
} from '../../../connectors/common/contracts/payment-documents';
import type { PaymentEvent } from '../../../connectors/common/contracts/payment-events';
import { workActSchema, type WorkAct } from '../../../connectors/common/contracts/operator-work';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import type { RunningRole } from '../../../connectors/common/hub/role';
import { documentIdOf, withEvent } from '../../../connectors/exporters/indexer/payment-document';
import {
  paymentIndexOf,
  paymentTemplate,
} from '../../../connectors/exporters/indexer/payment-index';
import { onCallRole } from '../../../connectors/operations/on-call/role';
import { onCallSection, type OnCallTenant } from '../../../connectors/operations/on-call/settings';
import { SteppedClock, until } from '../fee-rules/stepped-clock';
import { startLocalServer } from '../local-server';
import { MemoryElasticsearch } from '../memory-elasticsearch';
import { MemoryKafka, type MemoryDoor } from '../memory-kafka';
import { placeOf } from '../memory-kafka-group';
import { fixedTenants } from '../tenants';
import { silentLog } from './channel';

export const lookEveryMs = 20_000;
/** Whatever takes longer has no end. */
const stopMsMax = 300_000;
export const topics = {
  backOffice: 'payment-hub.back-office',
  work: 'payment-hub.operator-work',
  calls: 'payment-hub.calls',
  events: 'payment-hub.payment-events',
} as const;

const indexerGroup = groupOfIndexer('payment-hub-payments');

const documentsAlias = 'payment-hub-payments';

/** Says how often somebody has begun to wait for the next look: then the look before is over. */
class LookingClock extends SteppedClock {
  looks = 0;

  override sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    if (durationMs === lookEveryMs) this.looks += 1;
    return super.sleep(durationMs, signal);
  }
}

const bodySchema = z.object({
  type: z.string(),
  text: z.string(),
  data: z.looseObject({
    tenant: z.string(),
    number: z.number(),
    summary: z.string(),
    payments: z.number(),
    totals: z.array(z.object({ amount: z.string(), currency: z.string() })),
    called: z.array(z.string()),
    more: z.number(),
  }),
});

export interface Heard {
  readonly path: string;
  readonly id: string;
  readonly text: string;
  readonly body: z.output<typeof bodySchema>;
  /** By the package of Standard Webhooks. */
  readonly isSigned: boolean;
}

/** Hears webhooks, and answers them as the test wants. */
export async function startPager() {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const heard: Heard[] = [];
  const pager = {
    heard,
    secret,
    status: 204,
    silentPaths: new Set<string>(),
    refusedPaths: new Set<string>(),
  };
  const server = await startLocalServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const header = (name: string) => String(request.headers[name]);
      const at = new Date(Number(header('webhook-timestamp')) * 1_000);
      const [id, signature] = [header('webhook-id'), header('webhook-signature')];
      const isSigned = new Webhook(secret).sign(id, at, text) === signature;
      const path = request.url ?? '';
      heard.push({ path, id, text, body: bodySchema.parse(JSON.parse(text)), isSigned });
      if (pager.silentPaths.has(path)) return;
      response.writeHead(pager.refusedPaths.has(path) ? 503 : pager.status).end();
    });
  });
  return Object.assign(pager, server);
}
export type Pager = Awaited<ReturnType<typeof startPager>>;

/** What somebody takes. */
type Taken = Pick<PaymentMatter, 'kind' | 'tenant' | 'side' | 'transferId' | 'since'>;

interface Process {
  readonly role: RunningRole;
  readonly door: MemoryDoor;
  readonly metrics: Registry;
  readonly clock: LookingClock;
}

/** As the decision relay tells of a payment that waits since then. */
export function waitingMatter(transferId: string, sinceMs: number): PaymentMatter {
  const since = new Date(sinceMs).toISOString();
  return {
    ...{ kind: 'payment', version: 1, state: 'waiting', since, toldAt: since },
    ...{ tenant: 'lion', side: 'payer', transferId, transactionId: `transaction of ${transferId}` },
    amount: { amount: '100.5', currency: 'TZS' },
    ...{ reason: 'OUTCOME_UNKNOWN', verdict: 'UNKNOWN' },
    what: 'the switch has not said how it ended',
    whatToDo: 'See that the switch answers.',
    ...{ choices: ['book', 'release', 'ask-again'], errorInformation: null },
    ...{ processInstanceKey: '1', elementId: 'awaitOperator' },
  };
}

export interface OnCallWorldOptions {
  readonly pager: Pager;
  readonly settings?: Readonly<Record<string, string>>;
  readonly section?: z.input<typeof onCallSection>;
  /** That of others who run beside it. */
  readonly kafka?: MemoryKafka;
}

export class OnCallWorld {
  readonly kafka: MemoryKafka;
  readonly elasticsearch = new MemoryElasticsearch();
  private readonly processes = new Map<string, Process>();
  private readonly http = createAxiosTransport();
  private readonly writer: MemoryDoor;
  private acts = 0;

  constructor(
    private readonly options: OnCallWorldOptions,
    public nowMs = Date.parse('2026-11-30T02:00:00.000Z'),
  ) {
    this.kafka = options.kafka ?? new MemoryKafka(() => this.nowMs);
    this.kafka.addTopic(topics.events, 1);
    this.writer = this.kafka.door('others');
  }

  async start(name = 'one', metrics = new Registry()): Promise<void> {
    const { pager, settings = {}, section } = this.options;
    const clock = new LookingClock(this.nowMs);
    const door = this.kafka.door(name);
    const webhook = (path: string) => ({ url: `${pager.url}/${path}`, secret: pager.secret });
    const usual = {
      people: { amina: { webhook: webhook('amina') }, juma: { webhook: webhook('juma') } },
      duty: [{ people: ['amina'] }],
      escalation: [{ afterRepeats: 2, people: ['juma'] }],
    };
    const lion: OnCallTenant = {
      ...{ tenant: 'lion', fspId: 'lion', currencies: ['TZS', 'USD'] },
      settings: onCallSection.parse({ ...usual, ...section }),
    };
    const deps = { clock, random: systemRandom, http: this.http, log: silentLog };
    const role = await onCallRole.start({
      environment: readEnvironment(onCallRole.environment, settings),
      ...{ deps, metrics, kafka: door },
      elasticsearch: this.elasticsearch.door(deps),
      tenants: fixedTenants([lion]),
    });
    this.processes.set(name, { role, door, metrics, clock });
    await until(() => clock.looks === 1);
  }

  /** Time goes on, and each process looks as often as it does. */
  async pass(durationMs: number): Promise<void> {
    for (let leftMs = durationMs; leftMs > 0; leftMs -= lookEveryMs) {
      this.nowMs += lookEveryMs;
      for (const { clock } of this.processes.values()) {
        const before = clock.looks;
        clock.step(lookEveryMs);
        await until(() => clock.looks > before);
      }
    }
  }

  /** As kill -9 does. */
  kill(name = 'one'): void {
    this.processes.get(name)?.door.kill();
    this.processes.delete(name);
  }

  async stop(name: string): Promise<void> {
    const process = this.processes.get(name);
    this.processes.delete(name);
    await process?.role.close?.();
  }

  /** How long it takes to stop, by its own clock. */
  async timeToStopMs(name: string): Promise<number> {
    const process = this.processes.get(name);
    this.processes.delete(name);
    const stop = { isOver: false };
    void process?.role.close?.().then(() => (stop.isOver = true));
    for (let tookMs = 0; tookMs < stopMsMax; tookMs += 1_000) {
      await pause(5);
      if (stop.isOver) return tookMs;
      process?.clock.step(1_000);
    }
    return Infinity;
  }

  async close(): Promise<void> {
    for (const name of this.processes.keys()) await this.stop(name);
    this.http.close();
  }

  async metric(name: string, labels: object = {}, of = 'one'): Promise<number | undefined> {
    const all = await this.processes.get(of)?.metrics.getSingleMetric(name)?.get();
    const fits = (some: object) =>
      Object.entries(labels).every(
        ([key, value]) => (some as Record<string, unknown>)[key] === value,
      );
    return all?.values.find((one) => fits(one.labels))?.value;
  }

  /** `well`, or why not. */
  async health(name: string, of = 'one'): Promise<string> {
    const check = this.processes.get(of)?.role.health?.find((one) => one.name === name);
    if (check === undefined) throw new Error(`nothing looks at ${name}`);
    try {
      await check.check();
      return 'well';
    } catch (error) {
      return String(error);
    }
  }

  /** As the decision relay tells it. */
  async wait(transferId: string, more: Partial<PaymentMatter> = {}): Promise<PaymentMatter> {
    const matter = { ...waitingMatter(transferId, this.nowMs), ...more };
    await this.writer.publish([
      { topic: topics.backOffice, key: matterKey(matter), value: JSON.stringify(matter) },
    ]);
    return matter;
  }

  /** As the decision relay says that it has looked. */
  async relayLooks(): Promise<void> {
    const value = JSON.stringify({ kind: 'look', version: 1 });
    await this.writer.publish([{ topic: topics.backOffice, key: lookKey, value }]);
  }

  /** Something happens to a payment, and the indexer has read it or not. */
  async happens({ isIndexed }: { readonly isIndexed: boolean }): Promise<void> {
    await this.writer.publish([{ topic: topics.events, key: 't', value: '{}' }]);
    if (isIndexed) this.indexerReads();
  }

  indexerReads(): void {
    const [records = []] = this.kafka.partitions(topics.events);
    this.kafka.groupOffsets.set(placeOf(indexerGroup, topics.events, 0), records.length);
  }

  /** As the indexer does: the document of a payment, of the events that it has had until now. */
  async index(events: readonly PaymentEvent[]): Promise<void> {
    const door = this.elasticsearch.door({ clock: systemClock, log: silentLog });
    await door.ensureTemplate(paymentTemplate(documentsAlias, {}));
    const document = events.reduce<PaymentDocument | undefined>(withEvent, undefined);
    if (document === undefined) throw new Error('a payment without events has no document');
    const index = paymentIndexOf(documentsAlias, document.startedAt);
    const source = JSON.stringify(document);
    await door.bulk([{ kind: 'index', index, id: documentIdOf(document), source }]);
  }

  /** As the operations API writes it. */
  async act(act: WorkAct['act'], matter: Taken, by = 'amina'): Promise<void> {
    this.acts += 1;
    const one = workActSchema.parse({
      ...{ version: 1, act, by, isAdmin: false, tenant: matter.tenant },
      actId: `00000000-0000-4000-8000-${String(this.acts).padStart(12, '0')}`,
      ...{ matterKey: matterKey(matter), since: matter.since },
      at: new Date(this.nowMs).toISOString(),
    });
    const value = JSON.stringify(one);
    await this.writer.publish([{ topic: topics.work, key: one.matterKey, value }]);
  }
}
