import type { EpochMs } from '../../../../connectors/common/runtime';
import type { SwitchContext } from './context';
import { errorBody, RefusedRequest, refused } from './errors';
import type { Callback, Delivery, Incoming, Outcome } from './messages';
import { wasAccepted } from './messages';
import { Oracle } from './oracle';
import { PartyLookup, type PartyPath } from './parties';
import { Participants } from './participants';
import { ParticipantRegistry } from './participants-resource';
import { Quoting } from './quotes';
import type { HexDigits } from './trace';
import { TransactionRequests } from './transaction-requests';
import type { TransferSettings } from './transfer-parts';
import { Transfers } from './transfers';

/**
 * A Mojaloop switch without I/O: HTTP requests go in, HTTP answers and callbacks come out as data, and
 * time is an argument. Held to the real switch by the recordings beside it.
 */
export class SwitchMachine {
  readonly participants = new Participants();
  readonly oracle = new Oracle();
  readonly settings: TransferSettings = { preparationMs: 0 };
  private readonly parties: PartyLookup;
  private readonly registry: ParticipantRegistry;
  private readonly quotes: Quoting;
  private readonly requests: TransactionRequests;
  private readonly transfers: Transfers;

  constructor(hexDigits: HexDigits) {
    const context: SwitchContext = {
      participants: this.participants,
      oracle: this.oracle,
      oracleTypes: new Set(['MSISDN', 'ALIAS', 'BUSINESS', 'ACCOUNT_ID']),
      hexDigits,
    };
    this.parties = new PartyLookup(context);
    this.registry = new ParticipantRegistry(context);
    this.quotes = new Quoting(context);
    this.requests = new TransactionRequests(context);
    this.transfers = new Transfers(context, this.settings);
  }

  get ledger() {
    return this.transfers.ledger;
  }

  handle(incoming: Incoming): Outcome {
    try {
      const { answer, callbacks } = this.route(incoming);
      return { answer, callbacks: this.reachable(callbacks) };
    } catch (error) {
      if (!(error instanceof RefusedRequest)) throw error;
      return { answer: { status: error.status, body: JSON.stringify(error.body) }, callbacks: [] };
    }
  }

  /** What follows from how a DFSP took a callback. */
  delivered(callback: Callback, delivery: Delivery): readonly Callback[] {
    if (!wasAccepted(delivery)) return this.reachable(callback.whenRefused?.(delivery) ?? []);
    return callback.afterAccepted ? this.reachable([callback.afterAccepted]) : [];
  }

  sweep(now: EpochMs): readonly Callback[] {
    return this.reachable(this.transfers.sweep(now));
  }

  clear(): void {
    this.participants.clear();
    this.oracle.clear();
    this.ledger.clear();
    this.settings.preparationMs = 0;
  }

  /** The switch has no address for an FSP that is not of the scheme. */
  private reachable(callbacks: readonly Callback[]): readonly Callback[] {
    return callbacks.filter(({ to }) => this.participants.has(to));
  }

  private route(incoming: Incoming): Outcome {
    const [path = ''] = incoming.path.split('?');
    const [resource, ...segments] = path.slice(1).split('/');
    switch (resource) {
      case 'parties':
        return this.routeParties(incoming, path, segments);
      case 'participants':
        return this.routeParticipants(incoming, path, segments);
      case 'quotes':
        return this.routeQuotes(incoming, segments);
      case 'transactionRequests':
      case 'authorizations':
        return this.routeRequests(incoming, resource, segments);
      case 'transfers':
        return this.routeTransfers(incoming, segments);
      case undefined:
      default:
        throw unknownUri();
    }
  }

  private routeParties(incoming: Incoming, path: string, segments: readonly string[]): Outcome {
    const isError = segments.at(-1) === 'error' && segments.length > 2;
    const party = partyPath(isError ? path.slice(0, -'/error'.length) : path);
    if (incoming.method === 'GET' && !isError) return this.parties.get(incoming, party);
    if (incoming.method === 'PUT' && !isError) return this.parties.put(incoming, party);
    if (incoming.method === 'PUT') return this.parties.putError(incoming, party);
    throw unknownUri();
  }

  private routeParticipants(
    incoming: Incoming,
    path: string,
    segments: readonly string[],
  ): Outcome {
    if (segments.length < 2) throw unknownUri();
    const party = partyPath(path);
    switch (incoming.method) {
      case 'GET':
        return this.registry.get(incoming, party);
      case 'POST':
        return this.registry.post(incoming, party);
      case 'DELETE':
        return this.registry.delete(incoming, party);
      default:
        throw unknownUri();
    }
  }

  private routeQuotes(incoming: Incoming, segments: readonly string[]): Outcome {
    const [id, last] = segments;
    if (id === undefined && incoming.method === 'POST') return this.quotes.post(incoming);
    if (id === undefined || (last !== undefined && last !== 'error')) throw unknownUri();
    if (last === 'error' && incoming.method === 'PUT') return this.quotes.putError(incoming, id);
    if (last === undefined && incoming.method === 'GET') return this.quotes.get(incoming, id);
    if (last === undefined && incoming.method === 'PUT') return this.quotes.put(incoming, id);
    throw unknownUri();
  }

  private routeRequests(
    incoming: Incoming,
    resource: 'transactionRequests' | 'authorizations',
    segments: readonly string[],
  ): Outcome {
    const [id, last] = segments;
    const { requests } = this;
    const { method } = incoming;
    const asks = resource === 'transactionRequests' && id === undefined && method === 'POST';
    if (asks) return requests.post(incoming);
    if (id === undefined || segments.length > 2) throw unknownUri();
    if (last === 'error' && method === 'PUT') return requests.putError(incoming, resource, id);
    if (last === undefined && method === 'GET') return requests.get(incoming, resource, id);
    if (last === undefined && method === 'PUT') return requests.put(incoming, resource, id);
    throw unknownUri();
  }

  private routeTransfers(incoming: Incoming, segments: readonly string[]): Outcome {
    const [id, last] = segments;
    const { transfers } = this;
    if (id === undefined && incoming.method === 'POST') return transfers.post(incoming);
    if (id === undefined) throw methodNotAllowed();
    if (segments.length > 2 || (last !== undefined && last !== 'error')) throw unknownUri();
    if (last === 'error' && incoming.method === 'PUT') return transfers.putError(incoming, id);
    if (last === undefined && incoming.method === 'GET') return transfers.get(incoming, id);
    if (last === undefined && incoming.method === 'PUT') return transfers.put(incoming, id);
    if (last === undefined && incoming.method === 'PATCH')
      throw refused('2002', 'Internal Server Error');
    throw methodNotAllowed();
  }
}

function methodNotAllowed() {
  return new RefusedRequest(405, errorBody('3000', 'Method Not Allowed'));
}

function unknownUri() {
  return refused('3002', 'Not Found');
}

/** Of /parties/{Type}/{ID}[/{SubId}] and the same under /participants. */
function partyPath(raw: string): PartyPath {
  const [type, identifier, subId, ...rest] = raw.split('/').slice(2).map(decodeSegment);
  if (type === undefined || identifier === undefined || rest.length > 0) throw unknownUri();
  return { type, identifier, raw, ...(subId !== undefined && { subId }) };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw unknownUri();
  }
}
