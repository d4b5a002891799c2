import type { SwitchContext } from './context';
import { acceptedVersions } from './context';
import { deliveryError } from './delivery-error';
import { errorBody, refused, type ErrorBody } from './errors';
import { forwardedHeaders, hubHeaders } from './headers';
import { checkBody, checkHeaders, requireHeader } from './http-rules';
import type { Callback, Incoming, Outcome } from './messages';
import { isErrorBody, isPartyAnswer, partyIdTypes } from './schemas';
import { nextTrace, type Trace } from './trace';

export interface PartyPath {
  readonly type: string;
  readonly identifier: string;
  readonly subId?: string;
  /** The same as it stands on the request line: /parties/{Type}/{ID}[/{SubId}]. */
  readonly raw: string;
}

const headerRules = { resource: 'parties', versions: acceptedVersions };

const typePatterns: Readonly<Record<string, RegExp>> = {
  MSISDN: /^\+?\d{1,30}$/,
  EMAIL: /^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$/,
  IBAN: /^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/,
};

/** The account lookup service: GET and PUT /parties/{Type}/{ID}[/{SubId}]. */
export class PartyLookup {
  constructor(private readonly context: SwitchContext) {}

  get(incoming: Incoming, path: PartyPath): Outcome {
    const source = this.check(incoming, path);
    if (!this.context.participants.has(source)) {
      throw refused('3101', 'invalid fspiop-source header');
    }
    return { answer: { status: 202 }, callbacks: this.lookUp(incoming, path, source) };
  }

  put(incoming: Incoming, path: PartyPath): Outcome {
    const source = this.check(incoming, path);
    checkBody(incoming.body, isPartyAnswer);
    // The one to be told of the failure would be the unknown source.
    const callbacks = this.context.participants.has(source)
      ? this.passBack(incoming, path, source, false)
      : [];
    return { answer: { status: 200 }, callbacks };
  }

  putError(incoming: Incoming, path: PartyPath): Outcome {
    const source = this.check(incoming, path);
    checkBody(incoming.body, isErrorBody);
    return { answer: { status: 200 }, callbacks: this.passBack(incoming, path, source, true) };
  }

  private check(incoming: Incoming, path: PartyPath): string {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    const source = requireHeader(incoming.headers, 'fspiop-source');
    if (!partyIdTypes.some((known) => known === path.type)) {
      throw refused('3100', '/path/Type must be equal to one of the allowed values');
    }
    if (incoming.path.includes('?')) {
      throw refused('3103', '/query must NOT have additional properties');
    }
    return source;
  }

  private lookUp(incoming: Incoming, path: PartyPath, source: string): readonly Callback[] {
    const { participants, oracle, oracleTypes } = this.context;
    if (typePatterns[path.type]?.test(path.identifier) === false) {
      const detail = `Invalid ${path.type} identifier: '${path.identifier}'`;
      return [this.fail(incoming, path, source, errorBody('3101', detail))];
    }
    const destination = incoming.headers['fspiop-destination'];
    if (destination !== undefined && participants.has(destination)) {
      return [this.forwardLookUp(incoming, path, source, destination)];
    }
    if (!oracleTypes.has(path.type)) {
      return [
        this.fail(incoming, path, source, errorBody('3003', `Oracle type:${path.type} not found`)),
      ];
    }
    if (destination !== undefined) {
      // A destination that the scheme does not know makes the real switch forget the party.
      oracle.remove(path.type, path.identifier, path.subId);
      return [this.notFound(incoming, path, source)];
    }
    const holders = oracle
      .find(path.type, path.identifier, path.subId)
      .filter(({ fspId }) => participants.has(fspId));
    if (holders.length === 0) return [this.notFound(incoming, path, source)];
    return holders.map(({ fspId }) => this.forwardLookUp(incoming, path, source, fspId));
  }

  private forwardLookUp(incoming: Incoming, path: PartyPath, source: string, to: string): Callback {
    const trace = nextTrace(incoming.headers, this.context.hexDigits);
    return {
      service: 'parties',
      to,
      method: 'GET',
      path: path.raw,
      headers: forwardedHeaders(incoming, 'GET', to, trace),
      whenRefused: (failure) => [this.fail(incoming, path, source, deliveryError(failure))],
    };
  }

  private passBack(
    incoming: Incoming,
    path: PartyPath,
    source: string,
    isError: boolean,
  ): readonly Callback[] {
    const destination = incoming.headers['fspiop-destination'];
    if (destination === undefined || !this.context.participants.has(destination)) {
      return [this.fail(incoming, path, source, errorBody('3201', 'Destination FSP not found'))];
    }
    return [
      {
        service: 'parties',
        to: destination,
        method: 'PUT',
        path: isError ? `${path.raw}/error` : path.raw,
        headers: forwardedHeaders(incoming, 'PUT', destination, this.traceFor(incoming)),
        body: incoming.body,
        whenRefused: (failure) => [this.fail(incoming, path, source, deliveryError(failure))],
      },
    ];
  }

  /** The real switch starts no span of its own for PUT /parties: the payee's trace goes on as it is. */
  private traceFor(incoming: Incoming): Trace | undefined {
    const isAnswer = incoming.method === 'PUT' && !incoming.path.endsWith('/error');
    return isAnswer ? undefined : nextTrace(incoming.headers, this.context.hexDigits);
  }

  private notFound(incoming: Incoming, path: PartyPath, source: string): Callback {
    const body = errorBody('3204', 'No proxy found to start inter-scheme discovery flow');
    return {
      ...this.fail(incoming, path, source, body),
      // It even tells the one that just refused to be told.
      whenRefused: (failure) => [this.fail(incoming, path, source, deliveryError(failure))],
    };
  }

  private fail(incoming: Incoming, path: PartyPath, source: string, body: ErrorBody): Callback {
    const trace = this.traceFor(incoming);
    const errorPath = `${path.raw}/error`;
    // A defect of the real switch: its own header forgets the SubId.
    const uri =
      path.subId === undefined ? errorPath : `/parties/${path.type}/${path.identifier}//error`;
    return {
      service: 'parties',
      to: source,
      method: 'PUT',
      path: errorPath,
      headers: hubHeaders(incoming, { resource: 'parties', to: source, method: 'PUT', uri, trace }),
      body: JSON.stringify(body),
    };
  }
}
