import type { Request } from 'express';
import { jsonBodyOf } from '../../common/api/body';
import { checkedId, readCorrelationId } from '../ids';
import { checkClientCorrelationId } from '../openapi';
import type { Kind } from './delivery';

/** Undefined where a POST names none: such a request is refused by whoever has it. @throws Problem */
export function idOfBegun(kind: Kind, tenant: string, request: Request): string | undefined {
  const body = jsonBodyOf(request) as { readonly clientCorrelationId?: unknown } | null;
  const checked = checkClientCorrelationId(body?.clientCorrelationId);
  return 'value' in checked ? kind.idOf(tenant, checked.value) : undefined;
}

/** @throws Problem where the address names none */
export function idOfLookedAt(
  kind: Kind,
  tenant: string,
  { params: { id }, query }: Pick<Request<{ id?: string }>, 'params' | 'query'>,
): string {
  return id === undefined ? kind.idOf(tenant, readCorrelationId(query)) : checkedId(id);
}
