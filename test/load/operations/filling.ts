/** Documents of payments in Elasticsearch, as the indexer keeps them; filled once, if they are to be kept. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { systemClock } from '../../../connectors/common/clock';
import type {
  DocumentOperation,
  ElasticsearchDoor,
} from '../../../connectors/common/doors/elasticsearch/elasticsearch-door';
import { canonicalJson } from '../../../connectors/common/json';
import { documentIdOf } from '../../../connectors/exporters/indexer/payment-document';
import {
  paymentIndexOf,
  paymentTemplate,
} from '../../../connectors/exporters/indexer/payment-index';
import { replay, tenant, type Replayed } from './replayed-payments';

export const alias = 'payment-hub-payments';
const dayMs = 86_400_000;
const days = 90;
/** As an operator would set it for one node. */
const indexSettings = { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '1s' };
const batchSize = 1_000;
/** Elasticsearch writes with two cores, and the next ones are made meanwhile. */
const bulksAtOnce = 3;
const samplesMax = 1_000;

export interface Filling {
  readonly door: ElasticsearchDoor;
  readonly count: number;
  /** Says what is there already; undefined when nothing is kept. */
  readonly keptFile: string | undefined;
  readonly say: (line: string) => void;
}

const keptSchema = z.object({ count: z.int(), toMs: z.int() });

/** @returns some of them, to ask about */
export async function fill(filling: Filling): Promise<readonly Replayed[]> {
  const { count, keptFile, say } = filling;
  const kept = keptOf(keptFile);
  const isThere = kept?.count === count && (await countOf(filling.door)) === count;
  const toMs = isThere ? kept.toMs : Date.now();
  const paymentAt = replay(count, { fromMs: toMs - days * dayMs, toMs });
  if (isThere) {
    say(`${count} payments of ${days} days are there since ${new Date(toMs).toISOString()}`);
  } else {
    await write(filling, paymentAt);
    if (keptFile !== undefined) writeFileSync(keptFile, JSON.stringify({ count, toMs }));
  }
  return samplesOf(count, paymentAt);
}

function keptOf(file: string | undefined): z.output<typeof keptSchema> | undefined {
  if (file === undefined || !existsSync(file)) return undefined;
  return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

const countOf = (door: ElasticsearchDoor) => door.count(alias, { filters: [], timeoutMs: 60_000 });

async function write(
  { door, count, say }: Filling,
  paymentAt: (at: number) => Replayed,
): Promise<void> {
  // Those of another run are of other times.
  await door.deleteIndices(await door.listIndices(`${alias}-*`));
  await door.ensureTemplate(paymentTemplate(alias, indexSettings));
  const startedMs = performance.now();
  const took = () => `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`;
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < count) {
      const from = next;
      const to = Math.min(count, from + batchSize);
      next = to;
      const batch = Array.from({ length: to - from }, (_, index) =>
        operationOf(paymentAt(from + index)),
      );
      const refused = (await door.bulk(batch)).find(({ kind }) => kind === 'refused');
      if (refused !== undefined)
        throw new Error(`a document was refused: ${JSON.stringify(refused)}`);
      if (to % 100_000 === 0) say(`  ${to} payments, ${took()}`);
    }
  };
  await Promise.all(Array.from({ length: bulksAtOnce }, writer));
  while ((await countOf(door)) < count) await systemClock.sleep(500);
  say(`${count} payments of ${days} days written in ${took()}`);
}

function operationOf({ document }: Replayed): DocumentOperation {
  const index = paymentIndexOf(alias, document.startedAt);
  const source = canonicalJson(document);
  return { kind: 'index', index, id: documentIdOf(document), source, version: 1 };
}

/** In pairs, spread over all of the time; of the tenant that asks. */
function samplesOf(count: number, paymentAt: (at: number) => Replayed): readonly Replayed[] {
  const step = Math.max(2, Math.ceil(count / samplesMax));
  const places = Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
  return places
    .flatMap((at) => [at, at + 1])
    .filter((at) => at < count)
    .map(paymentAt)
    .filter(({ document }) => document.tenant === tenant);
}
