import { setTimeout as delay } from 'node:timers/promises';
import { Crashed, type Interference } from '../state/commands';
import { conflict, Rejected, springError, Unmapped, type Answer } from '../state/errors';
import { isJsonObject, text } from '../state/fields';
import { idTypes, type Tenant, type User } from '../state/model';
import type { Bank } from './bank';
import type { Call, Endpoint } from './endpoint';
import { endpoints } from './endpoints';
import type { Fault, Target } from './faults';

export const fineractBase = '/fineract-provider/';
const apiBase = '/fineract-provider/api/v1/';

export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Undefined: the connection breaks. */
export type Outcome = Answer | undefined;

export async function answerAsFineract(bank: Bank, received: Received): Promise<Outcome> {
  const path = received.url.pathname;
  if (path.startsWith('/fineract-provider/actuator/health'))
    return { status: 200, body: '{"status":"UP"}' };
  const spring = (status: number): Answer => springError(status, path, bank.clock());
  const tenant = bank.tenants.get(tenantName(received));
  if (tenant === undefined) return spring(400);
  const user = authenticate(tenant, header(received, 'authorization'));
  if (user === undefined) return spring(401);
  const url = path.startsWith(apiBase) ? path.slice(apiBase.length) : '';
  const found = findEndpoint(received.method, url);
  if (typeof found === 'number') return spring(found);
  if (!acceptsJson(header(received, 'accept'))) return { status: 406, body: undefined };
  if (received.method === 'POST' && !isJson(header(received, 'content-type'))) return spring(415);
  const call = { tenant, user, path, url, params: found.params, query: received.url.searchParams };
  const rest = {
    bodyText: received.body,
    idempotencyKey: header(received, 'idempotency-key'),
    nowMillis: bank.clock(),
  };
  const outcome = await answerWithFaults(bank, found.endpoint, {
    ...call,
    ...rest,
    interference: undefined,
  });
  record(bank, tenant, received, url, outcome);
  return outcome;
}

async function answerWithFaults(bank: Bank, endpoint: Endpoint, call: Call): Promise<Outcome> {
  const target =
    bank.faults.isEmpty && bank.conflictWindowMs === undefined
      ? undefined
      : targetOf(endpoint, call);
  const fault = target && bank.faults.strike(target);
  const lostRace = target && (await losesRace(bank, endpoint, target, call));
  if (fault !== undefined && fault.latencyMs > 0) await delay(fault.latencyMs);
  const interference =
    interferenceOf(fault, call) ?? (lostRace === true ? conflictInterference : undefined);
  const answer = answerOnce(endpoint, { ...call, interference, nowMillis: bank.clock() });
  if (fault?.kind === 'drop-after-commit') return undefined;
  return fault?.kind === 'in-progress'
    ? leaveUnderWay(bank, call, answer)
    : end(bank, call, answer);
}

function leaveUnderWay(bank: Bank, call: Call, answer: Outcome): Outcome {
  bank.commandsUnderWay.add(commandKey(call));
  return answer;
}

/** Fineract keeps a key before it says that it is in progress: so who asks later gets a stored answer. */
function end(bank: Bank, call: Call, answer: Outcome): Outcome {
  const wasUnderWay = bank.commandsUnderWay.delete(commandKey(call));
  return answer !== undefined && wasUnderWay ? { ...answer, servedFromCache: true } : answer;
}

function commandKey({ tenant, url, query, idempotencyKey }: Call): string {
  return [tenant.id, url, query.get('action'), idempotencyKey].join('\n');
}

function answerOnce(endpoint: Endpoint, call: Call): Outcome {
  try {
    const { interference } = call;
    // A command meets interference where it would be stored; a read has nothing to store.
    if (endpoint.method === 'GET' && interference !== undefined)
      return interference.kind === 'answer' ? interference.answer : undefined;
    return endpoint.answer(call);
  } catch (error) {
    if (error instanceof Rejected) return error.answer;
    if (error instanceof Unmapped) return springError(500, call.path, call.nowMillis);
    if (error instanceof Crashed) return undefined;
    throw error;
  }
}

