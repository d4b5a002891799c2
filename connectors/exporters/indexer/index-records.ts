/** The engine's records into indices like those of Zeebe's own exporter. */
import type { ElasticsearchDoor } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { diagramOperation, readDiagram } from './keep-diagrams';
import { refusedWrites, type Applied, type Refused } from './outcomes';
import { rawTemplate, readRawRecord, type RawRecord } from './raw-record';

export interface RecordIndices {
  readonly prefix: string;
  /** Of each index. */
  readonly settings: object;
  /** Where deployed processes are kept, and the name of the engine. */
  readonly diagrams: { readonly engine: string; readonly index: string };
}

interface Taken {
  readonly record: KafkaRecord;
  readonly raw: RawRecord;
}

/** Ids follow from the records: what comes again is written over itself. */
export class RecordIndexer {
  /** Kinds of records whose template is there. */
  private readonly prepared = new Map<string, Promise<void>>();

  constructor(
    private readonly door: ElasticsearchDoor,
    private readonly indices: RecordIndices,
  ) {}

  async index(records: readonly KafkaRecord[], signal: AbortSignal): Promise<Applied> {
    const refused: Refused[] = [];
    const taken: Taken[] = [];
    for (const record of records) {
      const raw = readRawRecord(record, this.indices.prefix);
      if (typeof raw === 'string') refused.push({ record, reason: raw });
      else taken.push({ record, raw });
    }
    for (const type of new Set(taken.map(({ raw }) => raw.type))) await this.prepare(type);
    const deployed = taken.filter(({ raw }) => raw.type === 'process');
    if (deployed.length > 0) refused.push(...(await this.keepDiagrams(deployed, signal)));
    const outcomes = await this.door.bulk(
      taken.map(({ raw }) => raw.operation),
      signal,
    );
    refused.push(...refusedWrites(taken, outcomes));
    return { written: records.length - refused.length, refused };
  }

  private async keepDiagrams(
    deployed: readonly Taken[],
    signal: AbortSignal,
  ): Promise<readonly Refused[]> {
    const { engine, index } = this.indices.diagrams;
    const kept = deployed.flatMap(({ record }) => {
      const diagram = readDiagram(engine, record.value ?? '');
      return diagram === undefined ? [] : [{ record, operation: diagramOperation(index, diagram) }];
    });
    const operations = kept.map(({ operation }) => operation);
    return refusedWrites(kept, await this.door.bulk(operations, signal));
  }

  /** Before the first index of its kind is made: an index keeps what it was made with. */
  private prepare(type: string): Promise<void> {
    const known = this.prepared.get(type);
    if (known !== undefined) return known;
    const { prefix, settings } = this.indices;
    const preparing = this.door.ensureTemplate(rawTemplate(prefix, type, settings));
    this.prepared.set(type, preparing);
    preparing.catch(() => this.prepared.delete(type));
    return preparing;
  }
}
