import type { z } from 'zod';
import { partyIdSchema, type PartyId } from '../../common/contracts/fspiop';
import type { EpochMs } from '../../common/runtime';
import type { peerSchema } from '../../common/contracts/payee';
import type { MojaloopTenant } from '../settings';
import type { SwitchSettings } from '../switch-settings';
import { elementAt } from '../api/element';
import type { FspiopHeaders } from './headers';
import { refusal } from './refusal';

/** A request or callback whose headers, tenant and body were checked. */
export interface Incoming {
  readonly tenant: MojaloopTenant;
  /** The one of the tenant's switches that is speaking. */
  readonly via: SwitchSettings;
  readonly headers: FspiopHeaders;
  /** When it came, by the switch's clock: rather too early than too late. */
  readonly receivedAt: EpochMs;
  /** Parts of the path, decoded. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** As Express reads it: a parameter that is there twice is an array. */
  readonly query: unknown;
  /** Parsed JSON that fits the route's schema; undefined where there was none. */
  readonly body: unknown;
}

/** FSPIOP 7.2.3.5 UUID in lower case, or the ULID of FSPIOP 2.0; on every version. */
const idPattern = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-HJKMNP-TV-Z]{26})$/;

export function isId(text: string): boolean {
  return idPattern.test(text);
}

/** @throws Refusal 3100 */
export function idOf(incoming: Incoming): string {
  const id = incoming.params['id'] ?? '';
  if (!isId(id)) throw refusal('VALIDATION_ERROR', 'ID is neither a UUID nor a ULID');
  return id;
}

/** @throws Refusal 3100 that names the part of the path. */
export function partyIdOf(incoming: Incoming): PartyId {
  const { type, id, subId } = incoming.params;
  const parsed = partyIdSchema.safeParse({
    partyIdType: type,
    partyIdentifier: id,
    partySubIdOrType: subId,
  });
  if (parsed.success) return parsed.data;
  const names: Record<string, string> = { partyIdType: 'Type', partyIdentifier: 'ID' };
  const element = String(parsed.error.issues[0]?.path[0]);
  throw refusal('VALIDATION_ERROR', `${names[element] ?? 'SubId'} of the party`);
}

/** What of the body travels on as process variables. @throws Refusal 3100 that names the element. */
export function contractOf<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refusal('VALIDATION_ERROR', `${elementAt(issue?.path ?? [])} ${issue?.message ?? ''}`);
}

/** The other FSP and the version in which it wants its answer: the process variable `peer`. */
export function peerOf({ headers, via }: Incoming): z.output<typeof peerSchema> {
  const { source, answerVersion, tracestate } = headers;
  return {
    fspId: source,
    version: answerVersion,
    switchName: via.name,
    ...(tracestate !== undefined && { tracestate }),
  };
}

/** Who answers, where it is not the switch itself. */
export function answeredByOf(incoming: Incoming): { readonly answeredBy?: string } {
  return isFromHub(incoming) ? {} : { answeredBy: incoming.headers.source };
}

/** @throws Refusal 3100 */
export function requireHub(incoming: Incoming): void {
  if (!isFromHub(incoming)) throw refusal('VALIDATION_ERROR', 'FSPIOP-Source is not the switch');
}

export function isFromHub({ headers, via }: Incoming): boolean {
  return via.hubNames.includes(headers.source);
}
