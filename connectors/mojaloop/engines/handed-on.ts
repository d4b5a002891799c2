/** A message on its way to another engine, over the wire and in Kafka: as it came, and how it goes on. */
import { z } from 'zod';
import { asItCame, type AsItCame } from '../../common/engines/as-it-came';
import { parseJson } from '../../common/json';
import type { EpochMs } from '../../common/runtime';

export interface HandedOn extends AsItCame {
  readonly tenant: string;
  /** What it is about: messages of one id are kept in their order. */
  readonly id: string;
}

export function handedOnOf(
  request: Parameters<typeof asItCame>[0],
  tenant: string,
  id: string,
): HandedOn {
  return { ...asItCame(request), tenant, id };
}

const recordSchema = z.object({
  schemaVersion: z.literal(1),
  keptAt: z.iso.datetime(),
  /** The engine that has kept it. */
  by: z.string(),
  /** Why it is kept for operators; absent: it waits for its engine. */
  reason: z.string().optional(),
  tenant: z.string(),
  id: z.string(),
  method: z.string(),
  uri: z.string(),
  rawHeaders: z.array(z.string()),
  bodyBase64: z.base64(),
});

export interface Kept {
  readonly message: HandedOn;
  readonly keptAtMs: EpochMs;
}

/** The value of a record, on the topic of an engine and on that for operators. */
export function recordOf(
  { body, ...message }: HandedOn,
  { by, keptAtMs, reason }: { by: string; keptAtMs: EpochMs; reason?: string },
): string {
  const record: z.output<typeof recordSchema> = {
    schemaVersion: 1,
    keptAt: new Date(keptAtMs).toISOString(),
    by,
    ...(reason !== undefined && { reason }),
    ...message,
    rawHeaders: [...message.rawHeaders],
    bodyBase64: body.toString('base64'),
  };
  return JSON.stringify(record);
}

/** Undefined for what no engine has written. */
export function readRecord(value: string | undefined): Kept | undefined {
  const record = recordSchema.safeParse(parseJson(value ?? '')).data;
  if (record === undefined) return undefined;
  const { tenant, id, method, uri, rawHeaders, bodyBase64, keptAt } = record;
  const body = Buffer.from(bodyBase64, 'base64');
  return { message: { tenant, id, method, uri, rawHeaders, body }, keptAtMs: Date.parse(keptAt) };
}
