/** What has changed, told to the page as it happens (server-sent events): of the person's own tenant, and nothing of others. */
import type { Request, Response } from 'express';
import { Problem } from '../../common/api/problems';
import { translated } from '../../common/words/languages';
import { pageServerWords } from './page-words';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import type { Deps } from '../../common/runtime';
import type { OperationsTopicsEnvironment } from '../api/settings';
import type { OwnMatters } from '../following/own-matters';
import { ChangeReader, ofIncidents, Positions, type Change, type KnownBefore } from './changes';
import { LiveStream, type Watch } from './live-stream';
import { NobodysIncidents } from './nobodys-incidents';

const streamsOfPersonMax = 10;
const streamsMax = 1_000;

export interface LiveDeps extends Pick<Deps, 'clock' | 'log'> {
  readonly environment: OperationsTopicsEnvironment;
  readonly known: KnownBefore;
  readonly ownMatters: OwnMatters;
  /** What positions are told with: the same in every process. */
  readonly secret: Uint8Array;
}

export class Live {
  private readonly reader: ChangeReader;
  private readonly positions: Positions;
  private readonly nobodys: NobodysIncidents;
  private readonly streams = new Set<LiveStream>();
  private isStopped = false;

  constructor(private readonly deps: LiveDeps) {
    this.reader = new ChangeReader(deps.environment, deps.known);
    this.positions = new Positions(deps.secret);
    this.nobodys = new NobodysIncidents({
      ...deps,
      watched: () => [...new Set([...this.streams].map(({ watch }) => watch.tenant))],
      tell: (tenant) => this.tell({ tenant, kinds: ofIncidents }),
    });
  }

  /** Each record that the role's topics bring, once it is known here. */
  readonly enter = (record: KafkaRecord): void => {
    const read = this.reader.read(record);
    if (read === undefined) return;
    if ('incidentKey' in read) {
      this.nobodys.enter(read);
      return;
    }
    this.positions.move(read.tenant, record);
    this.tell(read);
  };

  /** @throws Problem */
  open(request: Request, response: Response, watch: Watch): void {
    const ofPerson = [...this.streams].filter((one) => one.watch.person === watch.person);
    if (ofPerson.length >= streamsOfPersonMax || this.streams.size >= streamsMax) {
      const headers = { 'Retry-After': '30' };
      const detail = translated(pageServerWords, (said) => said.tooManyPages);
      throw new Problem('too-many-requests', { detail, headers });
    }
    // It went while its roles were looked at: nothing would ever say so again.
    if (response.closed) return;
    const { clock } = this.deps;
    const positionNow = () => this.positions.of(watch.tenant);
    const stream = new LiveStream({ response, watch, clock, positionNow });
    this.streams.add(stream);
    response.once('close', () => {
      this.streams.delete(stream);
      stream.end();
    });
    stream.begin(request.get('Last-Event-ID'));
    if (this.isStopped) stream.end();
    this.nobodys.ask();
  }

  /** Some sessions have been ended: their streams end. */
  lookAtSessions(): void {
    for (const stream of this.streams) stream.lookAtSession();
  }

  /** The page opens its streams again elsewhere. */
  endAll(): void {
    this.isStopped = true;
    for (const stream of this.streams) stream.end();
  }

  async stop(): Promise<void> {
    this.endAll();
    await this.nobodys.stop();
  }

  private tell({ tenant, kinds }: Change): void {
    for (const stream of this.streams) {
      if (stream.watch.tenant === tenant) stream.changed(kinds);
    }
  }
}