const conflictInterference: Interference = { kind: 'answer', answer: conflict(), stored: true };

function interferenceOf(fault: Fault | undefined, call: Call): Interference | undefined {
  switch (fault?.kind) {
    case 'conflict':
      return conflictInterference;
    case 'in-progress':
      return {
        kind: 'answer',
        stored: false,
        answer: { status: 425, body: call.bodyText, servedFromCache: true },
      };
    case 'fail-before-commit':
      return { kind: 'answer', stored: true, answer: springError(500, call.path, call.nowMillis) };
    case 'crash-before-commit':
      return { kind: 'crash' };
    case 'latency':
    case 'drop-after-commit':
    case undefined:
      return undefined;
  }
}

/** Reads the account, waits, and has lost when another command has changed it meanwhile. */
async function losesRace(
  bank: Bank,
  endpoint: Endpoint,
  target: Target,
  call: Call,
): Promise<boolean> {
  if (bank.conflictWindowMs === undefined || endpoint.route !== 'transfers') return false;
  const account = call.tenant.accounts.get(target.accountId ?? '');
  const version = account?.version;
  await delay(bank.conflictWindowMs);
  return account?.version !== version;
}

function targetOf(endpoint: Endpoint, call: Call): Target {
  let body: unknown;
  try {
    body = JSON.parse(call.bodyText);
  } catch {
    body = undefined; // Malformed bodies have no account to match; the command itself will say so.
  }
  const fields = isJsonObject(body) ? body : {};
  return {
    tenant: call.tenant.id,
    route: endpoint.route,
    action: call.query.get('action') ?? undefined,
    accountId: text(fields, 'accountId') ?? call.params['accountId'],
    transferCode: text(fields, 'transferCode'),
  };
}

interface Found {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
}

const routes = endpoints.map((endpoint) => ({ endpoint, segments: endpoint.path.split('/') }));

/** The endpoint, or the status that Spring answers instead. */
function findEndpoint(method: string, url: string): Found | 400 | 404 | 405 {
  let segments: readonly string[];
  try {
    segments = url.split('/').map(decodeURIComponent);
  } catch {
    return 400; // A lone % is no path.
  }
  let status: 404 | 405 = 404;
  for (const route of routes) {
    const params = match(route.segments, segments);
    if (params === undefined) continue;
    if (route.endpoint.method === method) return { endpoint: route.endpoint, params };
    status = 405;
  }
  return status;
}

function match(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return undefined;
    } else {
      const name = part.slice(1);
      if (!canBe(name, segment)) return undefined;
      params[name] = segment;
    }
  }
  return params;
}

/** What does not fit a typed path parameter is no route at all. */
function canBe(name: string, segment: string): boolean {
  if (name === 'idType') return idTypes.some((type) => type === segment);
  if (name === 'id' || name === 'transactionId') return /^\d+$/.test(segment);
  return segment !== '';
}

function tenantName(received: Received): string {
  return (
    header(received, 'fineract-platform-tenantid') ??
    received.url.searchParams.get('tenantIdentifier') ??
    ''
  );
}

function authenticate(tenant: Tenant, authorization: string | undefined): User | undefined {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [name = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':');
  const user = tenant.users.get(name);
  return user?.password === password.join(':') ? user : undefined;
}

function header(received: Received, name: string): string | undefined {
  const value = received.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function acceptsJson(accept: string | undefined): boolean {
  return accept === undefined || /\*\/\*|application\/(\*|json)/.test(accept);
}

function isJson(contentType: string | undefined): boolean {
  return contentType === undefined || /^application\/json\b/i.test(contentType);
}

function record(
  bank: Bank,
  tenant: Tenant,
  received: Received,
  url: string,
  outcome: Outcome,
): void {
  bank.record({
    atMs: bank.clock(),
    tenant: tenant.id,
    method: received.method,
    url: url + received.url.search,
    idempotencyKey: header(received, 'idempotency-key'),
    body: received.body,
    status: outcome?.status,
  });
}
