/** What waits of one tenant, with incidents whose message names none: those of its payments, as their documents say. */
import { Gauge, type Registry } from 'prom-client';
import { z } from 'zod';
import { Problem } from '../../common/api/problems';
import type { IncidentMatter, Matter } from '../../common/contracts/back-office';
import type { KnownMatters } from '../../common/contracts/known-matters';
import type { ElasticsearchDoor } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { Clock, Deps } from '../../common/runtime';
import { messageOf } from '../../common/message-of';
import { parseDateTime } from '../../common/time';
import { translated, type Language, type Translated } from '../../common/words/languages';
import { apiWords } from '../api/api-words';
import type { OperationsEnvironment } from '../api/settings';
import { oneOf } from '../search/conditions';

export interface OwnFound {
  readonly matters: readonly Matter[];
  /** Whose some incidents are could not be looked up now: some may be of this tenant, and are not here. */
  readonly isLeftOut: boolean;
}

export type OwnMatters = (tenant: string) => Promise<OwnFound>;

/** What an answer tells of it. */
export function leftOutOf({ isLeftOut }: Pick<OwnFound, 'isLeftOut'>, language: Language) {
  return isLeftOut ? { leftOut: apiWords[language].incidentsLeftOut } : {};
}

/** What to answer whoever names something that is not found here. */
export function notFoundIn(
  { isLeftOut }: Pick<OwnFound, 'isLeftOut'>,
  detail: Translated,
): Problem {
  if (!isLeftOut) return new Problem('unknown-id', { detail });
  return new Problem('unavailable', {
    detail: translated(apiWords, (said) => said.whoseIsNotKnown),
    headers: { 'Retry-After': '5' },
  });
}

/** The engine's own errors (an expression that cannot be worked out) name no payment. So many are asked about at a time. */
const askedMax = 500;
/** Of a whole look, however many are asked about: what is found later is shown later. */
const timeoutMs = 2_000;
/** Of the look that counts: nobody waits for it but who collects metrics. */
const countTimeoutMs = 8_000;
/** By then the indexer has written of which payment an incident is, if it is of one. */
const indexedAfterMs = 5 * 60_000;

/** For so long what no document names is not looked for again: a young one may have its document any moment. */
const notFoundForMs = { young: 1_500, old: 30_000 };
const notFoundMax = 100_000;

const documentSchema = z.object({
  incidents: z.array(z.object({ incidentKey: z.string() })),
});

interface Context {
  readonly environment: Pick<OperationsEnvironment, 'PAYMENT_DOCUMENTS_ALIAS'>;
  readonly deps: Pick<Deps, 'clock' | 'log'>;
  readonly elasticsearch: Pick<ElasticsearchDoor, 'search'>;
  readonly topics: { readonly matters: Pick<KnownMatters, 'waiting' | 'ofTenant'> };
}

export function ownMattersOf(context: Context): OwnMatters {
  const { topics } = context;
  /** Found once, by incident. */
  const tenants = new Map<string, string>();
  const notFound = new NotFound(context.deps.clock);
  return async (tenant) => {
    const nobodys = namingNoTenant(context);
    forgetOver(tenants, nobodys);
    const unknown = nobodys.filter(
      ({ incidentKey }) => !tenants.has(incidentKey) && !notFound.has(tenant, incidentKey),
    );
    const isWhole = await findInDocuments(context, unknown, {
      ...{ tenant, timeoutMs },
      found: (key) => tenants.set(key, tenant),
      lookedFor: (incidents) => {
        for (const one of incidents) {
          if (!tenants.has(one.incidentKey)) notFound.enter(tenant, one);
        }
      },
    });
    const found = nobodys.filter(({ incidentKey }) => tenants.get(incidentKey) === tenant);
    const own = found.map((one) => ({ ...one, tenant }));
    return { matters: [...topics.matters.ofTenant(tenant), ...own], isLeftOut: !isWhole };
  };
}

/** What stands still no more is asked for by nobody. */
function forgetOver(tenants: Map<string, string>, nobodys: readonly IncidentMatter[]): void {
  if (tenants.size <= nobodys.length) return;
  const there = new Set(nobodys.map(({ incidentKey }) => incidentKey));
  for (const key of tenants.keys()) if (!there.has(key)) tenants.delete(key);
}

