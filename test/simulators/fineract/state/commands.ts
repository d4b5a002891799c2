import {
  invalidJson,
  notAnObject,
  notAuthorized,
  Rejected,
  springError,
  Unmapped,
  type Answer,
} from './errors';
import { toJson } from './json';
import { tooLong } from './refusals';
import { nextId, type StoredCommand, type Tenant, type User } from './model';

/** m_portfolio_command_source.idempotency_key */
const keyLengthMax = 50;

/** One POST or DELETE, as Fineract's command processing sees it. */
export interface Command {
  /** PREPARE, CREATE, RELEASE, DELETE, ... */
  readonly actionName: string;
  /** INTERTRANSFER, INTERQUOTE, INTERREQUEST, INTERID, SAVINGSACCOUNT */
  readonly entityName: string;
  readonly user: User;
  /** Undefined without the header. An empty one is a key like any other. */
  readonly idempotencyKey: string | undefined;
  /** Undefined for a DELETE. */
  readonly bodyText: string | undefined;
  /** Path below /api/v1, for /audits. */
  readonly url: string;
  /** Whole path, for Spring's errors. */
  readonly path: string;
  readonly nowMillis: number;
}

/** Runs inside the command: its body parsed, its answer to be stored. */
export type Action = (body: unknown) => unknown;

/** What the control plane wants to happen to one command. */
export type Interference =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly stored: boolean }
  | { readonly kind: 'crash' };

/** No answer: the server died in the middle. */
export class Crashed extends Error {}

/** Checks in Fineract's order: permission, JSON, key, then whatever the action checks. */
export function execute(
  tenant: Tenant,
  command: Command,
  action: Action,
  interference?: Interference,
): Answer {
  let stored: StoredCommand | undefined;
  try {
    checkPermission(command);
    const body = command.bodyText === undefined ? undefined : parseBody(command.bodyText);
    const key = keyOf(command);
    const earlier = key === undefined ? undefined : tenant.commands.get(key);
    if (earlier !== undefined) return replay(earlier, command);
    if (interference?.kind === 'answer' && !interference.stored) return interference.answer;
    checkKey(command);
    stored = store(tenant, command, body, key);
    return finish(tenant, command, stored, () => action(body), interference);
  } catch (error) {
    return settle(stored, command, error);
  }
}

function finish(
  tenant: Tenant,
  command: Command,
  stored: StoredCommand,
  action: () => unknown,
  interference: Interference | undefined,
): Answer {
  if (interference?.kind === 'crash') throw new Crashed('the command stays in progress for ever');
  if (interference?.kind === 'answer') {
    stored.result = { status: interference.answer.status, body: interference.answer.body ?? '' };
    return interference.answer;
  }
  if (mustBeChecked(tenant, command)) {
    const parked = {
      commandId: stored.id,
      rollbackTransaction: true,
      resourceExternalId: {},
      subResourceExternalId: {},
    };
    return { status: 200, body: toJson(parked) };
  }
  const answer = { status: 200, body: toJson(action()) };
  stored.result = answer;
  return answer;
}

function settle(stored: StoredCommand | undefined, command: Command, error: unknown): Answer {
  if (error instanceof Rejected) {
    const { status, body } = error.answer;
    if (stored !== undefined) stored.result = { status, body: body ?? '' };
    return error.answer;
  }
  if (error instanceof Unmapped) {
    if (stored !== undefined)
      stored.result = { status: 500, body: toJson({ Exception: error.message }) };
    return springError(500, command.path, command.nowMillis);
  }
  throw error;
}

function replay(earlier: StoredCommand, command: Command): Answer {
  const result = earlier.result ?? { status: 425, body: command.bodyText };
  return { ...result, servedFromCache: true };
}

function keyOf(command: Command): string | undefined {
  if (command.idempotencyKey === undefined) return undefined;
  return `${command.actionName}\n${command.entityName}\n${command.idempotencyKey}`;
}

function checkKey(command: Command): void {
  if ((command.idempotencyKey ?? '').length > keyLengthMax) throw tooLong(keyLengthMax);
}

function checkPermission(command: Command): void {
  const { permissions } = command.user;
  const code = `${command.actionName}_${command.entityName}`;
  if (permissions === 'ALL' || permissions.includes(code)) return;
  throw notAuthorized(`User has no authority to: ${code}`);
}

function mustBeChecked(tenant: Tenant, command: Command): boolean {
  const code = `${command.actionName}_${command.entityName}`;
  return command.user.permissions !== 'ALL' && tenant.makerChecker.has(code);
}

function store(
  tenant: Tenant,
  command: Command,
  body: unknown,
  key: string | undefined,
): StoredCommand {
  const stored: StoredCommand = {
    id: nextId(tenant, 'command'),
    actionName: command.actionName,
    entityName: command.entityName,
    maker: command.user.name,
    madeOnMillis: command.nowMillis,
    commandAsJson: body === undefined ? '{}' : gsonText(body),
    url: command.url,
    result: undefined,
  };
  tenant.audits.set(stored.id, stored);
  if (key !== undefined) tenant.commands.set(key, stored);
  return stored;
}

function parseBody(bodyText: string): unknown {
  if (bodyText.trim() === '') {
    throw invalidJson('The JSON provided in the body of the request is invalid or missing.');
  }
  // Gson reads a bare word as text; text, like a number, is no command.
  if (/^\s*[\w"]+\s*$/.test(bodyText) && bodyText.trim() !== 'null') throw notAnObject();
  try {
    return JSON.parse(bodyText) as unknown;
  } catch {
    throw invalidJson(
      'The JSON syntax provided in the body of the request is invalid: java.io.EOFException',
    );
  }
}

/** Gson reads every number as a double and writes it as one: 10 comes back as 10.0. */
function gsonText(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? `${value}.0` : String(value);
  if (Array.isArray(value)) return `[${value.map(gsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${gsonText(item)}`,
  );
  return `{${fields.join(',')}}`;
}
