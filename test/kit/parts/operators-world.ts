/** The operations' API and the relay beside it, on one Kafka in memory: from the engine's open jobs to its answers. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../connectors/common/clock';
import { matterKey, type Matter } from '../../../connectors/common/contracts/back-office';
import type { DecisionSide } from '../../../connectors/decision-relay/decisions/decision-side';
import type { Incident } from '../../../connectors/decision-relay/incidents/incident';
import type { IncidentBook } from '../../../connectors/decision-relay/incidents/incident-book';
import { readWaiting } from '../../../connectors/decision-relay/waiting/waiting-payment';
import { eventually } from '../kafka';
import { openSide, topics, WaitingEngine, type SideOptions } from './decision-relay';
import type { Answer } from './described-api';
import { operationsToken, startOperationsWorld, type OperationsWorld } from './operations';

type Options = Partial<Pick<SideOptions, 'operators' | 'now'>>;

export class OperatorsWorld {
  readonly engine = new WaitingEngine();
  private side: DecisionSide | undefined;
  /** What was sent while the relay was away is taken by the next one, as it stands on Kafka. */
  private options: Options = {};
  private readonly incidents: Incident[] = [];

  private constructor(readonly operations: OperationsWorld) {}

  static async start(
    options: Options = {},
    ...operations: Parameters<typeof startOperationsWorld>
  ): Promise<OperatorsWorld> {
    const world = new OperatorsWorld(await startOperationsWorld(...operations));
    world.options = options;
    await world.startRelay();
    return world;
  }

  async startRelay(): Promise<void> {
    await this.startRelayAlone();
    await this.tell();
  }

  /** Whoever reads what it tells. */
  async startRelayAlone(): Promise<void> {
    const door = this.operations.kafka.door('relay');
    const { engine, options } = this;
    this.side = openSide({
      door,
      engine,
      now: () => systemClock.now(),
      ...options,
      incidentBook: () => this.incidentBook(),
    });
    this.side.start();
    await Promise.resolve();
  }

  /** The engine's half is away. */
  async stopRelay(): Promise<void> {
    await this.side?.stop();
    this.side = undefined;
  }

  async close(): Promise<void> {
    await this.stopRelay();
    await this.operations.close();
  }

  /** The relay looks at the engine and tells what waits: until the topic says what is so. */
  async tell(): Promise<void> {
    const { side } = this;
    await eventually(async () => {
      await side?.tell(await readWaiting(this.engine, true));
      const waiting = await this.engine.list();
      return (
        waiting.length + this.engine.incidents.size === this.operations.matters.waiting().length
      );
    });
  }

  /** A payment that waits, as the API tells it. */
  async waits(...wait: Parameters<WaitingEngine['wait']>): Promise<Matter> {
    this.engine.wait(...wait);
    await this.tell();
    return this.matter(wait[0]);
  }

  /** Processes that stand still at a step, each with a transfer of its own. */
  async standStill(count: number, more: Partial<Incident> = {}): Promise<void> {
    for (let one = 0; one < count; one += 1) {
      const key = String(9_000 + this.incidents.length);
      const transferId = randomUUID();
      this.engine.incidents.set(key, `element of ${key}`);
      this.incidents.push({
        ...{ key, partitionId: '1', createdAt: `2026-11-29T10:00:00.${key.slice(1)}Z` },
        ...{ errorType: 'JOB_NO_RETRIES', process: 'payer-transfer', elementId: 'requestTransfer' },
        message:
          'Send transfer (mojaloop:request-transfer:1) failed in its last attempt: the switch answers 503 ' +
          `(2003 Service currently unavailable). Payment with transferId ${transferId} of tenant lion.`,
        ...{ processInstanceKey: `process of ${key}`, jobKey: `job of ${key}` },
        ...{ elementInstanceKey: `element of ${key}`, tenant: 'lion', transferId },
        ...more,
      });
    }
    await this.tell();
  }

  private incidentBook(): IncidentBook {
    const incidents = this.incidents.filter(({ key }) => this.engine.incidents.has(key));
    return { since: '2026-11-29T00:00:00.000Z', partitions: {}, incidents, notKept: 0 };
  }

  matter(transferId: string): Matter {
    const known = this.operations.matters.of(
      matterKey({ kind: 'payment', tenant: 'lion', side: 'payer', transferId }),
    );
    if (known === undefined) throw new Error(`${transferId} was never told`);
    return known;
  }

  async get(path: string, who = 'amina', ...roles: readonly string[]): Promise<Answer> {
    return this.operations.api.get(`/tenants/lion${path}`, {
      token: await this.tokenOf(who, ...roles),
    });
  }

  async post(
    path: string,
    body: object | undefined,
    who = 'amina',
    ...roles: readonly string[]
  ): Promise<Answer> {
    return this.operations.api.post(`/tenants/lion${path}`, {
      ...{ body, token: await this.tokenOf(who, ...roles) },
    });
  }

  tokenOf(who: string, ...roles: readonly string[]): Promise<string> {
    return operationsToken(who, ...(roles.length === 0 ? ['lion:operator'] : roles));
  }

  /** Once the relay has said its last word. */
  async endOf(decisionId: unknown): Promise<Answer['body']> {
    let body: Answer['body'] = {};
    await eventually(async () => {
      ({ body } = await this.get(`/decisions/${String(decisionId)}`));
      return !['asked', 'accepted'].includes(String(body['status']));
    });
    return body;
  }

  /** Of the topic of decisions. */
  decisionsWritten(): readonly unknown[] {
    const [records = []] = this.operations.kafka.partitions(topics.OPERATOR_DECISIONS_TOPIC);
    return records.map(({ value }) => JSON.parse(value ?? '') as unknown);
  }
}
