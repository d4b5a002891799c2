/**
 * Who has taken what waits for a person, on Kafka: one partition, read in its order. Version 1: fields may be added, none changes
 * its meaning.
 */
import { z } from 'zod';
import { isPaymentKey } from './back-office';
import { personNameSchema } from './person-name';
import { instantSchema } from './fees';
import type { TopicSettings } from '../doors/kafka/kafka-door';
import { parseJson } from '../json';
import { parseDateTime } from '../time';

/**
 * One record of `payment-hub.operator-work`, key `matterKey`. `take` counts while nobody has it, `hand-over` and `let-go` when
 * the owner says so, or an admin: whoever reads them in order comes to the same owner, and of two who take at one moment the
 * first has it.
 */
export const workActSchema = z.object({
  version: z.literal(1),
  actId: z.uuid(),
  matterKey: z.string().min(1).max(512).describe('As on the back office topic.'),
  since: z
    .string()
    .describe(
      '`since` of the matter: what waits anew has no owner, but a payment that does within an hour of `at`.',
    ),
  tenant: z.string(),
  act: z.enum(['take', 'hand-over', 'let-go']),
  by: personNameSchema,
  isAdmin: z.boolean().describe('May hand over the work of others.'),
  to: personNameSchema.optional().describe('Of hand-over.'),
  at: instantSchema,
});
export type WorkAct = z.output<typeof workActSchema>;

export const operatorWorkEnvironment = z.object({
  OPERATOR_WORK_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.operator-work')
    .describe('Topic of who has taken what waits for a person'),
});

/**
 * A payment that is stuck moves on by itself, as from being asked about to waiting for a decision: that is still what somebody
 * was woken for. What waits anew later is another matter, and theirs may be asleep.
 */
const isStillTheirsForMs = 3_600_000;

/** Longer than anything is told to wait without being told anew. */
const keptMs = 90 * 86_400_000;

export function operatorWorkTopic(
  settings: z.output<typeof operatorWorkEnvironment>,
): TopicSettings {
  return {
    name: settings.OPERATOR_WORK_TOPIC,
    partitions: 1,
    settings: { 'cleanup.policy': 'delete', 'retention.ms': String(keptMs) },
  };
}

/**
 * Who has what, folded from the acts in their order. Of each tenant by itself: a process that stands still and is of no tenant
 * waits for each of them, and what one tenant's people have taken of it is still nobody's at the others.
 */
export class KnownWork {
  private readonly byTenant = new Map<string, OwnWork>();

  /** @param value of a record; one that is no act counts for nothing */
  enter(value: string | undefined): void {
    const { data: act } = workActSchema.safeParse(parseJson(value ?? ''));
    if (act !== undefined) this.of(act.tenant).enter(act);
  }

  of(tenant: string): OwnWork {
    const own = this.byTenant.get(tenant) ?? new OwnWork();
    this.byTenant.set(tenant, own);
    return own;
  }
}

/** Of one tenant. */
export class OwnWork {
  private readonly byKey = new Map<string, { readonly owner: string; readonly act: WorkAct }>();

  enter(act: WorkAct): void {
    const owner = this.ownerOf(act.matterKey, act.since);
    const isTheirs = owner?.name === act.by || act.isAdmin;
    if (act.act === 'take' && owner === undefined) this.set(act, act.by);
    if (act.act === 'hand-over' && isTheirs && act.to !== undefined) this.set(act, act.to);
    if (act.act === 'let-go' && isTheirs) this.byKey.delete(act.matterKey);
  }

  /** Undefined: nobody has taken it since it began to wait, nor, of a payment, shortly before. */
  ownerOf(
    matterKey: string,
    since: string,
  ): { readonly name: string; readonly at: string } | undefined {
    const known = this.byKey.get(matterKey);
    if (known === undefined || !isOfIt(known.act, since)) return undefined;
    return { name: known.owner, at: known.act.at };
  }

  private set(act: WorkAct, owner: string): void {
    this.byKey.set(act.matterKey, { owner, act });
  }
}

function isOfIt(act: WorkAct, since: string): boolean {
  if (act.since === since) return true;
  const [sinceMs, atMs] = [parseDateTime(since), parseDateTime(act.at)];
  if (!isPaymentKey(act.matterKey) || sinceMs === undefined || atMs === undefined) return false;
  return sinceMs - atMs <= isStillTheirsForMs;
}
