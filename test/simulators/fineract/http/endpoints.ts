import { notFound, Unmapped } from '../state/errors';
import { auditView, clientView } from '../state/views';
import { get, requirePermission, type Call, type Endpoint } from './endpoint';
import { interoperationEndpoints } from './interoperation-endpoints';
import { reportEndpoints } from './report-endpoints';
import { savingsEndpoints } from './savings-endpoints';

/** All of Fineract that the simulator knows. */
export const endpoints: readonly Endpoint[] = [
  ...interoperationEndpoints,
  ...savingsEndpoints,
  ...reportEndpoints,
  get('clients', 'clients/external-id/:externalId', (call) => {
    requirePermission(call, 'CLIENT', 'clients');
    const client = [...call.tenant.clients.values()].find(
      (one) => one.externalId === call.params['externalId'],
    );
    if (client === undefined)
      throw notFound('error.msg.client.id.invalid', 'Client with identifier null does not exist', [
        undefined,
      ]);
    return clientView(client);
  }),
  get('clients', 'clients/:id', (call) => {
    requirePermission(call, 'CLIENT', 'clients');
    const id = call.params['id'] ?? '';
    const client = call.tenant.clients.get(Number(id));
    if (client === undefined) {
      throw notFound(
        'error.msg.client.not.found.with.client.id',
        `Client not found with valuer ${id}.`,
        [id],
      );
    }
    return clientView(client);
  }),
  get('audits', 'audits', audits),
  get('audits', 'audits/:id', (call) => {
    requirePermission(call, 'AUDIT', 'audits');
    const found = call.tenant.audits.get(Number(call.params['id']));
    if (found === undefined) throw new Unmapped('Incorrect result size: expected 1, actual 0');
    return auditView(found, true);
  }),
];

/** Newest first; `limit` counts only together with `paged`. */
function audits(call: Call): unknown {
  requirePermission(call, 'AUDIT', 'audits');
  const { query, tenant } = call;
  const matching = [...tenant.audits.values()]
    .reverse()
    .filter(
      (one) =>
        agrees(query.get('actionName'), one.actionName) &&
        agrees(query.get('entityName'), one.entityName),
    );
  if (query.get('paged') !== 'true') return matching.map((one) => auditView(one, false));
  const offset = Number(query.get('offset') ?? 0);
  const page = matching.slice(offset, offset + Number(query.get('limit') ?? 200));
  return {
    totalFilteredRecords: page.length,
    pageItems: page.map((one) => auditView(one, false)),
  };
}

function agrees(wanted: string | null, actual: string): boolean {
  return wanted === null || wanted === actual;
}
