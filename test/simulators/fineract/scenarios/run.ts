import { comparable } from './comparable';
import type { Call, RecordedScenario, RecordedStep, Scenario, Target, World } from './scenario';

/** Runs the steps in order and answers what may be compared: placeholders stand for what varies. */
export async function runScenario(target: Target, scenario: Scenario): Promise<RecordedScenario> {
  const world = await target.build(scenario);
  const memory = new Map<string, string>(placeholders(world));
  const steps: RecordedStep[] = [];
  for (const step of scenario.steps) {
    if ('act' in step) await target.perform(filledIn(step, memory), world);
    else steps.push(await runCall(target, step, world, memory));
  }
  return { name: scenario.name, steps };
}

function placeholders(world: World): [string, string][] {
  return [
    ['run', world.run],
    ['today', world.today],
    ['yesterday', shifted(world.today, -1)],
    ['tomorrow', shifted(world.today, 1)],
    ['client', String(world.clientId)],
    ...Object.entries(world.accountIds).map(([alias, id]): [string, string] => [
      `id:${alias}`,
      String(id),
    ]),
  ];
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

async function runCall(
  target: Target,
  call: Call,
  world: World,
  memory: Map<string, string>,
): Promise<RecordedStep> {
  const { path, body, rawBody, headers: changed } = filledIn(call, memory);
  const headers = new Headers({
    accept: 'application/json',
    'content-type': 'application/json',
    authorization: call.user === 'limited' ? target.limitedAuthorization : target.authorization,
    'fineract-platform-tenantid': target.tenant,
  });
  for (const [name, value] of Object.entries(changed ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  const init =
    text === undefined
      ? { method: call.method, headers }
      : { method: call.method, headers, body: text };
  const response = await fetch(target.baseUrl + path, init);
  const answer = await response.text();
  remember(call, answer, memory);
  return {
    name: call.name,
    request: requestOf(call),
    response: {
      status: response.status,
      ...present('contentType', response.headers.get('content-type') ?? undefined),
      ...present(
        'servedFromCache',
        response.headers.has('x-served-from-cache') ? (true as const) : undefined,
      ),
      ...present('body', comparable(answer, world)),
    },
  };
}

function requestOf(call: Call): RecordedStep['request'] {
  return {
    method: call.method,
    path: call.path,
    ...present('headers', call.headers),
    ...present('user', call.user),
    ...present('body', call.rawBody ?? call.body),
  };
}

function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

function remember(call: Call, answer: string, memory: Map<string, string>): void {
  if (call.remember === undefined) return;
  const value = call.remember.find(JSON.parse(answer));
  if (value === undefined)
    throw new Error(`${call.name}: nothing to remember as ${call.remember.name}`);
  memory.set(call.remember.name, String(value));
}

/** Fills placeholders in all strings, at any depth. */
function filledIn<T>(value: T, memory: ReadonlyMap<string, string>): T {
  if (typeof value === 'string') {
    return value.replace(/\{([\w:]+)\}/g, (whole, name: string) => memory.get(name) ?? whole) as T;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => filledIn(item, memory)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filledIn<unknown>(item, memory)]),
  ) as T;
}
