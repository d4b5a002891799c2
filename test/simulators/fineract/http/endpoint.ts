import { execute, type Interference } from '../state/commands';
import { notAuthorized, type Answer } from '../state/errors';
import { isJsonObject } from '../state/fields';
import { bookingOf } from '../state/interoperation';
import { toJson } from '../state/json';
import type { Tenant, User } from '../state/model';

/** A request that has passed the checks that are the same for all endpoints. */
export interface Call {
  readonly tenant: Tenant;
  readonly user: User;
  /** Path with base, for Spring's errors. */
  readonly path: string;
  /** Path below the base. */
  readonly url: string;
  /** Values of the route's `:names`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly bodyText: string;
  readonly idempotencyKey: string | undefined;
  readonly nowMillis: number;
  readonly interference: Interference | undefined;
}

export interface Endpoint {
  /** What faults name. */
  readonly route: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Segments; `:name` takes any. */
  readonly path: string;
  readonly answer: (call: Call) => Answer;
}

export function get(route: string, path: string, view: (call: Call) => unknown): Endpoint {
  return {
    route,
    path,
    method: 'GET',
    answer: (call) => ({
      status: 200,
      body: toJson(narrowed(view(call), call.query.get('fields'))),
    }),
  };
}

/** `?fields=a,b` */
function narrowed(view: unknown, fields: string | null): unknown {
  if (fields === null || !isJsonObject(view)) return view;
  const names = fields.split(',');
  return Object.fromEntries(Object.entries(view).filter(([name]) => names.includes(name)));
}

export function command(
  route: string,
  path: string,
  actionName: string,
  entityName: string,
  action: (call: Call, body: unknown) => object,
): Endpoint {
  return {
    route,
    path,
    method: 'POST',
    answer: (call) => run(call, actionName, entityName, (body) => action(call, body)),
  };
}

export function run(
  call: Call,
  actionName: string,
  entityName: string,
  action: (body: unknown) => object,
  hasBody = true,
): Answer {
  const { user, idempotencyKey, url, path, nowMillis } = call;
  const bodyText = hasBody ? call.bodyText : undefined;
  const request = {
    actionName,
    entityName,
    user,
    idempotencyKey,
    bodyText,
    url: `/${url}`,
    path,
    nowMillis,
  };
  return execute(call.tenant, request, action, call.interference);
}

export function booking(call: Call): ReturnType<typeof bookingOf> {
  return bookingOf(call.tenant, call.user, call.nowMillis);
}

export function requirePermission(call: Call, entityName: string, resource: string): void {
  const { permissions } = call.user;
  if (permissions === 'ALL' || permissions.includes(`READ_${entityName}`)) return;
  throw notAuthorized(`User has no authority to READ ${resource}`);
}
