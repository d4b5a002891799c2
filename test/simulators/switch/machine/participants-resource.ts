import type { SwitchContext } from './context';
import { acceptedVersions } from './context';
import { errorBody } from './errors';
import { hubHeaders } from './headers';
import { checkBody, checkHeaders, requireHeader } from './http-rules';
import type { Callback, Incoming, Outcome } from './messages';
import type { PartyPath } from './parties';
import { isParticipantRequest } from './schemas';
import { nextTrace, type Trace } from './trace';

const headerRules = { resource: 'participants', versions: acceptedVersions };

/** The account lookup service's registry: /participants/{Type}/{ID}[/{SubId}]. */
export class ParticipantRegistry {
  constructor(private readonly context: SwitchContext) {}

  /** Any FSP may enter any fspId; the one that was entered is told. */
  post(incoming: Incoming, path: PartyPath): Outcome {
    this.check(incoming);
    const { fspId, currency } = checkBody(incoming.body, isParticipantRequest) as {
      fspId: string;
      currency?: string;
    };
    const { type, identifier, subId } = path;
    const partyId = {
      partyIdType: type,
      partyIdentifier: identifier,
      fspId,
      ...(subId !== undefined && { partySubIdOrType: subId }),
    };
    this.context.oracle.add({ ...partyId, ...(currency !== undefined && { currency }) });
    const trace = nextTrace(incoming.headers, this.context.hexDigits);
    return this.tell(incoming, fspId, path.raw, { partyList: [partyId], currency }, trace);
  }

  get(incoming: Incoming, path: PartyPath): Outcome {
    const source = this.check(incoming);
    if (!this.context.oracleTypes.has(path.type)) {
      const body = errorBody('3003', `Oracle type:${path.type} not found`);
      return this.tell(incoming, source, `${path.raw}/error`, body, undefined);
    }
    const [holder] = this.context.oracle.find(path.type, path.identifier, path.subId);
    if (!holder) {
      return this.tell(incoming, source, `${path.raw}/error`, errorBody('3204'), undefined);
    }
    const trace = nextTrace(incoming.headers, this.context.hexDigits);
    return this.tell(incoming, source, path.raw, { fspId: holder.fspId }, trace);
  }

  delete(incoming: Incoming, path: PartyPath): Outcome {
    const source = this.check(incoming);
    this.context.oracle.remove(path.type, path.identifier, path.subId);
    return this.tell(incoming, source, path.raw, { fspId: source }, undefined);
  }

  private check(incoming: Incoming): string {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    return requireHeader(incoming.headers, 'fspiop-source');
  }

  private tell(
    incoming: Incoming,
    to: string,
    path: string,
    body: object,
    trace: Trace | undefined,
  ): Outcome {
    const headers = hubHeaders(incoming, { resource: 'participants', to, method: 'PUT', trace });
    const callback: Callback = {
      service: 'participants',
      to,
      method: 'PUT',
      path,
      headers,
      body: JSON.stringify(body),
    };
    return { answer: { status: 202 }, callbacks: [callback] };
  }
}