/** Those that no tenant's operators see, counted when they are asked for: DECISIONS.md, 17. */
export function showIncidentsOfNobody(registry: Registry, context: Context): void {
  const { clock } = context.deps;
  new Gauge({
    name: 'hub_incidents_of_nobody',
    help: 'Processes that have stood still for five minutes and are of no tenant: neither their message nor a payment’s document names one',
    registers: [registry],
    async collect() {
      const old = namingNoTenant(context).filter(
        ({ since }) => clock.now() - (parseDateTime(since) ?? 0) > indexedAfterMs,
      );
      const left = new Set(old.map(({ incidentKey }) => incidentKey));
      // While Elasticsearch is away none is taken for nobody's: that has an alarm of its own.
      const isWhole = await findInDocuments(context, old, {
        ...{ tenant: undefined, timeoutMs: countTimeoutMs },
        found: (key) => left.delete(key),
      });
      this.set(isWhole ? left.size : 0);
    },
  });
}

function namingNoTenant({ topics }: Context): IncidentMatter[] {
  return topics.matters
    .waiting()
    .flatMap((one) => (one.kind === 'incident' && one.tenant === null ? [one] : []));
}

/** What was looked for in vain, by tenant, for some seconds. */
class NotFound {
  private readonly until = new Map<string, number>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  has(tenant: string, incidentKey: string): boolean {
    return (this.until.get(idOf(tenant, incidentKey)) ?? 0) > this.clock.now();
  }

  enter(tenant: string, { incidentKey, since }: IncidentMatter): void {
    const nowMs = this.clock.now();
    const isOld = nowMs - (parseDateTime(since) ?? 0) > indexedAfterMs;
    const id = idOf(tenant, incidentKey);
    this.until.delete(id);
    this.until.set(id, nowMs + (isOld ? notFoundForMs.old : notFoundForMs.young));
    // The oldest goes first: it is looked for once more than is needed.
    if (this.until.size <= notFoundMax) return;
    const oldest = this.until.keys().next();
    if (oldest.done !== true) this.until.delete(oldest.value);
  }
}

const idOf = (tenant: string, incidentKey: string) => `${tenant} ${incidentKey}`;

interface Look {
  /** Undefined: of whichever. */
  readonly tenant: string | undefined;
  /** Of all of it. */
  readonly timeoutMs: number;
  readonly found: (incidentKey: string) => void;
  /** Elasticsearch has answered about these. */
  readonly lookedFor?: (incidents: readonly IncidentMatter[]) => void;
}

/** False: Elasticsearch has not told all. */
async function findInDocuments(
  { elasticsearch, environment, deps }: Context,
  incidents: readonly IncidentMatter[],
  look: Look,
): Promise<boolean> {
  const { clock, log } = deps;
  const untilMs = clock.now() + look.timeoutMs;
  const ofTenant = look.tenant === undefined ? [] : [oneOf('tenant', look.tenant)];
  try {
    for (let from = 0; from < incidents.length; from += askedMax) {
      const leftMs = untilMs - clock.now();
      if (leftMs <= 0) throw new Error(`${incidents.length - from} are not looked for yet`);
      const some = incidents.slice(from, from + askedMax);
      const keys = some.map(({ incidentKey }) => incidentKey);
      const { documents } = await elasticsearch.search(environment.PAYMENT_DOCUMENTS_ALIAS, {
        filters: [...ofTenant, oneOf('incidents.incidentKey', ...keys)],
        sort: [
          { field: 'transactionId', type: 'keyword', order: 'ascending' },
          { field: 'side', type: 'keyword', order: 'ascending' },
        ],
        fields: ['incidents'],
        ...{ documentsMax: askedMax, timeoutMs: leftMs },
      });
      for (const { source } of documents) {
        for (const { incidentKey } of documentSchema.parse(source).incidents) {
          look.found(incidentKey);
        }
      }
      look.lookedFor?.(some);
    }
    return true;
  } catch (error) {
    const reason = messageOf(error);
    log.warn({ reason }, 'incidents that name no tenant cannot be told whose they are now');
    return false;
  }
}
