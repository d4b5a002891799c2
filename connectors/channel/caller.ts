import type { RequestHandler, Response } from 'express';
import { Problem } from '../common/api/problems';
import { noteMessage } from '../common/journal/hear';
import { traceIdOf } from '../common/observability/tracing';
import type { Logger } from '../common/runtime';
import type { ChannelTenant, ChannelTenants } from './settings';
import type { TokenCheck } from './tokens';

/** Who asks, as far as routes need to know. */
export interface Caller {
  readonly tenant: ChannelTenant;
  readonly traceparent: string;
  readonly log: Logger;
}

export function recogniseCaller(findTenant: TenantFinder, log: Logger): RequestHandler {
  return async (request, response, next) => {
    const tenant = await findTenant((name) => request.get(name));
    const traceparent = response.get('traceparent') ?? '';
    const fields = { tenant: tenant.tenant, traceId: traceIdOf(traceparent) };
    const caller: Caller = { tenant, traceparent, log: log.child(fields) };
    response.locals['caller'] = caller;
    noteMessage(response, { tenant: tenant.tenant });
    next();
  };
}

/** Only behind {@link recogniseCaller}. */
export function callerOf(response: Response): Caller {
  return response.locals['caller'] as Caller;
}

type TenantFinder = (header: (name: string) => string | undefined) => Promise<ChannelTenant>;

export function tenantByToken(check: TokenCheck): TenantFinder {
  return (header) => check(header('Authorization'));
}

/** Unsafe development mode: believes whoever asks. */
export function tenantByHeader(tenants: ChannelTenants): TenantFinder {
  return (header) => {
    const byName = tenants.current();
    const tenant = byName.get(header('Platform-TenantId') ?? '');
    if (tenant !== undefined) return Promise.resolve(tenant);
    const detail = `must name a tenant: ${[...byName.keys()].join(', ')}`;
    const errors = [{ header: 'Platform-TenantId', detail }];
    return Promise.reject(new Problem('unauthenticated', { errors }));
  };
}
