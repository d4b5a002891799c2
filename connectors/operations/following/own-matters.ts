/** What waits of one tenant, with incidents whose message names none: those of its payments, as their documents say. */
import { z } from 'zod';
import type { Matter } from '../../common/contracts/back-office';
import type { OperationsContext } from '../api/context';
import { messageOf } from '../../common/message-of';
import { oneOf } from '../search/conditions';

export type OwnMatters = (tenant: string) => Promise<readonly Matter[]>;

/** The engine's own errors (an expression that cannot be worked out) name no payment. So many are asked about at a time. */
const askedMax = 500;
/** What is found later is shown later. */
const timeoutMs = 2_000;

const documentSchema = z.object({
  incidents: z.array(z.object({ incidentKey: z.string() })),
});

type Context = Pick<OperationsContext, 'topics' | 'elasticsearch' | 'environment' | 'deps'>;

export function ownMattersOf({ topics, elasticsearch, environment, deps }: Context): OwnMatters {
  /** Found once, by incident. */
  const tenants = new Map<string, string>();
  const find = async (tenant: string, keys: readonly string[]): Promise<void> => {
    const { documents } = await elasticsearch.search(environment.PAYMENT_DOCUMENTS_ALIAS, {
      filters: [oneOf('tenant', tenant), oneOf('incidents.incidentKey', ...keys)],
      sort: [
        { field: 'transactionId', type: 'keyword', order: 'ascending' },
        { field: 'side', type: 'keyword', order: 'ascending' },
      ],
      fields: ['incidents'],
      ...{ documentsMax: askedMax, timeoutMs },
    });
    for (const { source } of documents) {
      for (const { incidentKey } of documentSchema.parse(source).incidents) {
        tenants.set(incidentKey, tenant);
      }
    }
  };
  return async (tenant) => {
    const nobodys = topics.matters
      .waiting()
      .flatMap((one) => (one.kind === 'incident' && one.tenant === null ? [one] : []));
    if (nobodys.length === 0) tenants.clear();
    const unknown = nobodys.filter(({ incidentKey }) => !tenants.has(incidentKey));
    if (unknown.length > 0) {
      const keys = unknown.slice(0, askedMax).map(({ incidentKey }) => incidentKey);
      await find(tenant, keys).catch((error: unknown) => {
        const reason = messageOf(error);
        deps.log.warn(
          { reason },
          'incidents that name no tenant cannot be told whose they are now',
        );
      });
    }
    const found = nobodys.filter(({ incidentKey }) => tenants.get(incidentKey) === tenant);
    return [...topics.matters.ofTenant(tenant), ...found.map((one) => ({ ...one, tenant }))];
  };
}
